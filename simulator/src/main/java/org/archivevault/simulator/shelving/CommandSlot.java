package org.archivevault.simulator.shelving;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The command memory of a controller, as section 5 or 6 of the register maps has it: idle, armed or executing, and what
 * the registers say of the last command.
 */
final class CommandSlot {
    /** A prepared command that is not executed within this time is forgotten. */
    static final long ARM_WINDOW_MILLIS = 10_000;

    /** How the last command stands, and what the register shows for it. */
    private enum Result {
        NONE(0),
        PREPARED(1),
        EXECUTING(2),
        DONE(3),
        REFUSED(4),
        STOPPED(5);

        private final int number;

        Result(int number) {
            this.number = number;
        }
    }

    /** A command that waits for its execute. */
    static final class Armed {
        private final int[] words;
        private final long until;

        private Armed(int[] words, long until) {
            this.words = words;
            this.until = until;
        }

        long token() {
            return tokenOf(words);
        }

        /** The aisle, or the direction: the last word of every prepare. */
        int operand() {
            return words[words.length - 1];
        }
    }

    private @Nullable Armed armed;
    private boolean executing;
    private long highestExecuted;
    private long lastToken;
    private Result result = Result.NONE;
    private int refusal;

    static long tokenOf(int[] words) {
        return Registers.join(words[0], words[1]);
    }

    long lastToken() {
        return lastToken;
    }

    int resultNumber() {
        return result.number;
    }

    int refusalNumber() {
        return refusal;
    }

    boolean isArmed() {
        return armed != null;
    }

    boolean isExecuting() {
        return executing;
    }

    /** The echo stands only while something is armed: what was prepared, closed by the exclusive or of all. */
    void fillEcho(int[] holding, int address) {
        if (armed == null) {
            return;
        }
        int xor = 0;
        for (int i = 0; i < armed.words.length; i++) {
            holding[address + i] = armed.words[i];
            xor ^= armed.words[i];
        }
        holding[address + armed.words.length] = xor;
    }

    /** Takes a prepare: token high, token low, and so on. */
    void prepare(int[] words, boolean understood, long now) {
        if (executing) {
            refusal = Refusal.BUSY.number();
            return;
        }
        armed = null;
        long token = tokenOf(words);
        if (token <= highestExecuted) {
            refusal = Refusal.TOKEN_NOT_NEWER.number();
        } else if (!understood) {
            tell(token, Result.REFUSED, Refusal.NO_SUCH_AISLE.number());
        } else {
            tell(token, Result.PREPARED, 0);
            armed = new Armed(Arrays.copyOf(words, words.length), now + ARM_WINDOW_MILLIS);
        }
    }

    /** Forgets what was armed too long ago. */
    void advance(long now) {
        if (armed != null && now >= armed.until) {
            drop(Refusal.NOT_ARMED);
        }
    }

    /** The armed command, when the execute names its token. */
    Optional<Armed> fitting(long token) {
        if (executing) {
            refusal = Refusal.BUSY.number();
            return Optional.empty();
        }
        if (token <= highestExecuted) {
            refusal = Refusal.TOKEN_NOT_NEWER.number();
            return Optional.empty();
        }
        if (armed == null || armed.token() != token) {
            armed = null;
            tell(token, Result.REFUSED, Refusal.NOT_ARMED.number());
        }
        return Optional.ofNullable(armed);
    }

    /** The armed command, when the execute goes its way. */
    Optional<Armed> fittingDirection(int direction) {
        if (executing) {
            refusal = Refusal.BUSY.number();
            return Optional.empty();
        }
        if (armed == null) {
            refusal = Refusal.NOT_ARMED.number();
        } else if (armed.operand() != direction) {
            drop(Refusal.NOT_ARMED);
        }
        return Optional.ofNullable(armed);
    }

    /** From armed to executing; the caller moves the carriages next. */
    void begin(Armed command) {
        armed = null;
        executing = true;
        highestExecuted = command.token();
        tell(command.token(), Result.EXECUTING, 0);
    }

    /** The executing command has come to its end. */
    void end(Shelving.Ending ending) {
        executing = false;
        result = ending.arrived() ? Result.DONE : Result.STOPPED;
        if (!ending.arrived()) {
            refusal = ending.refusalNumber();
        }
    }

    /** A stop: what was armed is dropped. */
    void stopArmed() {
        if (armed != null) {
            armed = null;
            tell(lastToken, Result.STOPPED, 0);
        }
    }

    /** What was armed is dropped with a refusal. */
    void drop(Refusal why) {
        if (armed != null) {
            armed = null;
            tell(lastToken, Result.REFUSED, why.number());
        }
    }

    private void tell(long token, Result how, int why) {
        lastToken = token;
        result = how;
        refusal = why;
    }
}
