package org.archivevault.edge.shelving;

import java.util.Map;
import java.util.Optional;
import org.archivevault.protocol.command.CommandOutcome;
import org.archivevault.protocol.command.MovingCommand;
import org.archivevault.protocol.command.RefusalCode;
import org.jspecify.annotations.Nullable;

/**
 * The life of one command that moves (opens an aisle, or spreads the carriages), from "go" to its one outcome. Immutable: every input gives the next sequence,
 * whose {@link #step()} says what must be done now.
 *
 * <pre>
 * PREPARING → CHECKING_ECHO → AWAITING_INBOX → LOGGING_INTENT → EXECUTING → CONFIRMING → ENDED
 *                   └→ ASKING_WHY ─────────────────────────────────────────────────────────↗
 * </pre>
 *
 * <p>Until the motion write has left ({@link #leftAt()}), everything that speaks against the move ends the command as
 * refused or expired. From then on it ends by what the controller reports, or as unknown. No phase is entered twice, so no
 * step is taken twice. Times are milliseconds on the edge's clock.
 */
public final class MoveSequence {
    /** Where the command stands. */
    public enum Phase {
        /** The prepare write is under way. */
        PREPARING,
        /** The echo is being read. */
        CHECKING_ECHO,
        /** The controller echoed something else and is asked for its reason. */
        ASKING_WHY,
        /** Prepared and echoed; the inbox is not on disk yet. */
        AWAITING_INBOX,
        /** The intent is being written to disk. */
        LOGGING_INTENT,
        /** The motion write is with the adapter; the gate may or may not have let it go. */
        EXECUTING,
        /** The motion write left; what became of it is being read back. */
        CONFIRMING,
        /** Over; there is an outcome. */
        ENDED
    }

    /** What must be done now. */
    public enum Step {
        /** Nothing. */
        NONE,
        /** Write the prepare. */
        PREPARE,
        /** Read the echo. */
        READ_ECHO,
        /** Write the intent to disk. */
        LOG_INTENT,
        /** Hand the motion write to the adapter, with its gate. */
        EXECUTE,
        /** Read the block's state as soon as possible. */
        READ_BACK,
        /** Record the outcome. */
        END
    }

    private final MovingCommand command;
    private final Move move;
    private final long lifeEnds;
    private final long lastEnd;
    private final Phase phase;
    private final Step step;
    private final long phaseBegan;
    private final boolean inInbox;
    private final @Nullable Long leftAt;
    private final String doubt;
    private final @Nullable CommandOutcome outcome;

    private MoveSequence(Draft draft) {
        this.command = draft.command;
        this.move = draft.move;
        this.lifeEnds = draft.lifeEnds;
        this.lastEnd = draft.lastEnd;
        this.phase = draft.phase;
        this.step = draft.step;
        this.phaseBegan = draft.phaseBegan;
        this.inInbox = draft.inInbox;
        this.leftAt = draft.leftAt;
        this.doubt = draft.doubt;
        this.outcome = draft.outcome;
    }

    /**
     * Begins: the interlock has said go.
     *
     * @param command the command
     * @param move what the controller is asked for
     * @param receivedAt when the command arrived
     * @return a sequence whose step is {@link Step#PREPARE}
     */
    public static MoveSequence begin(MovingCommand command, Move move, long receivedAt) {
        Draft draft = new Draft(command, move);
        draft.lifeEnds = lifeEnds(command, receivedAt);
        draft.lastEnd = lastEnd(command, receivedAt);
        draft.phase = Phase.PREPARING;
        draft.step = Step.PREPARE;
        draft.phaseBegan = receivedAt;
        return new MoveSequence(draft);
    }

    /** When a command's life ends: the earliest of its own count, our longest, and what its issuer reckoned. */
    static long lifeEnds(MovingCommand command, long receivedAt) {
        long counted = receivedAt + Math.min(command.lifeMillis(), ShelvingLimits.COMMAND_LIFE_MILLIS);
        return Math.min(counted, command.notAfter().millis());
    }

    private static long lastEnd(MovingCommand command, long receivedAt) {
        return Math.max(receivedAt, lifeEnds(command, receivedAt)) + ShelvingLimits.WATCHDOG_MILLIS;
    }

    /**
     * The inbox has the command on disk, or cannot have it.
     *
     * @param failure null when it is on disk
     * @param verdict the interlock's word now
     * @param now the time
     * @return the next sequence
     */
    public MoveSequence stored(@Nullable String failure, Verdict verdict, long now) {
        if (isEnded() || leftAt != null) {
            return idle();
        }
        if (failure != null) {
            return refused(RefusalCode.LOG_UNAVAILABLE, failure);
        }
        MoveSequence kept = draft().also(d -> d.inInbox = true).build();
        return phase == Phase.AWAITING_INBOX ? kept.logIntent(verdict, now) : kept.idle();
    }

    /**
     * The prepare write was answered.
     *
     * @param answer how
     * @param now the time
     * @return the next sequence
     */
    public MoveSequence prepared(StepAnswer answer, long now) {
        if (phase != Phase.PREPARING) {
            return idle();
        }
        return switch (answer.kind()) {
            case DONE -> to(Phase.CHECKING_ECHO, Step.READ_ECHO, now);
            case REFUSED -> refused(RefusalCode.CONTROLLER_REFUSED, answer.detail());
            case NOT_SENT, UNKNOWN -> refused(RefusalCode.CONTROLLER_UNREACHABLE, answer.detail());
        };
    }

    /**
     * The echo was read.
     *
     * @param echo what the registers hold; null when they could not be read
     * @param expected what they must hold
     * @param detail why it could not be read, or empty
     * @param verdict the interlock's word now
     * @param now the time
     * @return the next sequence
     */
    public MoveSequence echoed(int @Nullable [] echo, int[] expected, String detail, Verdict verdict, long now) {
        if (phase != Phase.CHECKING_ECHO) {
            return idle();
        }
        if (echo == null) {
            return refused(RefusalCode.CONTROLLER_UNREACHABLE, detail);
        }
        if (!java.util.Arrays.equals(echo, expected)) {
            return to(Phase.ASKING_WHY, Step.READ_BACK, now);
        }
        return inInbox ? logIntent(verdict, now) : to(Phase.AWAITING_INBOX, Step.NONE, now);
    }

    private MoveSequence logIntent(Verdict verdict, long now) {
        return objection(verdict, now).map(this::ended).orElseGet(() -> to(Phase.LOGGING_INTENT, Step.LOG_INTENT, now));
    }

    /**
     * The intent is on disk, or cannot be.
     *
     * @param failure null when it is on disk
     * @param verdict the interlock's word now
     * @param now the time
     * @return the next sequence
     */
    public MoveSequence intentLogged(@Nullable String failure, Verdict verdict, long now) {
        if (phase != Phase.LOGGING_INTENT) {
            return idle();
        }
        if (failure != null) {
            return refused(RefusalCode.LOG_UNAVAILABLE, failure);
        }
        return objection(verdict, now).map(this::ended).orElseGet(() -> to(Phase.EXECUTING, Step.EXECUTE, now));
    }

    /**
     * The last moment before the bytes of the motion write leave. It opens at most once.
     *
     * @param verdict the interlock's word now
     * @param now the time
     * @return a sequence that has {@link #leftAt()} when the write must go, and that has ended when it must not
     */
    public MoveSequence gate(Verdict verdict, long now) {
        if (phase != Phase.EXECUTING || leftAt != null) {
            return idle();
        }
        return objection(verdict, now)
                .map(this::ended)
                .orElseGet(() -> draft().also(d -> d.leftAt = now).build());
    }

    /**
     * The motion write was answered.
     *
     * @param answer how
     * @param now the time
     * @return the next sequence
     */
    public MoveSequence executed(StepAnswer answer, long now) {
        if (phase != Phase.EXECUTING) {
            return idle();
        }
        if (leftAt == null) {
            return refused(RefusalCode.CONTROLLER_UNREACHABLE, answer.detail());
        }
        if (answer.kind() == StepAnswer.Kind.REFUSED) {
            return refused(RefusalCode.CONTROLLER_REFUSED, answer.detail());
        }
        // Past the gate even "not sent" is not believed: the bytes were with the operating system.
        return draft().also(d -> {
                    d.phase = Phase.CONFIRMING;
                    d.step = Step.READ_BACK;
                    d.phaseBegan = now;
                    d.doubt = answer.detail();
                })
                .build();
    }

    /**
     * Something was read from the block.
     *
     * @param report what the move's unit says about its last command; empty when never read
     * @param refusals the profile's meaning of the controller's refusals
     * @param motionSeen whether carriages were seen moving since the motion write left
     * @param verdict the interlock's word now
     * @param now the time
     * @return the next sequence
     */
    public MoveSequence observed(
            Optional<CommandReport> report,
            Map<Integer, RefusalCode> refusals,
            boolean motionSeen,
            Verdict verdict,
            long now) {
        if (phase == Phase.CONFIRMING && leftAt != null) {
            long left = leftAt;
            return report.filter(r -> r.observedAt() >= left
                            && r.token() == command.token().value())
                    .flatMap(r -> outcomeOf(r, refusals, motionSeen))
                    .map(this::ended)
                    .orElseGet(this::idle);
        }
        if (phase == Phase.ASKING_WHY) {
            return report.filter(r -> r.observedAt() >= phaseBegan)
                    .map(r -> refused(refusals, r.refusal(), RefusalCode.ECHO_MISMATCH))
                    .orElseGet(this::idle);
        }
        // Before the motion write: what forbids the move now drops the command, it does not make it wait.
        return isEnded() || leftAt != null
                ? idle()
                : objection(verdict, now).map(this::ended).orElseGet(this::idle);
    }

    private Optional<CommandOutcome> outcomeOf(
            CommandReport report, Map<Integer, RefusalCode> refusals, boolean motionSeen) {
        return switch (report.result()) {
            case EXECUTING, DONE -> Optional.of(new CommandOutcome.Executed(true));
            case REFUSED ->
                Optional.ofNullable(refused(refusals, report.refusal(), RefusalCode.CONTROLLER_REFUSED).outcome);
            case STOPPED -> Optional.of(outcomeOfStopped(report, refusals, motionSeen));
            case NONE, PREPARED, UNDEFINED -> Optional.empty();
        };
    }

    /**
     * A command can be stopped while it waits for execute, or while it moves. A protection's number tells of motion; the
     * number for "execute does not match" tells that the stop came first.
     */
    private static CommandOutcome outcomeOfStopped(
            CommandReport report, Map<Integer, RefusalCode> refusals, boolean motionSeen) {
        RefusalCode code = refusals.get(report.refusal());
        if (code == RefusalCode.ECHO_MISMATCH && !motionSeen) {
            return new CommandOutcome.Refused(RefusalCode.STOPPED, "controller refusal " + report.refusal());
        }
        return motionSeen || code != null
                ? new CommandOutcome.Executed(true)
                : new CommandOutcome.Unknown("the controller reports the command as stopped");
    }

    private MoveSequence refused(Map<Integer, RefusalCode> refusals, int number, RefusalCode otherwise) {
        RefusalCode code = refusals.getOrDefault(number, otherwise);
        return refused(code, number == 0 ? "" : "controller refusal " + number);
    }

    /**
     * A stop was asked for, by a person or by a guard.
     *
     * @param cause what led to it
     * @return ended as refused when the motion write had not left; otherwise unchanged: the controller says what became
     *     of it
     */
    public MoveSequence stopped(String cause) {
        return isEnded() || leftAt != null ? idle() : refused(RefusalCode.STOPPED, cause);
    }

    /**
     * Time passed.
     *
     * @param now the time
     * @return the next sequence
     */
    public MoveSequence tick(long now) {
        if (isEnded()) {
            return idle();
        }
        if (leftAt != null) {
            boolean over = now - leftAt >= ShelvingLimits.CONFIRM_MILLIS || now >= lastEnd;
            String detail = doubt.isEmpty() ? "no confirmation could be read" : doubt;
            return over ? ended(new CommandOutcome.Unknown(detail)) : idle();
        }
        if (phase == Phase.ASKING_WHY && now - phaseBegan >= ShelvingLimits.ASK_WHY_MILLIS) {
            return refused(RefusalCode.ECHO_MISMATCH, "");
        }
        return expiry(now).map(this::ended).orElseGet(this::idle);
    }

    private Optional<CommandOutcome> expiry(long now) {
        return now > lifeEnds ? Optional.of(new CommandOutcome.Expired(now - lifeEnds)) : Optional.empty();
    }

    /** What speaks against the motion write now, if anything does. */
    private Optional<CommandOutcome> objection(Verdict verdict, long now) {
        if (now > lifeEnds) {
            return expiry(now);
        }
        if (verdict instanceof Verdict.Refusal refusal) {
            return Optional.of(refusal.outcome());
        }
        if (verdict instanceof Verdict.Go go && go.move().equals(move)) {
            return Optional.empty();
        }
        return Optional.of(new CommandOutcome.Refused(RefusalCode.UNKNOWN_STATE, "carriages moved since it began"));
    }

    private MoveSequence refused(RefusalCode code, String detail) {
        return ended(new CommandOutcome.Refused(code, detail));
    }

    private MoveSequence ended(CommandOutcome how) {
        return draft().also(d -> {
                    d.phase = Phase.ENDED;
                    d.step = Step.END;
                    d.outcome = how;
                })
                .build();
    }

    private MoveSequence to(Phase next, Step nextStep, long now) {
        return draft().also(d -> {
                    d.phase = next;
                    d.step = nextStep;
                    d.phaseBegan = now;
                })
                .build();
    }

    private MoveSequence idle() {
        return step == Step.NONE ? this : draft().build();
    }

    /**
     * The command.
     *
     * @return as it came
     */
    public MovingCommand command() {
        return command;
    }

    /**
     * What the controller is asked for.
     *
     * @return the move
     */
    public Move move() {
        return move;
    }

    /**
     * Where the command stands.
     *
     * @return the phase
     */
    public Phase phase() {
        return phase;
    }

    /**
     * What must be done as the answer to the last input.
     *
     * @return the step
     */
    public Step step() {
        return step;
    }

    /**
     * When the gate let the motion write go.
     *
     * @return null while it has not
     */
    public @Nullable Long leftAt() {
        return leftAt;
    }

    /**
     * How it ended.
     *
     * @return empty while it has not
     */
    public Optional<CommandOutcome> outcome() {
        return Optional.ofNullable(outcome);
    }

    /**
     * Whether it has ended.
     *
     * @return true when there is an outcome
     */
    public boolean isEnded() {
        return phase == Phase.ENDED;
    }

    private Draft draft() {
        return new Draft(this);
    }

    /** The fields of the next sequence, while it is put together. */
    private static final class Draft {
        private final MovingCommand command;
        private final Move move;
        private long lifeEnds;
        private long lastEnd;
        private Phase phase = Phase.PREPARING;
        private Step step = Step.NONE;
        private long phaseBegan;
        private boolean inInbox;
        private @Nullable Long leftAt;
        private String doubt = "";
        private @Nullable CommandOutcome outcome;

        Draft(MovingCommand command, Move move) {
            this.command = command;
            this.move = move;
        }

        Draft(MoveSequence from) {
            this(from.command, from.move);
            lifeEnds = from.lifeEnds;
            lastEnd = from.lastEnd;
            phase = from.phase;
            phaseBegan = from.phaseBegan;
            inInbox = from.inInbox;
            leftAt = from.leftAt;
            doubt = from.doubt;
            outcome = from.outcome;
        }

        Draft also(java.util.function.Consumer<Draft> change) {
            change.accept(this);
            return this;
        }

        MoveSequence build() {
            return new MoveSequence(this);
        }
    }
}
