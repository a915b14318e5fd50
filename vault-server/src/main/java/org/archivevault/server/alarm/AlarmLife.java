package org.archivevault.server.alarm;

import org.archivevault.server.alarm.AlarmLife.Step.Kind;

/**
 * Where an alarm is in its life, and where each event takes it. Pure: the one table of allowed transitions
 * (docs/design/life-of-an-alarm.md shows it). The condition goes its way underneath while an alarm is kept quiet, so that
 * nothing is forgotten by being shelved.
 *
 * @param state the condition, and whether it is acknowledged
 * @param quiet whether it is kept quiet
 */
record AlarmLife(AlarmState state, Quiet quiet) {
    /** Before anything has happened, and when all is over. */
    static final AlarmLife NORMAL = new AlarmLife(AlarmState.NORMAL, Quiet.NO);

    /**
     * What an event does.
     *
     * @param kind how it ended
     * @param to where the alarm is now; where it was, unless it moved
     * @param tells whether people are to be told anew
     */
    record Step(Kind kind, AlarmLife to, boolean tells) {
        /** How the event ended. */
        enum Kind {
            /** The alarm is elsewhere now. */
            MOVED,
            /** Nothing to do: it is so already. */
            UNCHANGED,
            /** It cannot be done in this state. */
            ILLEGAL
        }
    }

    /**
     * Takes an event in.
     *
     * @param event what befalls it
     * @param latching whether an alarm of its kind goes on alarming when its condition goes unseen
     * @return what that does
     */
    Step on(LifeEvent event, boolean latching) {
        return switch (event) {
            case RAISED -> told(raised(), false);
            case HAPPENED -> told(happened(), true);
            case CLEARED -> moved(cleared(latching));
            case ACKNOWLEDGED -> moved(acknowledged());
            case SHELVED -> hush(Quiet.SHELVED);
            case SUPPRESSED -> hush(Quiet.SUPPRESSED);
            case TAKEN_OUT -> hush(Quiet.OUT_OF_SERVICE);
            case UNSHELVED -> heardAgain(Quiet.SHELVED);
            case UNSUPPRESSED -> heardAgain(Quiet.SUPPRESSED);
            case PUT_BACK -> heardAgain(Quiet.OUT_OF_SERVICE);
        };
    }

    /** Nothing is the matter, and nothing is kept quiet: the record is closed. */
    boolean isOver() {
        return equals(NORMAL);
    }

    /** It is to be heard. */
    boolean alarms() {
        return quiet == Quiet.NO && state.alarms();
    }

    private AlarmState raised() {
        return state == AlarmState.ACKNOWLEDGED ? state : AlarmState.UNACKNOWLEDGED;
    }

    private AlarmState happened() {
        return state.isActive() ? AlarmState.UNACKNOWLEDGED : AlarmState.LATCHED;
    }

    private AlarmState cleared(boolean latching) {
        return switch (state) {
            case UNACKNOWLEDGED -> latching ? AlarmState.LATCHED : AlarmState.RETURNED;
            case ACKNOWLEDGED -> AlarmState.NORMAL;
            case NORMAL, RETURNED, LATCHED -> state;
        };
    }

    private AlarmState acknowledged() {
        return state == AlarmState.UNACKNOWLEDGED
                ? AlarmState.ACKNOWLEDGED
                : state == AlarmState.ACKNOWLEDGED ? state : AlarmState.NORMAL;
    }

    private Step moved(AlarmState to) {
        return to == state
                ? new Step(Kind.UNCHANGED, this, false)
                : new Step(Kind.MOVED, new AlarmLife(to, quiet), false);
    }

    /** What has come, or come again: it counts even where the state stays. */
    private Step told(AlarmState to, boolean everyTime) {
        AlarmLife next = new AlarmLife(to, quiet);
        return new Step(Kind.MOVED, next, next.alarms() && (everyTime || to != state));
    }

    private Step hush(Quiet how) {
        boolean longer = quiet == how && how == Quiet.SHELVED;
        return quiet == Quiet.NO || longer
                ? new Step(Kind.MOVED, new AlarmLife(state, how), false)
                : new Step(Kind.ILLEGAL, this, false);
    }

    private Step heardAgain(Quiet from) {
        if (quiet != from) {
            return new Step(Kind.ILLEGAL, this, false);
        }
        AlarmLife next = new AlarmLife(state, Quiet.NO);
        return new Step(Kind.MOVED, next, next.alarms());
    }
}
