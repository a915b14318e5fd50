package org.archivevault.server.alarm;

/** What can befall an alarm. The past tense of the access log's entry is {@link #what()}. */
enum LifeEvent {
    /** Its condition has come, and stays. */
    RAISED("raised"),
    /** Something has happened that is over at once. */
    HAPPENED("raised"),
    /** Its condition has gone. */
    CLEARED("cleared"),
    /** A person has looked. */
    ACKNOWLEDGED("acknowledged"),
    /** A person puts it aside until a certain time; doing so again sets a new end. */
    SHELVED("shelved"),
    /** The time has come, or a person takes it up again. */
    UNSHELVED("unshelved"),
    /** Something known makes it mean nothing. */
    SUPPRESSED("suppressed"),
    /** That has ended. */
    UNSUPPRESSED("unsuppressed"),
    /** What it watches is out of service. */
    TAKEN_OUT("taken-out-of-service"),
    /** It is back in service. */
    PUT_BACK("put-back-in-service");

    private final String what;

    LifeEvent(String what) {
        this.what = what;
    }

    /** For the history, and behind {@code alarm-} for the access log. */
    String what() {
        return what;
    }
}
