package org.archivevault.firmware.source;

import static org.archivevault.firmware.source.Listening.AISLE_3;
import static org.archivevault.firmware.source.Listening.AISLE_4;
import static org.archivevault.firmware.source.Listening.CAMERA;
import static org.archivevault.firmware.source.Listening.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.archivevault.protocol.camera.ObservationPhase;
import org.junit.jupiter.api.Test;

class CameraProfilesTest {
    private final Listening frigate = Listening.toCamera("frigate-1", "frigate", "b1_ceiling");

    private static String activity(String objects) {
        return "{\"b1_ceiling\":{\"config\":{\"enabled\":true,\"detect\":true},\"motion\":false,\"objects\":" + objects
                + "},\"other\":{\"config\":{\"detect\":false}}}";
    }

    @Test
    void after_every_connection_frigate_is_asked_for_everything() {
        assertThat(frigate.reader.connected(NOW)).singleElement().satisfies(told -> {
            assertThat(((Told.Ask) told).topic()).isEqualTo("frigate/onConnect");
            assertThat(((Told.Ask) told).payload()).isEmpty();
        });
        assertThat(frigate.reader.filters())
                .contains("frigate/events", "frigate/camera_activity", "frigate/aisle_03/person")
                .contains("frigate/b1_ceiling/person/snapshot", "frigate/available");
    }

    @Test
    void the_answer_says_who_is_where_and_who_is_not() {
        assertThat(frigate.read("frigate/camera_activity", activity("[]")))
                .containsExactly(new Told.CameraResynchronised(CAMERA, List.of()));
        assertThat(frigate.read(
                        "frigate/camera_activity",
                        activity("[{\"id\":\"1\",\"label\":\"person\",\"current_zones\":[\"aisle_03\",\"desk\"]},"
                                + "{\"id\":\"2\",\"label\":\"cat\",\"current_zones\":[\"aisle_04\"]}]")))
                .containsExactly(new Told.CameraResynchronised(CAMERA, List.of(AISLE_3)));
        assertThat(frigate.read(
                        "frigate/camera_activity",
                        activity("[{\"label\":\"person-verified\",\"current_zones\":[\"aisle_04\"]}]")))
                .containsExactly(new Told.CameraResynchronised(CAMERA, List.of(AISLE_4)));
    }

    @Test
    void a_person_whose_place_is_not_said_is_everywhere() {
        assertThat(frigate.read("frigate/camera_activity", activity("[{\"label\":\"person\"}]")))
                .containsExactly(new Told.CameraResynchronised(CAMERA, List.of(AISLE_3, AISLE_4)));
    }

    @Test
    void a_camera_that_has_not_looked_yet_or_does_not_detect_says_nothing_of_nobody() {
        // Just after its start Frigate names cameras with their settings only.
        assertThat(frigate.read("frigate/camera_activity", "{\"b1_ceiling\":{\"config\":{\"detect\":true}}}"))
                .isEmpty();
        assertThat(frigate.read("frigate/camera_activity", "{}")).isEmpty();
        assertThat(frigate.read(
                        "frigate/camera_activity",
                        "{\"b1_ceiling\":{\"config\":{\"enabled\":true,\"detect\":false},\"objects\":[]}}"))
                .containsExactly(new Told.CameraAvailable(CAMERA, false));
        assertThat(frigate.read("frigate/camera_activity", activity("[]")))
                .containsExactly(
                        new Told.CameraAvailable(CAMERA, true), new Told.CameraResynchronised(CAMERA, List.of()));
    }

    @Test
    void what_was_not_answered_is_asked_for_again_with_the_next_sign_of_life() {
        // GIVEN
        frigate.reader.connected(NOW);

        // THEN
        assertThat(frigate.reader.read("frigate/stats", new byte[40_000], NOW.plusSeconds(5)))
                .isEmpty();
        assertThat(frigate.reader.read("frigate/stats", new byte[40_000], NOW.plusSeconds(60)))
                .singleElement()
                .isInstanceOf(Told.Ask.class);
        frigate.read("frigate/camera_activity", activity("[]"));
        assertThat(frigate.reader.read("frigate/stats", new byte[0], NOW.plusSeconds(120)))
                .isEmpty();
    }

    @Test
    void a_system_that_comes_back_is_asked_anew_and_one_that_stops_takes_its_cameras_along() {
        assertThat(frigate.read("frigate/available", "stopped"))
                .containsExactly(new Told.CameraAvailable(CAMERA, false));
        assertThat(frigate.read("frigate/available", "online"))
                .hasSize(2)
                .contains(new Told.CameraAvailable(CAMERA, true))
                .hasAtLeastOneElementOfType(Told.Ask.class);
        assertThat(frigate.read("frigate/b1_ceiling/status/detect", "offline"))
                .containsExactly(new Told.CameraAvailable(CAMERA, false));
    }

    @Test
    void a_camera_that_says_again_that_it_is_there_is_not_asked_again() {
        // GIVEN
        frigate.read("frigate/b1_ceiling/status/detect", "online");
        frigate.read("frigate/camera_activity", activity("[]"));

        // THEN
        assertThat(frigate.read("frigate/b1_ceiling/status/detect", "online"))
                .containsExactly(new Told.CameraAvailable(CAMERA, true));
        assertThat(frigate.reader.read("frigate/stats", new byte[0], NOW.plusSeconds(3600)))
                .as("nothing is outstanding")
                .isEmpty();
    }

    @Test
    void counts_are_bare_numbers_and_zones_of_one_aisle_are_added_up() {
        Listening two = Listening.to(
                SourceProfileLoader.bundled("frigate-1"),
                "frigate",
                List.of(),
                List.of(new WatchPlan.Camera(
                        CAMERA, "b1_ceiling", Listening.ZONE, Map.of("left", AISLE_3, "right", AISLE_3))));

        assertThat(two.read("frigate/left/person", "1")).containsExactly(new Told.PeopleCounted(CAMERA, AISLE_3, 1));
        assertThat(two.read("frigate/right/person", "2")).containsExactly(new Told.PeopleCounted(CAMERA, AISLE_3, 3));
        assertThat(two.read("frigate/left/person", "0")).containsExactly(new Told.PeopleCounted(CAMERA, AISLE_3, 2));
        assertThat(two.read("frigate/left/person", "some")).singleElement().isInstanceOf(Told.Unusable.class);
        assertThat(two.read("frigate/left/person", "-1")).singleElement().isInstanceOf(Told.Unusable.class);
    }

    @Test
    void an_event_is_told_from_its_beginning_to_its_end() {
        String event =
                "{\"type\":\"new\",\"before\":{},\"after\":{\"id\":\"1607123955.475377-mxklsc\",\"camera\":\"b1_ceiling\","
                        + "\"frame_time\":1772351998.5,\"label\":\"person\",\"start_time\":1772351997.0,\"end_time\":null,"
                        + "\"current_zones\":[\"aisle_03\"],\"entered_zones\":[\"aisle_03\",\"desk\"],\"has_snapshot\":true}}";

        assertThat(frigate.read("frigate/events", event)).containsExactly(noticed(ObservationPhase.BEGAN, "58.500"));
        assertThat(frigate.read("frigate/events", event.replace("\"new\"", "\"update\"")))
                .containsExactly(noticed(ObservationPhase.CHANGED, "58.500"));
        assertThat(frigate.read(
                        "frigate/events", event.replace("\"new\"", "\"end\"").replace("null", "\"1772351999\"")))
                .containsExactly(noticed(ObservationPhase.ENDED, "59"));
        assertThat(frigate.read("frigate/events", event.replace("b1_ceiling", "garden")))
                .isEmpty();
        assertThat(frigate.read("frigate/events", "{\"type\":\"new\",\"after\":{\"camera\":\"b1_ceiling\"}}"))
                .singleElement()
                .satisfies(told ->
                        assertThat(((Told.Unusable) told).complaint().en()).contains("/after/id"));
    }

    private static Told.Noticed noticed(ObservationPhase phase, String second) {
        return new Told.Noticed(
                CAMERA,
                "1607123955.475377-mxklsc",
                phase,
                "person",
                List.of(AISLE_3),
                Instant.parse("2026-03-01T07:59:" + second + "Z"));
    }

    @Test
    void a_still_is_a_jpeg_within_its_bound_or_told_to_be_none() {
        String topic = "frigate/b1_ceiling/person/snapshot";
        byte[] jpeg = new byte[576 * 1024];
        jpeg[0] = (byte) 0xFF;
        jpeg[1] = (byte) 0xD8;
        jpeg[2] = (byte) 0xFF;

        assertThat(frigate.reader.read(topic, jpeg, NOW)).singleElement().satisfies(told -> {
            assertThat(((Told.Still) told).camera()).isEqualTo(CAMERA);
            assertThat(((Told.Still) told).jpeg()).isSameAs(jpeg);
        });
        assertThat(frigate.reader.read(topic, java.util.Arrays.copyOf(jpeg, jpeg.length + 1), NOW))
                .singleElement()
                .satisfies(told ->
                        assertThat(((Told.Unusable) told).complaint().en()).contains("589825 bytes"));
        assertThat(frigate.reader.read(topic, "GIF89a".getBytes(StandardCharsets.US_ASCII), NOW))
                .singleElement()
                .isInstanceOf(Told.Unusable.class);
    }

    @Test
    void onvif_has_said_everything_once_each_zone_was_heard_of_and_nothing_once_one_is_deleted() {
        Listening onvif = Listening.toCamera("onvif-1", "onvif", "cam1");
        String topic = "onvif/cam1/onvif-ej/RuleEngine/FieldDetector/ObjectsInside/&1/2/";
        String inside =
                "{\"UtcTime\":\"2026-03-01T07:30:00Z\",\"Source\":{\"Rule\":\"aisle_03\"},\"Data\":{\"IsInside\":\"true\"}}";

        assertThat(onvif.read(topic + "aisle_03", inside)).containsExactly(new Told.PeopleCounted(CAMERA, AISLE_3, 1));
        assertThat(onvif.read(
                        topic + "aisle_04",
                        inside.replace("aisle_03", "aisle_04").replace("\"true\"", "false")))
                .containsExactly(
                        new Told.PeopleCounted(CAMERA, AISLE_4, 0),
                        new Told.CameraResynchronised(CAMERA, List.of(AISLE_3)));
        assertThat(onvif.read(topic + "aisle_04", "")).containsExactly(new Told.CameraWithdrew(CAMERA));
        onvif.read(topic + "aisle_03", inside);
        assertThat(onvif.read(
                        "onvif/cam1/onvif-ej/RuleEngine/CountAggregation/OccupancyCounter/&1",
                        "{\"Source\":{\"Rule\":\"aisle_04\"},\"Data\":{\"Count\":\"2\"}}"))
                .containsExactly(
                        new Told.PeopleCounted(CAMERA, AISLE_4, 2),
                        // and not that it is there: it has not said so, and would be believed for ever
                        new Told.CameraResynchronised(CAMERA, List.of(AISLE_3, AISLE_4)));
    }

    @Test
    void onvif_metadata_is_a_sign_of_life_whatever_is_in_it_and_a_last_will_is_its_end() {
        Listening onvif = Listening.toCamera("onvif-1", "onvif", "cam1");
        String frames = "onvif/cam1/onvif-mj/VideoAnalytics/Profile_1/ObjectDetection";
        Told alive = new Told.CameraAlive(CAMERA, Duration.ofSeconds(10));

        assertThat(onvif.read(frames, "{\"Frame\":{\"@UtcTime\":\"2026-03-01T07:30:00Z\"}}"))
                .containsExactly(alive);
        assertThat(onvif.read(frames, "")).containsExactly(alive);
        assertThat(onvif.read(frames, "{not json")).containsExactly(alive);
        assertThat(onvif.read(frames.replace("cam1", "cam2"), "{}")).isEmpty();
        assertThat(onvif.read("onvif/cam1/status", "offline")).containsExactly(new Told.CameraAvailable(CAMERA, false));
        assertThat(onvif.read("onvif/cam1/status", "online")).containsExactly(new Told.CameraAvailable(CAMERA, true));
    }

    @Test
    void a_new_connection_forgets_who_was_where() {
        Listening onvif = Listening.toCamera("onvif-1", "onvif", "cam1");
        String topic = "onvif/cam1/onvif-ej/RuleEngine/FieldDetector/ObjectsInside";
        String clear = "{\"Source\":{\"Rule\":\"aisle_03\"},\"Data\":{\"IsInside\":false}}";
        onvif.read(topic, clear);
        onvif.reader.connected(NOW);

        assertThat(onvif.read(topic, clear.replace("03", "04")))
                .containsExactly(new Told.PeopleCounted(CAMERA, AISLE_4, 0));
    }
}
