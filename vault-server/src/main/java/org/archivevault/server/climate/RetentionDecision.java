package org.archivevault.server.climate;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

/** What becomes of a month of the history. Pure. */
enum RetentionDecision {
    /** Within what is to be kept. */
    KEEP,
    /** Over, and everybody has read it. */
    DROP,
    /** Over, but somebody has not read it: it waits, and that is told. */
    HOLD,
    /** As {@link #HOLD}, for too long: it goes, and that is told. */
    DROP_UNREAD;

    /** How much longer a month waits for whoever has not read it: half a year of an InfluxDB that is away. */
    static final int GRACE_MONTHS = 6;

    /**
     * Decides.
     *
     * @param month first day of the month
     * @param running first day of the running month
     * @param kept whole months that are kept beside the running one
     * @param unreadBy who has not read all of it
     * @return what to do
     */
    static RetentionDecision of(LocalDate month, LocalDate running, int kept, List<String> unreadBy) {
        if (!month.isBefore(running.minusMonths(kept))) {
            return KEEP;
        }
        if (unreadBy.isEmpty()) {
            return DROP;
        }
        return month.isBefore(running.minusMonths((long) kept + GRACE_MONTHS)) ? DROP_UNREAD : HOLD;
    }

    String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
