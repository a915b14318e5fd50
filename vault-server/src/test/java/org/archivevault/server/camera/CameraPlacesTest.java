package org.archivevault.server.camera;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.archivevault.protocol.camera.CameraId;
import org.archivevault.server.shelving.TestPlan;
import org.archivevault.server.tags.TestReaders;
import org.junit.jupiter.api.Test;

class CameraPlacesTest {
    private final CameraPlaces places = new CameraPlaces(TestCameras.plan());

    private List<String> near(Around around) {
        return places.near(around).stream()
                .map(near -> near.place().id() + " " + near.nearness().code())
                .toList();
    }

    @Test
    void theCameraThatShowsTheAisleComesFirstAndTheOneAtTheDoorLast() {
        assertThat(near(Around.aisle(TestPlan.BLOCK, 2)))
                .containsExactly("cam-b1 shows-it", "cam-south same-vault", "cam-door same-vault");
        assertThat(near(Around.aisle(TestPlan.BLOCK, 3)))
                .containsExactly("cam-b1 same-block", "cam-south same-vault", "cam-door same-vault");
        assertThat(near(Around.aisle(TestPlan.OTHER_BLOCK, 1)))
                .containsExactly("cam-south same-zone", "cam-b1 same-vault", "cam-door same-vault");
    }

    @Test
    void aZoneAGateAndACameraHaveTheirOwnSurroundings() {
        assertThat(near(Around.zone(TestCameras.NORTH_ZONE))).containsExactly("cam-b1 same-zone");
        assertThat(near(Around.vault(places.vaultOfGate(TestReaders.GATE).orElseThrow())))
                .containsExactly("cam-b1 same-vault", "cam-south same-vault", "cam-door same-vault");
        assertThat(near(Around.camera(TestCameras.DOOR, Optional.of(TestCameras.OUTSIDE))))
                .containsExactly("cam-door shows-it");
        assertThat(near(Around.NOWHERE)).isEmpty();
    }

    @Test
    void anAlarmsWordsSayWhereToLook() {
        assertThat(AlarmsAround.place(places, "pack:P-1", TestReaders.GATE))
                .isEqualTo(Around.vault(TestPlan.BLOCK.vault()));
        assertThat(AlarmsAround.place(places, "sensor:north-1", "v1-north"))
                .isEqualTo(Around.zone(TestCameras.NORTH_ZONE));
        assertThat(AlarmsAround.place(places, "camera:cam-b1", "")).satisfies(around -> {
            assertThat(around.camera()).isEqualTo(TestCameras.CEILING);
            assertThat(around.zone()).isEqualTo(TestCameras.NORTH_ZONE);
        });
        assertThat(AlarmsAround.place(places, "pack:P-1", "ES-V1-B1-02A").block())
                .isEqualTo(TestPlan.BLOCK);
        assertThat(AlarmsAround.place(places, "camera:no such camera", "v1-south"))
                .isEqualTo(Around.zone(TestCameras.SOUTH_ZONE));
        // a word that has the form of a zone and is none, is nowhere
        assertThat(AlarmsAround.place(places, "pack:P-1", "desk")).isEqualTo(Around.NOWHERE);
        assertThat(AlarmsAround.place(places, "device:gate-reader", "")).isEqualTo(Around.NOWHERE);
    }

    @Test
    void whatThePlanDoesNotHaveHasNoPlace() {
        assertThat(places.zoneOf(new CameraId("unknown"))).isNull();
        assertThat(places.of(new CameraId("unknown"))).isEmpty();
        assertThat(places.zoneOf(TestPlan.BLOCK)).contains(TestCameras.NORTH_ZONE);
    }
}
