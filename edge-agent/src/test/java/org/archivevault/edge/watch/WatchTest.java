package org.archivevault.edge.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.archivevault.firmware.source.Told;
import org.archivevault.protocol.Bilingual;
import org.archivevault.protocol.camera.ObservationPhase;
import org.archivevault.protocol.climate.Quantity;
import org.archivevault.protocol.climate.SensorId;
import org.archivevault.protocol.event.EdgeEvent;
import org.archivevault.protocol.event.EdgeEvent.CameraNoticed;
import org.archivevault.protocol.event.EdgeEvent.ReadingsTaken;
import org.archivevault.protocol.event.EdgeEvent.SensorChanged;
import org.archivevault.protocol.event.EdgeEvent.StillPart;
import org.archivevault.protocol.event.GuardState;
import org.junit.jupiter.api.Test;

/** All that is decided about a vault's sources, put together. */
final class WatchTest {
    private static final Instant START = Instant.parse("2026-11-22T01:00:00Z");
    private static final SensorId S0 = new SensorId("s0");

    private final Watch watch = new Watch(Plans.whole("tcp://127.0.0.1:1", 2), 0);
    private long now;

    private void told(Told... told) {
        watch.told(List.of(told), new Watch.Moment(false, START.plusMillis(now), 0, now));
    }

    private Told.Measured celsius(double value) {
        return new Told.Measured(S0, Quantity.TEMPERATURE, value, START.plusMillis(now), false);
    }

    private <T extends EdgeEvent> List<T> taken(Class<T> type) {
        return watch.take().stream().filter(type::isInstance).map(type::cast).toList();
    }

    private static Told.Ask ask(String topic) {
        return new Told.Ask(topic, "x".getBytes(StandardCharsets.UTF_8));
    }

    private List<String> asked() {
        return watch.questions().stream().map(Told.Ask::topic).toList();
    }

    @Test
    void readingsAreToldWithinASecondAndNonsenseIsToldOfTheSensor() {
        told(celsius(21), new Told.Measured(S0, Quantity.HUMIDITY, Double.NaN, null, false));
        watch.tick(now);
        assertThat(taken(ReadingsTaken.class)).isEmpty();
        now = 1_000;
        watch.tick(now);
        List<EdgeEvent> events = watch.take();
        assertThat(events).hasAtLeastOneElementOfType(ReadingsTaken.class);
        watch.shuttingDown();
        assertThat(watch.take()).isEmpty();
        assertThat(watch.gauges(now))
                .containsEntry("watch_readings_total{source=\"climate\",quality=\"good\"}", 1L)
                .containsEntry("watch_left_total{source=\"climate\",why=\"no-number\"}", 1L);
    }

    @Test
    void whatWaitsIsToldWhenTheProcessEnds() {
        told(celsius(21));
        watch.shuttingDown();
        assertThat(taken(ReadingsTaken.class)).hasSize(1);
    }

    @Test
    void aSensorThatGoesIsTold() {
        told(new Told.SensorAvailable(S0, false));
        watch.tick(now);
        assertThat(taken(SensorChanged.class))
                .singleElement()
                .satisfies(c -> assertThat(c.online()).isFalse());
    }

    @Test
    void sourcesAreAskedAfterAConnectionAndAgainWithPatienceUntilTheCamerasHaveSpoken() {
        watch.connected(List.of(ask("frigate/onConnect")), now);
        assertThat(asked()).containsExactly("frigate/onConnect");
        List<Long> again = new ArrayList<>();
        for (now = 250; now <= 60_000; now += 250) {
            watch.tick(now);
            if (!asked().isEmpty()) {
                again.add(now);
            }
        }
        assertThat(again).containsExactly(3_000L, 6_000L, 12_000L, 24_000L, 48_000L);
        told(new Told.CameraAvailable(Plans.CAMERA, true), new Told.CameraResynchronised(Plans.CAMERA, List.of()));
        for (long until = now + 200_000; now < until; now += 250) {
            watch.tick(now);
            assertThat(asked()).isEmpty();
        }
        // a camera system that comes back is asked at once
        told(new Told.CameraAvailable(Plans.CAMERA, false));
        now += 5_000;
        told(new Told.CameraAvailable(Plans.CAMERA, true));
        watch.tick(now);
        assertThat(asked()).containsExactly("frigate/onConnect");
    }

    @Test
    void theSameQuestionIsNotAskedTwiceInTwoSecondsHoweverOftenASourceProvokesIt() {
        watch.connected(List.of(), now);
        int count = 0;
        for (now = 0; now < 10_000; now += 10) {
            told(ask("spBv1.0/g/NCMD/n"));
            count += asked().size();
        }
        assertThat(count).isEqualTo(5);
        // and nothing is asked of a broker that is away
        told(ask("other"));
        watch.disconnected();
        assertThat(asked()).isEmpty();
    }

    @Test
    void healthNamesWhatIsWrongWithEachSource() {
        assertThat(watch.troubles(now))
                .allSatisfy((source, trouble) -> assertThat(trouble).contains("broker"));
        watch.connected(List.of(), now);
        told(new Told.CameraAvailable(Plans.CAMERA, true), new Told.CameraResynchronised(Plans.CAMERA, List.of()));
        assertThat(watch.troubles(now)).containsEntry("climate", "").containsEntry("cameras", "");
        // a source that says nothing for longer than its sensors may be silent; a camera may have nothing to say
        now = Plans.zigbee().longestSilence().toMillis() + 1;
        assertThat(watch.troubles(now)).containsEntry("cameras", "");
        assertThat(watch.troubles(now).get("climate")).contains("min").contains("分钟");
        told(celsius(21));
        assertThat(watch.troubles(now)).containsEntry("climate", "");
        told(new Told.Unusable("climate", new Bilingual("坏", "bad")));
        assertThat(watch.troubles(now).get("climate")).contains("bad").contains("坏");
        now += WatchLimits.UNUSABLE_MILLIS;
        assertThat(watch.troubles(now)).containsEntry("climate", "");
        told(new Told.CameraAvailable(Plans.CAMERA, false));
        assertThat(watch.troubles(now).get("cameras")).startsWith("cam-b1: ");
    }

    @Test
    void theLogHearsOfUnusableMessagesOnceAMinuteWithTheirNumber() {
        List<String> lines = new ArrayList<>();
        for (now = 0; now < 180_000; now += 100) {
            told(new Told.Unusable("climate", new Bilingual("坏", "bad")));
            lines.addAll(watch.complaints(now));
        }
        assertThat(lines).hasSize(3);
        assertThat(lines.get(1)).startsWith("climate: 600 messages");
    }

    @Test
    void aSightingThatCannotBeToldIsUnusableAndStopsNothing() {
        String long_ = "x".repeat(WatchLimits.OBSERVATION_CHARS + 1);
        told(
                new Told.Noticed(Plans.CAMERA, long_, ObservationPhase.BEGAN, "person", List.of(), null),
                new Told.Noticed(Plans.CAMERA, "", ObservationPhase.BEGAN, "person", List.of(), null),
                new Told.Noticed(Plans.CAMERA, "a", ObservationPhase.BEGAN, "person", List.of(), null));
        assertThat(taken(CameraNoticed.class)).hasSize(1);
        assertThat(watch.gauges(now)).containsEntry("watch_unusable_total{source=\"cameras\"}", 2L);
    }

    @Test
    void aPersonInAnAisleIsSeenAtOnceAndItsPictureBelongsToIt() {
        watch.connected(List.of(), now);
        told(new Told.CameraAvailable(Plans.CAMERA, true), new Told.CameraResynchronised(Plans.CAMERA, List.of()));
        assertThat(watch.camerasSpoke()).isTrue();
        assertThat(watch.camerasSpoke()).isFalse();
        told(new Told.Noticed(Plans.CAMERA, "a", ObservationPhase.BEGAN, "person", List.of(Plans.aisle(3)), START));
        assertThat(watch.camerasSpoke()).isTrue();
        assertThat(Objects.requireNonNull(watch.seen(now).get(Plans.BLOCK))
                        .aisles()
                        .values())
                .singleElement()
                .satisfies(s -> assertThat(s.state()).isEqualTo(GuardState.TRIPPED));
        told(new Told.Still(Plans.CAMERA, null, new byte[50_000]));
        assertThat(taken(StillPart.class))
                .hasSize(2)
                .allSatisfy(part -> assertThat(part.observation()).isEqualTo("a"));
    }

    @Test
    void whatIsAboutNobodyWeKnowIsNothing() {
        told(
                new Told.Measured(new SensorId("stranger"), Quantity.TEMPERATURE, 21, null, false),
                new Told.SensorAvailable(new SensorId("stranger"), false),
                new Told.Unusable("stranger", new Bilingual("坏", "bad")));
        now = Duration.ofMinutes(1).toMillis();
        watch.tick(now);
        assertThat(taken(ReadingsTaken.class)).isEmpty();
    }
}
