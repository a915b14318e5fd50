package org.archivevault.server.retrieval;

import static org.archivevault.server.retrieval.Bench.LI;
import static org.archivevault.server.retrieval.Bench.WANG;
import static org.archivevault.server.retrieval.Bench.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.archivevault.firmware.light.LightProfileLoader;
import org.archivevault.firmware.plan.ControllerPlan;
import org.archivevault.firmware.plan.LightPlan;
import org.archivevault.firmware.plan.LightPlan.LitFace;
import org.archivevault.firmware.plan.LightPlan.Per;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.protocol.address.FaceId;
import org.archivevault.protocol.command.Command;
import org.archivevault.protocol.command.DarkenPositions;
import org.archivevault.protocol.command.LightPosition;
import org.archivevault.protocol.command.Reason;
import org.archivevault.protocol.event.EdgeEvent;
import org.archivevault.server.shelving.TestPlan;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The light at the pack, from the open aisle to the end of the retrieval, on a real PostgreSQL over the real link. */
class PackLightsTest {
    private static final String AT_LAMP = "ES-V1-B1-01B-01-2-01";
    private static final String WITHOUT_LAMP = "ES-V1-B1-02A-01-2-01";

    /** Lamps on one face only: 01B. Its neighbour across the aisle, 02A, has none. */
    private static SitePlan plan() {
        SitePlan plan = TestPlan.plan();
        SitePlan.Vault vault = plan.vaults().get(0);
        LightPlan light = new LightPlan(
                "lights",
                LightProfileLoader.bundled("coil-lamps-1"),
                1,
                new ControllerPlan.Tcp("localhost", 1),
                List.of(new LitFace(FaceId.parse("ES-V1-B1-01B"), 1, Per.LEVEL, 2, 3)));
        return new SitePlan(
                plan.site(),
                plan.name(),
                List.of(new SitePlan.Vault(
                        vault.id(),
                        vault.name(),
                        vault.edge(),
                        vault.blocks(),
                        vault.readers(),
                        vault.watch(),
                        List.of(light))),
                plan.controllers(),
                plan.digest());
    }

    private static List<Command> lights(Bench bench) {
        return bench.edge.received().stream()
                .filter(c -> c instanceof LightPosition || c instanceof DarkenPositions)
                .toList();
    }

    private static void awaitLights(Bench bench, int count) {
        Awaitility.await(count + " commands for lights")
                .atMost(Duration.ofSeconds(20))
                .until(() -> lights(bench).size() >= count);
        assertThat(lights(bench)).hasSize(count);
    }

    private static Reason reason(UUID retrieval) {
        return new Reason(Reason.Kind.RETRIEVAL, retrieval.toString());
    }

    private static UUID opened(Bench bench) {
        bench.file("WO-1", "P-1", AT_LAMP);
        UUID asked = await(bench.ask(LI, "WO-1")).retrieval().id();
        bench.awaitState(asked, RetrievalState.OPEN);
        return asked;
    }

    @Test
    void theLampAtThePackIsLitWhenItsAisleIsOpenAndPutOutWhenItIsGivenBack() {
        try (Bench bench = new Bench(plan())) {
            UUID asked = opened(bench);
            awaitLights(bench, 1);
            assertThat(lights(bench).get(0)).isInstanceOfSatisfying(LightPosition.class, light -> {
                assertThat(light.position().positionCode()).isEqualTo(AT_LAMP);
                assertThat(light.subject()).isEqualTo("li");
                assertThat(light.reason()).isEqualTo(reason(asked));
                assertThat(light.lifeMillis()).isEqualTo(PackLights.LIFE.toMillis());
            });

            // WHEN the person gives the aisle back
            await(bench.parts.desk().close(asked, LI));

            // THEN it goes out, for the same reason
            awaitLights(bench, 2);
            assertThat(lights(bench).get(1)).isInstanceOfSatisfying(DarkenPositions.class, dark -> {
                assertThat(dark.block()).isEqualTo(TestPlan.BLOCK);
                assertThat(dark.reason()).isEqualTo(reason(asked));
            });
            // AND both are in the records as every command is, with their one end
            Awaitility.await("both have ended")
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> bench.rows("SELECT kind, outcome FROM shelving_command WHERE kind <> 'open-aisle'"
                                    + " ORDER BY issued_at")
                            .equals(List.of("light-position executed", "darken-positions executed")));
            assertThat(bench.log()).contains("block-light-position ok", "block-darken-positions ok");
            assertThat(bench.edge.moved()).hasSize(1);
        }
    }

    @Test
    void carriagesThatMoveAgainPutTheLightOut() {
        try (Bench bench = new Bench(plan())) {
            UUID asked = opened(bench);
            awaitLights(bench, 1);

            bench.edge.happened(new EdgeEvent.MotionStarted(TestPlan.BLOCK, 3, null));

            bench.awaitState(asked, RetrievalState.UNKNOWN);
            awaitLights(bench, 2);
            assertThat(lights(bench).get(1)).isInstanceOf(DarkenPositions.class);
            // AND when its aisle stands open again it is lit again
            bench.edge.happened(new EdgeEvent.MotionStopped(TestPlan.BLOCK, 1, null, false));
            bench.awaitState(asked, RetrievalState.OPEN);
            awaitLights(bench, 3);
            assertThat(lights(bench).get(2)).isInstanceOf(LightPosition.class);
        }
    }

    @Test
    void whereNoLampStandsNothingIsSent() {
        try (Bench bench = new Bench(plan())) {
            bench.file("WO-2", "P-2", WITHOUT_LAMP);
            UUID dark = await(bench.ask(WANG, "WO-2")).retrieval().id();
            bench.awaitState(dark, RetrievalState.OPEN);
            await(bench.parts.desk().close(dark, WANG));

            // WHEN one with a lamp comes after it, its lamp is the first thing heard of lights
            UUID asked = opened(bench);
            awaitLights(bench, 1);
            assertThat(lights(bench).get(0).reason()).isEqualTo(reason(asked));
        }
    }
}
