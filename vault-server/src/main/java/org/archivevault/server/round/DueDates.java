package org.archivevault.server.round;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * When something of a rhythm is due, in one time zone. Pure: the same question has the same answer in every process. A
 * local time that a change of the clock leaves out is as much later as the clock is put on; one that comes twice is the
 * first (java.time's rule).
 *
 * @param rhythm on which dates
 * @param daysOff dates on which nothing is due
 * @param zone the site's
 */
record DueDates(Rhythm rhythm, Set<LocalDate> daysOff, ZoneId zone) {
    /** More days off than a calendar of some years has. */
    static final int MOST_DAYS_OFF = 400;
    /** Missed times that get a record of their own; somebody who was away for longer has other things to tell. */
    static final int MOST_MISSED = 400;

    DueDates {
        daysOff = Set.copyOf(daysOff);
        if (daysOff.size() > MOST_DAYS_OFF) {
            throw new IllegalArgumentException("more than " + MOST_DAYS_OFF + " days off");
        }
    }

    /** When it is due for the first time, for a schedule that is made or changed now. */
    Instant first(Instant now) {
        LocalDate today = dateOf(now);
        if (rhythm.countsFromDone()) {
            return at(rhythm.next(today, daysOff));
        }
        LocalDate date = rhythm.next(today.minusDays(1), daysOff);
        return at(date).isAfter(now) ? at(date) : at(rhythm.next(date, daysOff));
    }

    /**
     * What is next.
     *
     * @param due when it is due next
     * @param counted whether it was done for what was due; false when it was done beyond that, too early for the next
     * @param missed what had been due in the meantime too, in order
     */
    record Next(Instant due, boolean counted, List<Instant> missed) {}

    /**
     * Something was done.
     *
     * @param due what was due, or still is
     * @param doneAt when it was finished
     */
    Next done(Instant due, Instant doneAt) {
        if (rhythm.countsFromDone()) {
            return new Next(at(rhythm.next(dateOf(doneAt), daysOff)), true, List.of());
        }
        LocalDate date = dateOf(due);
        if (dateOf(doneAt).isBefore(date.minusDays(rhythm.earlyDays()))) {
            return new Next(due, false, List.of());
        }
        List<Instant> missed = new ArrayList<>();
        LocalDate next = rhythm.next(date, daysOff);
        while (!at(next).isAfter(doneAt)) {
            if (missed.size() < MOST_MISSED) {
                missed.add(at(next));
            }
            next = rhythm.next(next, daysOff);
        }
        return new Next(at(next), true, missed);
    }

    private Instant at(LocalDate date) {
        return date.atTime(rhythm.by()).atZone(zone).toInstant();
    }

    private LocalDate dateOf(Instant at) {
        return at.atZone(zone).toLocalDate();
    }
}
