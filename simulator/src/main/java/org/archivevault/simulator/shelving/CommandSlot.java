package org.archivevault.simulator.shelving;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The command memory of a controller: what is armed, and how the last command it was told of stands. */
final class CommandSlot {
    /** A prepared command that is not executed within this time is forgotten. */
    static final long ARM_WINDOW_MILLIS = 10_000;

    /** How the last command stands; the ordinal is what the register shows. */
    enum Result {
        NONE,
        PREPARED,
        EXECUTING,
        DONE,
        REFUSED,
        STOPPED
    }

    /**
     * A command that waits for its execute.
     *
     * @param operand the aisle, or the direction
     */
    record Armed(long token, int operand, long until) {}

    private @Nullable Armed armed;
    private long lastToken;
    private long lastExecuted;
    private Result result = Result.NONE;
    private int refusal;

    long lastToken() {
        return lastToken;
    }

    int resultNumber() {
        return result.ordinal();
    }

    int refusalNumber() {
        return refusal;
    }

    boolean isArmed() {
        return armed != null;
    }

    void prepare(long token, int operand, Optional<Refusal> objection, long now) {
        armed = null;
        Optional<Refusal> why = token <= lastExecuted ? Optional.of(Refusal.TOKEN_NOT_NEWER) : objection;
        if (why.isPresent()) {
            refuse(token, why.get());
            return;
        }
        tell(token, Result.PREPARED);
        armed = new Armed(token, operand, now + ARM_WINDOW_MILLIS);
    }

    /** Forgets what was armed too long ago. */
    void advance(long now) {
        if (armed != null && now >= armed.until()) {
            armed = null;
            result = Result.NONE;
        }
    }

    /** Takes the armed command when it fits; whatever does not fit disarms. */
    Optional<Armed> takeByToken(long token) {
        if (armed != null && armed.token() == token) {
            return take();
        }
        boolean alreadyToldHowItEnded = token == lastToken && result.compareTo(Result.PREPARED) > 0;
        if (!alreadyToldHowItEnded) {
            refuse(token, token <= lastExecuted ? Refusal.TOKEN_NOT_NEWER : Refusal.NOT_ARMED);
        }
        armed = null;
        return Optional.empty();
    }

    /** The same where the execute says only which way. */
    Optional<Armed> takeByOperand(int operand) {
        if (armed != null && armed.operand() == operand) {
            return take();
        }
        if (armed != null) {
            refuse(armed.token(), Refusal.NOT_ARMED);
        }
        armed = null;
        return Optional.empty();
    }

    private Optional<Armed> take() {
        Optional<Armed> taken = Optional.ofNullable(armed);
        armed = null;
        return taken;
    }

    void refuse(long token, Refusal why) {
        tell(token, Result.REFUSED);
        refusal = why.number();
    }

    void executing(long token) {
        lastExecuted = token;
        tell(token, Result.EXECUTING);
    }

    /** Ends the executing command, unless a later one has taken its place in the registers. */
    void ended(long token, boolean arrived) {
        if (lastToken == token && result == Result.EXECUTING) {
            tell(token, arrived ? Result.DONE : Result.STOPPED);
        }
    }

    /** A stop: what was armed is dropped. */
    void drop() {
        if (armed != null) {
            armed = null;
            result = Result.STOPPED;
        }
    }

    private void tell(long token, Result how) {
        lastToken = token;
        result = how;
        refusal = 0;
    }
}
