package org.archivevault.server.round;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DueDatesTest {
    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Set<DayOfWeek> DAILY = EnumSet.allOf(DayOfWeek.class);
    private static final Set<DayOfWeek> WORKING = EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY);

    private static DueDates daily(ZoneId zone, String by, LocalDate... off) {
        return new DueDates(new Rhythm.OnDays(DAILY, LocalTime.parse(by)), Set.of(off), zone);
    }

    private static Instant local(ZoneId zone, String text) {
        return java.time.LocalDateTime.parse(text).atZone(zone).toInstant();
    }

    @ParameterizedTest
    @CsvSource({
        // made in the morning: due this evening; made in the evening: tomorrow
        "2026-11-21T09:00, 2026-11-21T17:30",
        "2026-11-21T17:29:59, 2026-11-21T17:30",
        "2026-11-21T17:30, 2026-11-22T17:30"
    })
    void aDailyRoundIsDueForTheFirstTime(String now, String due) {
        assertThat(daily(SHANGHAI, "17:30").first(local(SHANGHAI, now))).isEqualTo(local(SHANGHAI, due));
    }

    @ParameterizedTest
    @CsvSource({
        // done in time
        "2026-11-21T17:30, 2026-11-21T10:00, 2026-11-22T17:30, true, 0",
        // done late, the same day
        "2026-11-21T17:30, 2026-11-21T22:00, 2026-11-22T17:30, true, 0",
        // done the next morning: the next is today's
        "2026-11-21T17:30, 2026-11-22T09:00, 2026-11-22T17:30, true, 0",
        // done after three days: two more were missed
        "2026-11-21T17:30, 2026-11-24T09:00, 2026-11-24T17:30, true, 2",
        // a second time on the same day is beyond what is due
        "2026-11-22T17:30, 2026-11-21T20:00, 2026-11-22T17:30, false, 0"
    })
    void afterADailyRoundTheNextIsDue(String due, String doneAt, String next, boolean counted, int missed) {
        DueDates.Next found = daily(SHANGHAI, "17:30").done(local(SHANGHAI, due), local(SHANGHAI, doneAt));
        assertThat(found.due()).isEqualTo(local(SHANGHAI, next));
        assertThat(found.counted()).isEqualTo(counted);
        assertThat(found.missed()).hasSize(missed);
    }

    @Test
    void daysOffAndWeekendsHaveNoRound() {
        // the National Day holidays of 2026, and the Friday before them
        DueDates dates = new DueDates(
                new Rhythm.OnDays(WORKING, LocalTime.of(17, 30)),
                new HashSet<>(LocalDate.of(2026, 10, 1)
                        .datesUntil(LocalDate.of(2026, 10, 8))
                        .toList()),
                SHANGHAI);
        assertThat(dates.done(local(SHANGHAI, "2026-09-30T17:30"), local(SHANGHAI, "2026-09-30T12:00"))
                        .due())
                .isEqualTo(local(SHANGHAI, "2026-10-08T17:30"));
        assertThat(dates.done(local(SHANGHAI, "2026-10-09T17:30"), local(SHANGHAI, "2026-10-09T12:00"))
                        .due())
                .isEqualTo(local(SHANGHAI, "2026-10-12T17:30"));
    }

    @Test
    void aDisinfectionIsDueSomeDaysAfterTheLastOneNotAfterTheOneThatWasPlanned() {
        DueDates dates =
                new DueDates(new Rhythm.Every(90, LocalTime.of(18, 0)), Set.of(LocalDate.of(2027, 3, 1)), SHANGHAI);
        assertThat(dates.first(local(SHANGHAI, "2026-11-21T09:00"))).isEqualTo(local(SHANGHAI, "2027-02-19T18:00"));
        // done ten days late, so the next is ten days later; and the day off moves it on by one
        DueDates.Next next = dates.done(local(SHANGHAI, "2026-11-21T18:00"), local(SHANGHAI, "2026-12-01T11:00"));
        assertThat(next.due()).isEqualTo(local(SHANGHAI, "2027-03-02T18:00"));
        assertThat(next.missed()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"2026-01-31, 2026-02-28", "2026-02-28, 2026-03-31", "2028-01-31, 2028-02-29", "2026-04-30, 2026-05-31"})
    void theThirtyFirstOfAShortMonthIsItsLastDay(LocalDate after, LocalDate next) {
        assertThat(new Rhythm.Monthly(31, LocalTime.NOON).next(after)).isEqualTo(next);
    }

    @Test
    void whereTheClockIsChangedADayHasOneRoundAsEveryOther() {
        // spring forward in Berlin: 02:30 does not exist on 29 March 2026
        DueDates night = daily(BERLIN, "02:30");
        Instant before = local(BERLIN, "2026-03-28T02:30");
        Instant onTheDay = night.done(before, before.minusSeconds(60)).due();
        assertThat(onTheDay.atZone(BERLIN).toLocalTime()).isEqualTo(LocalTime.of(3, 30));
        Instant after = night.done(onTheDay, onTheDay).due();
        assertThat(after).isEqualTo(local(BERLIN, "2026-03-30T02:30"));
        // back in October: 02:30 comes twice, and the round once
        Instant october = night.done(local(BERLIN, "2026-10-24T02:30"), local(BERLIN, "2026-10-24T02:00"))
                .due();
        assertThat(october).isEqualTo(Instant.parse("2026-10-25T00:30:00Z"));
        assertThat(night.done(october, october.plusSeconds(5400)).due()).isEqualTo(local(BERLIN, "2026-10-26T02:30"));
        // the working day is an hour shorter or longer, and nobody minds
        DueDates evening = daily(BERLIN, "17:30");
        Instant saturday = local(BERLIN, "2026-03-28T17:30");
        assertThat(Duration.between(saturday, evening.done(saturday, saturday).due()))
                .isEqualTo(Duration.ofHours(23));
    }

    @Test
    void whateverTheRhythmAndTheZoneDueTimesGrowAndEveryDateIsDueAtMostOnce() {
        long seed = 20261122;
        Random random = new Random(seed);
        List<String> zones = List.of(
                "Asia/Shanghai",
                "Europe/Berlin",
                "America/New_York",
                "Australia/Lord_Howe",
                "Africa/Cairo",
                "Pacific/Apia",
                "UTC");
        for (int round = 0; round < 500; round++) {
            ZoneId zone = ZoneId.of(zones.get(random.nextInt(zones.size())));
            DueDates dates = new DueDates(rhythm(random), daysOff(random), zone);
            Instant due = dates.first(Instant.parse("2026-01-01T00:00:00Z").plusSeconds(random.nextInt(400 * 86_400)));
            Set<LocalDate> seen = new HashSet<>();
            for (int step = 0; step < 40; step++) {
                String where = "seed " + seed + ", round " + round + ", " + dates.rhythm() + " in " + zone;
                ZonedDateTime local = due.atZone(zone);
                assertThat(seen.add(local.toLocalDate())).as(where).isTrue();
                assertThat(dates.daysOff()).as(where).doesNotContain(local.toLocalDate());
                Instant doneAt = due.plusSeconds(random.nextInt(6 * 86_400) - 3 * 86_400L);
                DueDates.Next next = dates.done(due, doneAt);
                if (!next.counted()) {
                    assertThat(next.due()).as(where).isEqualTo(due);
                    next = dates.done(due, due);
                    doneAt = due;
                }
                if (!dates.rhythm().countsFromDone()) {
                    // what was missed lies between, in order, and none is left out
                    List<Instant> all = new ArrayList<>(List.of(due));
                    all.addAll(next.missed());
                    all.add(next.due());
                    for (int i = 1; i < all.size(); i++) {
                        assertThat(all.get(i)).as(where).isAfter(all.get(i - 1));
                        assertThat(dates.done(all.get(i - 1), all.get(i - 1)).due())
                                .as(where)
                                .isEqualTo(all.get(i));
                    }
                    next.missed().forEach(m -> seen.add(m.atZone(zone).toLocalDate()));
                }
                assertThat(next.due()).as(where).isAfter(doneAt);
                if (dates.rhythm().countsFromDone() && !next.due().isAfter(due)) {
                    break;
                }
                due = next.due();
            }
        }
    }

    private static Rhythm rhythm(Random random) {
        LocalTime by = LocalTime.of(random.nextInt(24), random.nextInt(60));
        int kind = random.nextInt(3);
        if (kind == 0) {
            EnumSet<DayOfWeek> days = EnumSet.of(DayOfWeek.of(1 + random.nextInt(7)));
            for (int i = random.nextInt(7); i > 0; i--) {
                days.add(DayOfWeek.of(1 + random.nextInt(7)));
            }
            return new Rhythm.OnDays(days, by);
        }
        return kind == 1
                ? new Rhythm.Monthly(1 + random.nextInt(31), by)
                : new Rhythm.Every(4 + random.nextInt(120), by);
    }

    private static Set<LocalDate> daysOff(Random random) {
        Set<LocalDate> off = new HashSet<>();
        for (int i = random.nextInt(40); i > 0; i--) {
            off.add(LocalDate.of(2026, 1, 1).plusDays(random.nextInt(800)));
        }
        return off;
    }
}
