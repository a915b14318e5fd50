package org.archivevault.edge.shelving;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.archivevault.edge.shelving.MoveSequence.Phase;
import org.archivevault.edge.shelving.MoveSequence.Step;
import org.archivevault.firmware.profile.ShelvingProfile.Direction;
import org.archivevault.protocol.command.CommandOutcome;
import org.archivevault.protocol.command.CommandOutcome.Executed;
import org.archivevault.protocol.command.CommandOutcome.Expired;
import org.archivevault.protocol.command.CommandOutcome.Refused;
import org.archivevault.protocol.command.CommandOutcome.Unknown;
import org.archivevault.protocol.command.Goal;
import org.archivevault.protocol.command.OpenAisle;
import org.archivevault.protocol.command.RefusalCode;
import org.junit.jupiter.api.Test;

final class MoveSequenceTest {
    private static final long T = 1_000;
    private static final int[] EXPECTED = {0, 7, 1, 3, 5};
    private static final Map<Integer, RefusalCode> RESULTS =
            Fixture.mailbox().profile().results();
    private static final OpenAisle COMMAND = Fixture.open(Fixture.mailbox(), 3, 7, T);
    private static final Move MOVE = new Move(Goal.open(3), 1, Direction.ANY);
    private static final Verdict GO = new Verdict.Go(MOVE);
    private static final Verdict NO = new Verdict.Refusal(RefusalCode.PERSON_IN_AISLE, "2");

    private static MoveSequence begun() {
        return MoveSequence.begin(COMMAND, MOVE, T);
    }

    private static Optional<CommandReport> report(LastResult result, int refusal, long at) {
        return Optional.of(new CommandReport(7, result, refusal, at));
    }

    /** One sequence in each phase, reached by the shortest way. */
    private static Map<Phase, MoveSequence> inEveryPhase() {
        Map<Phase, MoveSequence> all = new EnumMap<>(Phase.class);
        MoveSequence s = begun();
        all.put(Phase.PREPARING, s);
        s = s.prepared(StepAnswer.done(), T + 1);
        all.put(Phase.CHECKING_ECHO, s);
        all.put(Phase.ASKING_WHY, s.echoed(new int[5], EXPECTED, "", GO, T + 2));
        s = s.echoed(EXPECTED, EXPECTED, "", GO, T + 2);
        all.put(Phase.AWAITING_INBOX, s);
        s = s.stored(null, GO, T + 3);
        all.put(Phase.LOGGING_INTENT, s);
        s = s.intentLogged(null, GO, T + 4);
        all.put(Phase.EXECUTING, s);
        s = s.gate(GO, T + 5).executed(StepAnswer.done(), T + 6);
        all.put(Phase.CONFIRMING, s);
        all.put(Phase.ENDED, s.observed(report(LastResult.EXECUTING, 0, T + 7), RESULTS, false, GO, T + 8));
        all.forEach((phase, sequence) -> assertThat(sequence.phase()).isEqualTo(phase));
        return all;
    }

    private static MoveSequence in(Phase phase) {
        return Objects.requireNonNull(inEveryPhase().get(phase));
    }

    /** Every input, in its good and bad forms. */
    private static Map<String, UnaryOperator<MoveSequence>> everyInput() {
        Map<String, UnaryOperator<MoveSequence>> inputs = new LinkedHashMap<>();
        long soon = T + 50;
        long late = T + ShelvingLimits.COMMAND_LIFE_MILLIS + 1;
        for (Verdict verdict : List.of(GO, NO, new Verdict.AlreadyThere())) {
            for (long now : new long[] {soon, late}) {
                String with = " " + verdict + " at " + now;
                inputs.put("stored" + with, s -> s.stored(null, verdict, now));
                inputs.put("not stored" + with, s -> s.stored("disk full", verdict, now));
                inputs.put("echo" + with, s -> s.echoed(EXPECTED, EXPECTED, "", verdict, now));
                inputs.put("wrong echo" + with, s -> s.echoed(new int[5], EXPECTED, "", verdict, now));
                inputs.put("no echo" + with, s -> s.echoed(null, EXPECTED, "away", verdict, now));
                inputs.put("intent" + with, s -> s.intentLogged(null, verdict, now));
                inputs.put("no intent" + with, s -> s.intentLogged("disk full", verdict, now));
                inputs.put("gate" + with, s -> s.gate(verdict, now));
                for (LastResult result : LastResult.values()) {
                    inputs.put(
                            "report " + result + with,
                            s -> s.observed(report(result, 4, now), RESULTS, false, verdict, now));
                }
                inputs.put("nothing read" + with, s -> s.observed(Optional.empty(), RESULTS, false, verdict, now));
            }
        }
        for (StepAnswer.Kind kind : StepAnswer.Kind.values()) {
            inputs.put("prepared " + kind, s -> s.prepared(new StepAnswer(kind, "d"), soon));
            inputs.put("executed " + kind, s -> s.executed(new StepAnswer(kind, "d"), soon));
        }
        inputs.put("stop", s -> s.stopped("wang"));
        inputs.put("tick", s -> s.tick(soon));
        inputs.put("late tick", s -> s.tick(late));
        inputs.put("last tick", s -> s.tick(late + ShelvingLimits.WATCHDOG_MILLIS));
        return inputs;
    }

    @Test
    void everyInputInEveryPhaseKeepsTheRules() {
        int cases = 0;
        for (Map.Entry<Phase, MoveSequence> from : inEveryPhase().entrySet()) {
            for (Map.Entry<String, UnaryOperator<MoveSequence>> input :
                    everyInput().entrySet()) {
                MoveSequence before = from.getValue();
                MoveSequence after = input.getValue().apply(before);
                String what = from.getKey() + " + " + input.getKey() + " = " + after.phase() + " " + after.outcome();
                cases++;

                // Ended stays ended, with the same outcome, and asks for nothing more.
                if (before.isEnded()) {
                    assertThat(after.isEnded()).as(what).isTrue();
                    assertThat(after.outcome()).as(what).isEqualTo(before.outcome());
                    assertThat(after.step()).as(what).isEqualTo(Step.NONE);
                }
                // An outcome is there exactly when it has ended, and ending is a step of its own.
                assertThat(after.outcome().isPresent()).as(what).isEqualTo(after.isEnded());
                assertThat(after.step() == Step.END).as(what).isEqualTo(after.isEnded() && !before.isEnded());
                // The motion write is handed over only when the intent is on disk and nothing speaks against it.
                if (after.step() == Step.EXECUTE) {
                    assertThat(from.getKey()).as(what).isEqualTo(Phase.LOGGING_INTENT);
                    assertThat(input.getKey()).isEqualTo("intent " + GO + " at " + (T + 50));
                }
                // The gate opens once, only when executing, only for go, only within the life.
                if (before.leftAt() == null && after.leftAt() != null) {
                    assertThat(from.getKey()).as(what).isEqualTo(Phase.EXECUTING);
                    assertThat(input.getKey()).isEqualTo("gate " + GO + " at " + (T + 50));
                }
                if (before.leftAt() != null) {
                    assertThat(after.leftAt()).as(what).isEqualTo(before.leftAt());
                    assertThat(after.outcome().filter(Expired.class::isInstance))
                            .as(what)
                            .isEmpty();
                }
                // Executed and unknown are said only of what has left.
                after.outcome()
                        .filter(o -> o instanceof Executed || o instanceof Unknown)
                        .ifPresent(o -> assertThat(after.leftAt()).as(what).isNotNull());
                // No phase is entered twice.
                assertThat(after.phase()).as(what).isGreaterThanOrEqualTo(before.phase());
            }
        }
        assertThat(cases).isEqualTo(Phase.values().length * everyInput().size());
    }

    private static CommandOutcome outcome(MoveSequence sequence) {
        return sequence.outcome().orElseThrow();
    }

    @Test
    void runsThroughItsStepsInOrder() {
        MoveSequence s = begun();
        assertThat(s.step()).isEqualTo(Step.PREPARE);
        s = s.stored(null, GO, T + 1);
        assertThat(s.step()).isEqualTo(Step.NONE);
        s = s.prepared(StepAnswer.done(), T + 2);
        assertThat(s.step()).isEqualTo(Step.READ_ECHO);
        s = s.echoed(EXPECTED, EXPECTED, "", GO, T + 3);
        assertThat(s.step()).isEqualTo(Step.LOG_INTENT);
        s = s.intentLogged(null, GO, T + 4);
        assertThat(s.step()).isEqualTo(Step.EXECUTE);
        s = s.gate(GO, T + 5);
        assertThat(s.leftAt()).isEqualTo(T + 5);
        s = s.executed(StepAnswer.done(), T + 6);
        assertThat(s.step()).isEqualTo(Step.READ_BACK);
        s = s.observed(report(LastResult.EXECUTING, 0, T + 7), RESULTS, false, GO, T + 8);
        assertThat(outcome(s)).isEqualTo(new Executed(true));
    }

    @Test
    void waitsForTheInboxBeforeItLogsTheIntent() {
        MoveSequence waiting = in(Phase.AWAITING_INBOX);
        assertThat(waiting.step()).isEqualTo(Step.NONE);
        assertThat(waiting.stored(null, GO, T + 9).step()).isEqualTo(Step.LOG_INTENT);
        assertThat(outcome(waiting.stored("disk full", GO, T + 9)))
                .isEqualTo(new Refused(RefusalCode.LOG_UNAVAILABLE, "disk full"));
    }

    @Test
    void movesNothingWhenTheControllerEchoesSomethingElseAndGivesItsReason() {
        MoveSequence asking = in(Phase.ASKING_WHY);
        assertThat(asking.step()).isEqualTo(Step.READ_BACK);
        // An older report says nothing about this prepare.
        MoveSequence still = asking.observed(report(LastResult.NONE, 2, T), RESULTS, false, GO, T + 10);
        assertThat(still.isEnded()).isFalse();
        assertThat(outcome(still.observed(report(LastResult.NONE, 2, T + 11), RESULTS, false, GO, T + 12)))
                .isEqualTo(new Refused(RefusalCode.TOKEN_NOT_NEWER, "controller refusal 2"));
        assertThat(outcome(still.observed(report(LastResult.NONE, 0, T + 11), RESULTS, false, GO, T + 12)))
                .isEqualTo(new Refused(RefusalCode.ECHO_MISMATCH, ""));
        assertThat(outcome(still.tick(T + 2 + ShelvingLimits.ASK_WHY_MILLIS)))
                .isEqualTo(new Refused(RefusalCode.ECHO_MISMATCH, ""));
    }

    @Test
    void mapsTheControllersOwnRefusalByTheProfile() {
        MoveSequence confirming = in(Phase.CONFIRMING);
        assertThat(outcome(confirming.observed(report(LastResult.REFUSED, 7, T + 7), RESULTS, false, GO, T + 8)))
                .isEqualTo(new Refused(RefusalCode.EMERGENCY_STOP, "controller refusal 7"));
        assertThat(outcome(confirming.observed(report(LastResult.REFUSED, 77, T + 7), RESULTS, false, GO, T + 8)))
                .isEqualTo(new Refused(RefusalCode.CONTROLLER_REFUSED, "controller refusal 77"));
    }

    @Test
    void believesOnlyAReportOfItsOwnTokenReadAfterTheWriteLeft() {
        MoveSequence confirming = in(Phase.CONFIRMING);
        Optional<CommandReport> other = Optional.of(new CommandReport(6, LastResult.EXECUTING, 0, T + 7));
        assertThat(confirming.observed(other, RESULTS, true, GO, T + 8).isEnded())
                .isFalse();
        assertThat(confirming
                        .observed(report(LastResult.EXECUTING, 0, T + 4), RESULTS, true, GO, T + 8)
                        .isEnded())
                .isFalse();
    }

    @Test
    void saysUnknownWhenNothingCanBeReadBackInTime() {
        MoveSequence left = in(Phase.EXECUTING)
                .gate(GO, T + 5)
                .executed(new StepAnswer(StepAnswer.Kind.UNKNOWN, "no answer"), T + 300);
        assertThat(left.tick(T + 5 + ShelvingLimits.CONFIRM_MILLIS - 1).isEnded())
                .isFalse();
        assertThat(outcome(left.tick(T + 5 + ShelvingLimits.CONFIRM_MILLIS))).isEqualTo(new Unknown("no answer"));
        // AND also when the write itself is never answered
        MoveSequence silent = in(Phase.EXECUTING).gate(GO, T + 5);
        assertThat(outcome(silent.tick(T + 5 + ShelvingLimits.CONFIRM_MILLIS))).isInstanceOf(Unknown.class);
    }

    @Test
    void doesNotBelieveNotSentOnceTheGateHasOpened() {
        MoveSequence left = in(Phase.EXECUTING).gate(GO, T + 5);
        MoveSequence after = left.executed(new StepAnswer(StepAnswer.Kind.NOT_SENT, "closed"), T + 6);
        assertThat(after.phase()).isEqualTo(Phase.CONFIRMING);
    }

    @Test
    void expiresOnTheShorterOfItsTwoDeadlines() {
        OpenAisle shorter = new OpenAisle(
                COMMAND.id(),
                COMMAND.block(),
                3,
                COMMAND.token(),
                60_000,
                new org.archivevault.protocol.command.EdgeInstant(Fixture.BOOT, T + 700),
                "li",
                COMMAND.reason());
        assertThat(outcome(MoveSequence.begin(shorter, MOVE, T).tick(T + 701))).isEqualTo(new Expired(1));
        assertThat(MoveSequence.begin(shorter, MOVE, T).tick(T + 700).isEnded()).isFalse();
        long life = ShelvingLimits.COMMAND_LIFE_MILLIS;
        assertThat(outcome(begun().tick(T + life + 5))).isEqualTo(new Expired(5));
    }

    @Test
    void aStopBeforeTheWriteDropsTheCommandAndAfterItLeavesTheWordToTheController() {
        for (Map.Entry<Phase, MoveSequence> at : inEveryPhase().entrySet()) {
            MoveSequence after = at.getValue().stopped("wang");
            if (at.getValue().leftAt() == null) {
                assertThat(outcome(after)).isEqualTo(new Refused(RefusalCode.STOPPED, "wang"));
            } else {
                assertThat(after.phase()).isEqualTo(at.getKey());
            }
        }
        MoveSequence confirming = in(Phase.CONFIRMING);
        assertThat(outcome(confirming.observed(report(LastResult.STOPPED, 0, T + 9), RESULTS, true, GO, T + 9)))
                .isEqualTo(new Executed(true));
        assertThat(outcome(confirming.observed(report(LastResult.STOPPED, 0, T + 9), RESULTS, false, GO, T + 9)))
                .isInstanceOf(Unknown.class);
        assertThat(outcome(confirming.observed(report(LastResult.STOPPED, 4, T + 9), RESULTS, false, GO, T + 9)))
                .isEqualTo(new Executed(true));
        assertThat(outcome(confirming.observed(report(LastResult.STOPPED, 1, T + 9), RESULTS, false, GO, T + 9)))
                .isEqualTo(new Refused(RefusalCode.STOPPED, "controller refusal 1"));
    }

    @Test
    void aMoveThatWouldNowBeAnotherOneIsRefused() {
        Verdict other = new Verdict.Go(new Move(Goal.open(3), 4, Direction.RIGHT));
        MoveSequence executing = in(Phase.EXECUTING);
        Verdict spread = new Verdict.Go(new Move(Goal.SPREAD, 1, Direction.ANY));
        assertThat(((Refused) outcome(executing.gate(spread, T + 5))).code()).isEqualTo(RefusalCode.UNKNOWN_STATE);
        assertThat(((Refused) outcome(executing.gate(other, T + 5))).code()).isEqualTo(RefusalCode.UNKNOWN_STATE);
    }
}
