package org.archivevault.server.round;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.YearMonth;
import java.util.Set;
import org.archivevault.protocol.Token;

/**
 * On which local dates something is due, and by what local time. Dates, not spans of hours: a day on which the clock is
 * changed has one round like every other. Pure.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Rhythm.OnDays.class, name = "on-days"),
    @JsonSubTypes.Type(value = Rhythm.Monthly.class, name = "monthly"),
    @JsonSubTypes.Type(value = Rhythm.Every.class, name = "every")
})
sealed interface Rhythm {
    /** By what local time. */
    LocalTime by();

    /**
     * The next date.
     *
     * @param after a date; for {@link Every} the one on which it was last done
     * @return the first date after it
     */
    LocalDate next(LocalDate after);

    /** Whether the next date is counted from when it was last done, not from the calendar. */
    default boolean countsFromDone() {
        return false;
    }

    /** How many days before its date it may be done for that date. */
    int earlyDays();

    /** The next date that is no day off. */
    default LocalDate next(LocalDate after, Set<LocalDate> daysOff) {
        LocalDate date = next(after);
        while (daysOff.contains(date)) {
            date = countsFromDone() ? date.plusDays(1) : next(date);
        }
        return date;
    }

    /**
     * On certain days of every week.
     *
     * @param days at least one
     * @param by local time
     */
    record OnDays(Set<DayOfWeek> days, LocalTime by) implements Rhythm {
        public OnDays {
            days = Set.copyOf(days);
            Token.requireRange(days.size(), 1, 7, "number of days of the week");
        }

        @Override
        public LocalDate next(LocalDate after) {
            LocalDate date = after.plusDays(1);
            while (!days.contains(date.getDayOfWeek())) {
                date = date.plusDays(1);
            }
            return date;
        }

        @Override
        public int earlyDays() {
            return 0;
        }
    }

    /**
     * Once a month.
     *
     * @param day 1–31; in a shorter month its last day
     * @param by local time
     */
    record Monthly(int day, LocalTime by) implements Rhythm {
        /** It may be done within the week before. */
        private static final int EARLY_DAYS = 6;

        public Monthly {
            Token.requireRange(day, 1, 31, "day of the month");
        }

        @Override
        public LocalDate next(LocalDate after) {
            LocalDate inSameMonth = in(YearMonth.from(after));
            return inSameMonth.isAfter(after)
                    ? inSameMonth
                    : in(YearMonth.from(after).plusMonths(1));
        }

        private LocalDate in(YearMonth month) {
            return month.atDay(Math.min(day, month.lengthOfMonth()));
        }

        @Override
        public int earlyDays() {
            return EARLY_DAYS;
        }
    }

    /**
     * A number of days after it was last done.
     *
     * @param days 1–3,650
     * @param by local time
     */
    record Every(int days, LocalTime by) implements Rhythm {
        private static final int LONGEST = 3_650;

        public Every {
            Token.requireRange(days, 1, LONGEST, "days between");
        }

        @Override
        public LocalDate next(LocalDate after) {
            return after.plusDays(days);
        }

        @Override
        public boolean countsFromDone() {
            return true;
        }

        @Override
        public int earlyDays() {
            return days;
        }
    }
}
