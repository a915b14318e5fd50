package org.archivevault.server.alarm.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.firmware.source.Keeping;
import org.archivevault.firmware.source.SourceProfile;
import org.archivevault.firmware.source.WatchPlan;
import org.archivevault.protocol.Bilingual;
import org.archivevault.protocol.climate.Quality;
import org.archivevault.protocol.climate.Quantity;
import org.archivevault.protocol.climate.Reading;
import org.archivevault.protocol.climate.SensorId;
import org.archivevault.protocol.climate.ZoneId;
import org.archivevault.protocol.event.EdgeEvent;
import org.archivevault.server.accesslog.AccessLog;
import org.archivevault.server.alarm.AlarmParts;
import org.archivevault.server.alarm.Announcer;
import org.archivevault.server.climate.ClimateParts;
import org.archivevault.server.edge.Happened;
import org.archivevault.server.shelving.TestPlan;
import org.archivevault.server.testing.TestDatabase;
import org.archivevault.server.testing.Wait;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Readings in, alarms out, on a real PostgreSQL and through the real intake, under a clock that the test sets. */
class RuleSweeperTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final int SENSORS = 6;
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(15);

    private final TestDatabase database = new TestDatabase();
    private volatile Instant now = NOON;
    private final InstantSource clock = () -> now;
    private final AccessLog accessLog = new AccessLog(database.database(), clock);
    private final SitePlan plan = plan();
    private final ClimateParts climate = new ClimateParts(database.vertx(), plan, database.database(), clock);
    private final AlarmParts alarms =
            new AlarmParts(database.vertx(), database.database(), accessLog, clock, UUID::randomUUID, Announcer.NOBODY);
    private RuleSweeper sweeper = server();

    @AfterEach
    void close() {
        database.close();
    }

    private static SitePlan plan() {
        SitePlan site = TestPlan.plan();
        SitePlan.Vault vault = site.vaults().get(0);
        ZoneId zone = new ZoneId("v1-north");
        List<WatchPlan.Sensor> sensors = IntStream.rangeClosed(1, SENSORS)
                .mapToObj(i -> new WatchPlan.Sensor(new SensorId("north-" + i), "wall-" + i, zone))
                .toList();
        WatchPlan watch = new WatchPlan(
                List.of(new WatchPlan.Zone(zone, new Bilingual("北区", "North"), Keeping.PAPER, List.of(TestPlan.BLOCK))),
                Optional.of(new WatchPlan.Broker("tcp://127.0.0.1:1", Optional.empty(), Optional.empty())),
                List.of(new WatchPlan.Source(
                        "climate",
                        new SourceProfile("test-1", new Bilingual("测试", "test"), LONGEST_SILENCE),
                        "test",
                        sensors,
                        List.of())));
        return new SitePlan(
                site.site(),
                site.name(),
                List.of(new SitePlan.Vault(
                        vault.id(), vault.name(), vault.edge(), vault.blocks(), vault.readers(), watch)),
                site.controllers(),
                site.digest());
    }

    /** A server process that begins now: it remembers nothing but what the database does. */
    private RuleSweeper server() {
        return new RuleSweeper(new RuleSweeper.Ground(
                plan,
                RuleSettings.DEFAULTS,
                database.database(),
                accessLog,
                alarms.book(),
                climate.feed(),
                clock,
                UUID.randomUUID()));
    }

    @Test
    void anExcursionLongerThanTheDelayIsOneAlarmAndStaysUntilAcknowledged() {
        live(1, 25.5);
        listen(Duration.ofSeconds(298));
        assertThat(alarms()).isEmpty();
        listen(Duration.ofSeconds(4));
        assertThat(alarms()).containsExactly("above-limit sensor:north-1 temperature unacknowledged false 12:00:00");
        assertThat(rows("SELECT detail FROM alarm")).containsExactly("25.5 > 24 °C");
        // more of the same, worse, and within the dead band: the same alarm
        live(1, 26.5);
        listen(Duration.ofSeconds(60));
        live(1, 23.8);
        listen(Duration.ofSeconds(60));
        assertThat(rows("SELECT times, state FROM alarm")).containsExactly("1 unacknowledged");
        // gone by itself, and within the swing of a day, it is owed an acknowledgement
        live(1, 23);
        listen(Duration.ofSeconds(2));
        assertThat(rows("SELECT times, state, closed_at FROM alarm")).containsExactly("1 returned null");
        assertThat(rows("SELECT kind FROM access_log ORDER BY seq")).containsExactly("alarm-raised", "alarm-cleared");
    }

    @Test
    void aRestartInTheMiddleOfTheDelayChangesNothing() {
        live(1, 25.5);
        listen(Duration.ofSeconds(150));
        // a process ends, another begins 5 s later
        sweeper = server();
        now = now.plusSeconds(5);
        sweepOnce();
        assertThat(alarms()).isEmpty();
        listen(Duration.ofSeconds(143));
        assertThat(alarms()).isEmpty();
        listen(Duration.ofSeconds(6));
        assertThat(alarms()).containsExactly("above-limit sensor:north-1 temperature unacknowledged false 12:00:00");
        // and another restart does not tell it again
        sweeper = server();
        live(1, 25.6);
        listen(Duration.ofSeconds(10));
        assertThat(rows("SELECT times FROM alarm")).containsExactly("1");
    }

    @Test
    void anExcursionThatStandsWhenTheServerComesBackIsToldWithin60SecondsAndAsTold() {
        // GIVEN an excursion that has just begun when the server goes, of a sensor that speaks only at changes
        live(1, 25.5);
        listen(Duration.ofSeconds(10));
        now = now.plus(Duration.ofMinutes(8));
        sweeper = server();
        // WHEN it comes back
        Instant back = now;
        sweepOnce();
        assertThat(alarms()).as("what the edge has kept may still come").isEmpty();
        listen(Duration.ofSeconds(24));
        // THEN it is told, with its beginning, as late
        assertThat(alarms()).containsExactly("above-limit sensor:north-1 temperature unacknowledged true 12:00:00");
        assertThat(Duration.between(back, now)).isLessThan(Duration.ofSeconds(60));
    }

    @Test
    void anExcursionThatBeganAndEndedDuringTheOutageIsToldOnceAsOverAndLate() {
        live(1, 22);
        listen(Duration.ofSeconds(10));
        // the server is away for an hour; the edge keeps what it gets
        Instant gone = now;
        List<Reading> kept = new ArrayList<>();
        for (int minute = 1; minute <= 60; minute++) {
            Instant at = gone.plus(Duration.ofMinutes(minute));
            kept.add(reading(1, minute < 10 || minute > 30 ? 22 : 26, at, false, Quality.GOOD));
        }
        now = gone.plus(Duration.ofHours(1));
        sweeper = server();
        stored(kept);
        sweepOnce();
        assertThat(alarms()).containsExactly("above-limit sensor:north-1 temperature returned true 12:10:10");
        assertThat(rows("SELECT to_char(cleared_at AT TIME ZONE 'UTC', 'HH24:MI:SS') FROM alarm"))
                .containsExactly("12:31:10");
    }

    @Test
    void whatTheEdgeHasKeptIsJudgedBeforeAnOldValueIsTakenForOneThatStillHolds() {
        // GIVEN an excursion that the server saw begin, and whose end it did not
        live(1, 25.5);
        listen(Duration.ofSeconds(10));
        Instant gone = now;
        now = gone.plus(Duration.ofMinutes(8));
        sweeper = server();
        sweepOnce();
        // WHEN the edge's backlog comes some seconds after the server
        now = now.plusSeconds(8);
        stored(List.of(
                reading(1, 22, gone.plusSeconds(30), false, Quality.GOOD),
                reading(1, 22, gone.plusSeconds(300), false, Quality.GOOD)));
        listen(Duration.ofSeconds(60));
        // THEN there never was an alarm
        assertThat(alarms()).isEmpty();
    }

    @Test
    void historicalReadingsAreNoAlarmClearNoneAndMakeARecordOfThePast() {
        // GIVEN a live alarm of one sensor, and another sensor within its limits
        live(1, 26);
        live(2, 22);
        listen(Duration.ofSeconds(310));
        assertThat(alarms()).hasSize(1);
        // WHEN both empty their memories: the first was fine, the second was not
        Instant past = NOON.minus(Duration.ofHours(5));
        List<Reading> kept = new ArrayList<>();
        for (int minute = 0; minute < 60; minute += 10) {
            kept.add(reading(1, 22, past.plus(Duration.ofMinutes(minute)), true, Quality.GOOD));
            kept.add(reading(2, minute < 40 ? 28 : 22, past.plus(Duration.ofMinutes(minute)), true, Quality.GOOD));
        }
        stored(kept);
        listen(Duration.ofSeconds(30));
        assertThat(alarms()).containsExactly("above-limit sensor:north-1 temperature unacknowledged false 12:00:00");
        listen(Duration.ofSeconds(40));
        // THEN the live alarm stands, and the other is a closed record
        assertThat(alarms()).containsExactly("above-limit sensor:north-1 temperature unacknowledged false 12:00:00");
        assertThat(rows("SELECT subject, state, past, closed_at IS NOT NULL, to_char(happened_at AT TIME ZONE 'UTC',"
                        + " 'HH24:MI'), to_char(cleared_at AT TIME ZONE 'UTC', 'HH24:MI'), detail FROM alarm WHERE past"
                        + " ORDER BY happened_at"))
                // it was too warm, and then it fell by more than a day may bring
                .containsExactly(
                        "sensor:north-2 normal true true 07:00 07:40 28 > 24 °C",
                        "sensor:north-2 normal true true 07:40 12:00 6 °C / 24 h > 4 °C");
        assertThat(rows("SELECT kind FROM access_log WHERE kind = 'alarm-past'"))
                .hasSize(2);
        // and telling it all again changes nothing
        stored(kept.stream()
                .filter(reading -> reading.sensor().value().equals("north-2"))
                .map(reading -> reading(2, reading.value(), reading.at().plusMillis(1), true, Quality.GOOD))
                .toList());
        listen(Duration.ofSeconds(70));
        assertThat(rows("SELECT count(*) FROM alarm WHERE past")).containsExactly("2");
    }

    @Test
    void doubtfulReadingsNeitherRaiseNorClearUntilTheSensorItselfIsTheAlarm() {
        stored(List.of(reading(1, 60, now, false, Quality.JUMP)));
        listen(Duration.ofSeconds(400));
        assertThat(alarms()).isEmpty();
        live(1, 26);
        listen(Duration.ofSeconds(310));
        assertThat(alarms()).hasSize(1);
        // 35 minutes of nonsense
        for (int minute = 0; minute < 35; minute++) {
            stored(List.of(reading(1, 20, now, false, Quality.STUCK)));
            listen(Duration.ofSeconds(60));
        }
        assertThat(alarms())
                .containsExactly(
                        "above-limit sensor:north-1 temperature unacknowledged false 12:06:40",
                        "sensor-fault sensor:north-1 temperature unacknowledged false 12:11:50");
    }

    @Test
    void aSilentSensorIsToldAndManyOfOneBridgeAreOneAlarmWithMembers() {
        // GIVEN sensors that speak, and one that falls silent
        for (int minute = 0; minute <= 20; minute++) {
            for (int sensor = 2; sensor <= SENSORS; sensor++) {
                live(sensor, 22);
            }
            listen(Duration.ofSeconds(60));
        }
        assertThat(rows("SELECT kind, subject, state, quiet FROM alarm"))
                .containsExactly("sensor-silent sensor:north-1 unacknowledged no");
        // WHEN the bridge goes
        listen(Duration.ofMinutes(16));
        // THEN there is one alarm, and the others are its members
        assertThat(rows("SELECT subject, state, priority, detail FROM alarm WHERE kind = 'alarm-flood'"))
                .containsExactly(
                        "source:climate unacknowledged medium 6: north-1, north-2, north-3, north-4, north-5, …");
        assertThat(rows("SELECT count(*), count(DISTINCT member_of) FROM alarm WHERE quiet = 'suppressed'"))
                .containsExactly("6 1");
        // it comes back but for one sensor
        for (int sensor = 1; sensor < SENSORS; sensor++) {
            live(sensor, 22);
        }
        listen(Duration.ofSeconds(4));
        assertThat(rows("SELECT kind, subject, state FROM alarm WHERE quiet = 'no' ORDER BY kind"))
                .containsExactly("alarm-flood source:climate returned", "sensor-silent sensor:north-6 unacknowledged");
    }

    @Test
    void whileTheServerWasAwayNobodyIsCalledSilent() {
        live(1, 22);
        listen(Duration.ofSeconds(10));
        now = now.plus(Duration.ofDays(3));
        sweeper = server();
        listen(Duration.ofMinutes(10));
        assertThat(rows("SELECT kind FROM alarm")).isEmpty();
    }

    @Test
    void aSensorThatItsBridgeCallsOfflineIsToldAfterAMinute() {
        present(1, false);
        listen(Duration.ofSeconds(58));
        assertThat(alarms()).isEmpty();
        listen(Duration.ofSeconds(4));
        assertThat(alarms()).containsExactly("sensor-offline sensor:north-1 null unacknowledged false 12:00:00");
        present(1, true);
        listen(Duration.ofSeconds(2));
        assertThat(alarms()).containsExactly("sensor-offline sensor:north-1 null returned false 12:00:00");
    }

    @Test
    void waterSmokeDoorsAndBatteries() {
        stored(List.of(
                of(1, Quantity.WATER_LEAK, 1),
                of(2, Quantity.SMOKE, 1),
                of(3, Quantity.DOOR_OPEN, 1),
                of(4, Quantity.BATTERY, 12)));
        sweepOnce();
        assertThat(rows("SELECT kind, priority, state FROM alarm ORDER BY kind"))
                .containsExactly(
                        "battery-low low unacknowledged",
                        "smoke critical unacknowledged",
                        "water-leak critical unacknowledged");
        now = now.plusSeconds(1);
        stored(List.of(of(1, Quantity.WATER_LEAK, 0)));
        listen(Duration.ofSeconds(122));
        assertThat(rows("SELECT kind, state FROM alarm ORDER BY kind"))
                .containsExactly(
                        "battery-low unacknowledged",
                        "door-open unacknowledged",
                        "smoke unacknowledged",
                        "water-leak latched");
    }

    @Test
    void aDaysSwingOfMoreThanFourDegreesIsToldAcrossARestart() {
        for (double value : new double[] {18, 19, 20, 21, 22}) {
            live(1, value);
            listen(Duration.ofMinutes(14), Duration.ofSeconds(14));
        }
        sweeper = server();
        live(1, 22.3);
        sweepOnce();
        assertThat(rows("SELECT kind, detail FROM alarm WHERE subject ="
                        + " 'sensor:north-1' AND kind <> 'fast-change'"))
                .containsExactly("daily-swing 4.3 °C / 24 h > 4 °C");
    }

    @Test
    void aSweepThatFailsHasChangedNothingAndIsDoneAgain() {
        live(1, 25.5);
        listen(Duration.ofSeconds(290));
        // GIVEN a database that cannot take the alarm
        database.rows("ALTER TABLE alarm_history RENAME TO away");
        now = now.plusSeconds(12);
        assertThatThrownBy(this::sweepOnce).isInstanceOf(CompletionException.class);
        assertThat(alarms()).isEmpty();
        database.rows("ALTER TABLE away RENAME TO alarm_history");
        // WHEN it can again
        now = now.plusSeconds(2);
        sweepOnce();
        // THEN the alarm is there, once
        assertThat(rows("SELECT kind, times FROM alarm")).containsExactly("above-limit 1");
    }

    @Test
    void twoServersShareTheWorkAndTellEverythingOnce() {
        RuleSweeper other = server();
        for (int second = 0; second < 340; second += 10) {
            for (int sensor = 1; sensor <= 3; sensor++) {
                live(sensor, 25.5);
            }
            Wait.untilConnected(() -> Future.all(sweeper.sweep(), other.sweep()));
            now = now.plusSeconds(10);
        }
        assertThat(rows("SELECT subject, times FROM alarm ORDER BY subject"))
                .containsExactly("sensor:north-1 1", "sensor:north-2 1", "sensor:north-3 1");
    }

    @Test
    void whenALimitIsTakenOutOrASensorMovesItsAlarmDoesNotStandForEver() {
        live(1, 25.5);
        live(2, 25.5);
        listen(Duration.ofSeconds(310));
        assertThat(alarms()).hasSize(2);
        // GIVEN that the first sensor hangs in another zone now
        database.rows("UPDATE alarm SET place = 'v1-south' WHERE subject = 'sensor:north-1'");
        live(1, 22);
        sweepOnce();
        assertThat(alarms())
                .containsExactly(
                        "above-limit sensor:north-1 temperature returned false 12:00:00",
                        "above-limit sensor:north-2 temperature unacknowledged false 12:00:00");
        // the second one is a sensor that the plan does not have any longer
        database.rows("UPDATE alarm_rule SET sensor = 'gone' WHERE sensor = 'north-2'");
        database.rows("UPDATE alarm SET subject = 'sensor:gone' WHERE subject = 'sensor:north-2'");
        sweeper = server();
        sweepOnce();
        assertThat(rows("SELECT subject, state FROM alarm ORDER BY subject"))
                .containsExactly("sensor:gone returned", "sensor:north-1 returned");
        assertThat(rows("SELECT 1 FROM alarm_rule WHERE sensor = 'gone'")).isEmpty();
    }

    @Test
    void settingsOfAZoneThatThePlanLacksAreAMistake() {
        RuleSettings settings =
                RuleSettings.read(Map.of("v1-nroth", RuleSettings.ZoneRules.NONE), null, null, null, null, null);
        assertThatThrownBy(() -> RuleSet.requireZones(settings, plan)).hasMessageContaining("v1-nroth");
    }

    // ------------------------------------------------------------------------------------ what happens

    private void live(int sensor, double celsius) {
        stored(List.of(reading(sensor, celsius, now, false, Quality.GOOD)));
    }

    private Reading of(int sensor, Quantity quantity, double value) {
        return new Reading(new SensorId("north-" + sensor), quantity, value, null, now, Quality.GOOD, false);
    }

    private Reading reading(int sensor, double celsius, Instant at, boolean historical, Quality quality) {
        return new Reading(
                new SensorId("north-" + sensor),
                Quantity.TEMPERATURE,
                celsius,
                at,
                historical ? now : at,
                quality,
                historical);
    }

    private void stored(List<Reading> readings) {
        event(new EdgeEvent.ReadingsTaken(readings), now);
    }

    private void present(int sensor, boolean online) {
        event(new EdgeEvent.SensorChanged(new SensorId("north-" + sensor), online, "test"), now);
    }

    private void event(EdgeEvent event, Instant at) {
        Wait.untilConnected(() -> database.database()
                .inTransaction(transaction ->
                        climate.consumer().consume(transaction, "edge:edge-v1", List.of(new Happened(event, at)))));
        // The feed waits for every transaction of the whole PostgreSQL that began earlier; other tests have some.
        org.awaitility.Awaitility.await("handed on")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> rows("SELECT 1 FROM reading WHERE tx >= pg_snapshot_xmin(pg_current_snapshot()) LIMIT 1")
                        .isEmpty());
    }

    /** The server sweeps on for that long. */
    private void listen(Duration howLong) {
        listen(howLong, Duration.ofSeconds(10));
    }

    private void listen(Duration howLong, Duration step) {
        Instant until = now.plus(howLong);
        sweepOnce();
        while (now.isBefore(until)) {
            Instant next = now.plus(step);
            now = next.isAfter(until) ? until : next;
            sweepOnce();
        }
    }

    private void sweepOnce() {
        while (Wait.untilConnected(() -> sweeper.sweep())) {
            // More waits.
        }
    }

    /** Alarms that are not over, oldest first, but for what a test makes by the way: silent sensors, jumps. */
    private List<String> alarms() {
        return rows(
                "SELECT kind, subject, nullif(aspect, ''), state, told_late, to_char(happened_at AT TIME ZONE 'UTC',"
                        + " 'HH24:MI:SS') FROM alarm WHERE closed_at IS NULL AND kind NOT IN ('sensor-silent', 'alarm-flood',"
                        + " 'fast-change') ORDER BY raised_at, kind");
    }

    private List<String> rows(String sql) {
        List<String> lines = new ArrayList<>();
        for (Row row : database.rows(sql)) {
            List<String> cells = new ArrayList<>();
            for (int i = 0; i < row.size(); i++) {
                cells.add(String.valueOf(row.getValue(i)));
            }
            lines.add(String.join(" ", cells));
        }
        return lines;
    }
}
