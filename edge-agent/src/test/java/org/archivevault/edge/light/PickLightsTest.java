package org.archivevault.edge.light;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.archivevault.edge.light.PickLights.Change;
import org.archivevault.edge.light.PickLights.Ended;
import org.archivevault.firmware.light.LightProfileLoader;
import org.archivevault.firmware.plan.ControllerPlan;
import org.archivevault.firmware.plan.LightPlan;
import org.archivevault.firmware.plan.LightPlan.LitFace;
import org.archivevault.firmware.plan.LightPlan.Per;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.address.FaceId;
import org.archivevault.protocol.address.ShelfAddress;
import org.archivevault.protocol.command.CommandId;
import org.archivevault.protocol.command.CommandOutcome;
import org.archivevault.protocol.command.DarkenPositions;
import org.archivevault.protocol.command.EdgeInstant;
import org.archivevault.protocol.command.LightPosition;
import org.archivevault.protocol.command.Reason;
import org.archivevault.protocol.command.RefusalCode;
import org.junit.jupiter.api.Test;

/** Which lamps ought to burn, and how commands for them end. */
final class PickLightsTest {
    private static final UUID BOOT = new UUID(1, 2);
    private static final BlockId BLOCK = BlockId.parse("ES-V1-B1");
    private static final String FIRST = "ES-V1-B1-01B-02-3-07";
    /** 01B has lamps 11 upwards, one for each of 3 levels of 2 bays: bay 2, level 3 is its last. */
    private static final int LAMP = 16;

    private static final long LIFE = 60_000;

    private final PickLights lights = new PickLights(
            List.of(
                    light("one", new LitFace(FaceId.parse("ES-V1-B1-01B"), 11, Per.LEVEL, 2, 3)),
                    light(
                            "two",
                            new LitFace(FaceId.parse("ES-V1-B1-02A"), 1, Per.BAY, 2, 3),
                            new LitFace(FaceId.parse("ES-V1-B2-01B"), 3, Per.FACE, 2, 3))),
            BOOT);

    private static LightPlan light(String name, LitFace... faces) {
        return new LightPlan(
                name,
                LightProfileLoader.bundled("coil-lamps-1"),
                1,
                new ControllerPlan.Tcp("localhost", 502),
                List.of(faces));
    }

    private static Reason reason(String reference) {
        return new Reason(Reason.Kind.RETRIEVAL, reference);
    }

    private static LightPosition light(String position, String reference, long life, EdgeInstant notAfter) {
        CommandId id = new CommandId(UUID.randomUUID());
        return new LightPosition(id, ShelfAddress.parse(position), life, notAfter, "li", reason(reference));
    }

    private static LightPosition light(String position, String reference) {
        return light(position, reference, LIFE, new EdgeInstant(BOOT, LIFE));
    }

    private static DarkenPositions darken(String reference) {
        return new DarkenPositions(new CommandId(UUID.randomUUID()), BLOCK, "li", reason(reference));
    }

    /** All lamps of both controllers were read back as dark. */
    private PickLights dark() {
        lights.read(0, 11, new boolean[6], 0);
        lights.read(1, 1, new boolean[3], 0);
        return lights;
    }

    private List<CommandOutcome> ended() {
        return lights.takeEnded().stream().map(Ended::outcome).toList();
    }

    @Test
    void theLampAtThePositionIsLitAndTheCommandEndsWhenItBurns() {
        dark().received(light(FIRST, "r-1"), 0, 0);
        assertThat(lights.next(0)).contains(new Change(LAMP, true));
        assertThat(lights.next(1)).isEmpty();
        assertThat(ended()).isEmpty();

        lights.written(0, new Change(LAMP, true), 10);

        assertThat(ended()).containsExactly(new CommandOutcome.Executed(false));
        assertThat(lights.next(0)).isEmpty();
        assertThat(lights.burning(0)).isEqualTo(1);
    }

    @Test
    void aLampForABayOrAFaceStandsForAllItsPositions() {
        dark().received(light("ES-V1-B1-02A-02-1-01", "r-1"), 0, 0);
        assertThat(lights.next(1)).contains(new Change(2, true));
        lights.written(1, new Change(2, true), 0);
        lights.received(light("ES-V1-B2-01B-01-2-03", "r-2"), 0, 0);
        assertThat(lights.next(1)).contains(new Change(3, true));
    }

    @Test
    void nothingIsWrittenToALampBeforeItWasReadBack() {
        lights.received(light(FIRST, "r-1"), 0, 0);
        assertThat(lights.next(0)).isEmpty();

        // WHEN it reads as burning already
        boolean[] burning = new boolean[6];
        burning[LAMP - 11] = true;
        lights.read(0, 11, burning, 5);

        // THEN there is nothing to write, and the command has its end
        assertThat(lights.next(0)).isEmpty();
        assertThat(ended()).containsExactly(new CommandOutcome.Executed(false));
    }

    @Test
    void aLampThatBurnsForNobodyIsPutOut() {
        boolean[] burning = new boolean[6];
        burning[0] = true;
        lights.read(0, 11, burning, 0);
        assertThat(lights.next(0)).contains(new Change(11, false));
    }

    @Test
    void itGoesOutWhenItsReasonEndsAndTheCommandEndsWhenItIsDark() {
        dark().received(light(FIRST, "r-1"), 0, 0);
        lights.written(0, new Change(LAMP, true), 0);
        lights.takeEnded();

        lights.received(darken("r-1"), 100, 100);

        assertThat(lights.next(0)).contains(new Change(LAMP, false));
        assertThat(ended()).isEmpty();
        lights.written(0, new Change(LAMP, false), 110);
        assertThat(ended()).containsExactly(new CommandOutcome.Executed(false));
    }

    @Test
    void twoReasonsHoldOneLampUntilBothHaveEnded() {
        dark().received(light(FIRST, "r-1"), 0, 0);
        lights.received(light("ES-V1-B1-01B-02-3-01", "r-2"), 0, 0);
        lights.written(0, new Change(LAMP, true), 0);

        lights.received(darken("r-1"), 1, 1);
        assertThat(lights.next(0)).isEmpty();
        lights.received(darken("r-2"), 2, 2);
        assertThat(lights.next(0)).contains(new Change(LAMP, false));
    }

    @Test
    void theSameReasonInAnotherBlockIsAnotherOne() {
        dark().received(light("ES-V1-B2-01B-01-1-01", "r-1"), 0, 0);
        lights.written(1, new Change(3, true), 0);
        lights.received(darken("r-1"), 1, 1);
        assertThat(lights.next(1)).isEmpty();
    }

    @Test
    void itGoesOutAfterItsLifeCountedFromReceiptOrAtItsEndOnThisClockWhicheverIsFirst() {
        dark().received(light(FIRST, "r-1", 5_000, new EdgeInstant(BOOT, 100_000)), 1_000, 1_500);
        lights.written(0, new Change(LAMP, true), 1_500);
        lights.tick(5_999);
        assertThat(lights.next(0)).isEmpty();
        lights.tick(6_000);
        assertThat(lights.next(0)).contains(new Change(LAMP, false));
        lights.written(0, new Change(LAMP, false), 6_000);

        lights.received(light(FIRST, "r-2", 60_000, new EdgeInstant(BOOT, 7_000)), 6_500, 6_500);
        lights.written(0, new Change(LAMP, true), 6_500);
        lights.tick(7_000);
        assertThat(lights.next(0)).contains(new Change(LAMP, false));
    }

    @Test
    void aCommandThatTheNetworkHeldBackOrOfAnEarlierStartLightsNothing() {
        dark().received(light(FIRST, "r-1", LIFE, new EdgeInstant(BOOT, 999)), 1_500, 1_500);
        lights.received(light(FIRST, "r-2", LIFE, new EdgeInstant(new UUID(9, 9), LIFE)), 1_500, 1_500);
        assertThat(ended())
                .containsExactly(
                        new CommandOutcome.Expired(501), new CommandOutcome.Refused(RefusalCode.EDGE_RESTARTED, ""));
        assertThat(lights.next(0)).isEmpty();
    }

    @Test
    void aSecondDeliveryChangesNothingAndHasNoSecondEnd() {
        LightPosition once = light(FIRST, "r-1");
        assertThat(dark().received(once, 0, 0)).isTrue();
        lights.written(0, new Change(LAMP, true), 0);
        lights.received(darken("r-1"), 1, 1);
        lights.written(0, new Change(LAMP, false), 1);
        assertThat(ended()).hasSize(2);

        assertThat(lights.received(once, 2, 2)).isFalse();
        assertThat(lights.next(0)).isEmpty();
        assertThat(ended()).isEmpty();
    }

    @Test
    void aPositionWithoutLampIsRefusedByName() {
        dark().received(light("ES-V1-B1-03A-01-1-01", "r-1"), 0, 0);
        assertThat(ended()).containsExactly(new CommandOutcome.Refused(RefusalCode.NO_LAMP, "ES-V1-B1-03A-01-1-01"));
    }

    @Test
    void whatIsNotConfirmedInTimeIsUnknownAndTriedOn() {
        dark().received(light(FIRST, "r-1"), 0, 0);
        lights.doubtful(0, new Change(LAMP, true));
        // not written again before it was read back
        assertThat(lights.next(0)).isEmpty();

        lights.tick(LightLimits.OUTCOME_MILLIS);
        assertThat(ended()).singleElement().isInstanceOf(CommandOutcome.Unknown.class);

        lights.read(0, 11, new boolean[6], 4_000);
        assertThat(lights.next(0)).contains(new Change(LAMP, true));
        // and it has had its one end
        lights.written(0, new Change(LAMP, true), 4_001);
        assertThat(ended()).isEmpty();
    }

    @Test
    void aControllerThatWasAwayIsReadBackAndPutRight() {
        dark().received(light(FIRST, "r-1"), 0, 0);
        lights.written(0, new Change(LAMP, true), 0);

        lights.lost(0);
        assertThat(lights.next(0)).isEmpty();

        // WHEN it comes back with its power, all dark
        lights.read(0, 11, new boolean[6], 10_000);
        assertThat(lights.next(0)).isEqualTo(Optional.of(new Change(LAMP, true)));
    }

    @Test
    void oneControllersSilenceDoesNotHoldUpTheEndOfAnothersCommand() {
        dark().received(light(FIRST, "r-1"), 0, 0);
        lights.lost(1);
        lights.written(0, new Change(LAMP, true), 0);
        lights.received(darken("r-1"), 1, 1);
        lights.written(0, new Change(LAMP, false), 1);
        assertThat(ended()).hasSize(2).containsOnly(new CommandOutcome.Executed(false));
    }
}
