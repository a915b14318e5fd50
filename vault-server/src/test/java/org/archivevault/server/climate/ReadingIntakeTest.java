package org.archivevault.server.climate;

import static org.archivevault.server.climate.TestClimate.NORTH_1;
import static org.archivevault.server.climate.TestClimate.SOUTH_1;
import static org.archivevault.server.climate.TestClimate.temperature;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.archivevault.protocol.camera.CameraId;
import org.archivevault.protocol.climate.Quality;
import org.archivevault.protocol.climate.Quantity;
import org.archivevault.protocol.climate.Reading;
import org.archivevault.protocol.climate.SensorId;
import org.archivevault.protocol.event.EdgeEvent;
import org.archivevault.protocol.link.EventBatch;
import org.archivevault.server.database.DatabaseSettings;
import org.archivevault.server.testing.TestPostgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** On a real PostgreSQL, through the gateway that commits events. */
class ReadingIntakeTest {
    private static final String LATEST =
            "SELECT sensor, quantity, zone, value, quality FROM sensor_latest ORDER BY sensor, quantity";

    private final TestClimate climate = new TestClimate();

    @AfterEach
    void close() {
        climate.close();
    }

    private static OffsetDateTime utc(Instant at) {
        return OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
    }

    private static String month(Instant at) {
        return "reading" + DateTimeFormatter.ofPattern("_yyyy_MM", Locale.ROOT).format(utc(at));
    }

    @Test
    void readingsOfABatchAreKeptWithTheirZoneAndTheLastOfEachIsTheLatest() {
        Instant at = climate.ago(Duration.ofMinutes(1));

        // WHEN
        climate.taken(
                temperature(NORTH_1, at, 20.5),
                TestClimate.humidity(NORTH_1, at, 50),
                temperature(NORTH_1, at.plusSeconds(10), 20.7),
                temperature(new SensorId("not-in-the-plan"), at, 3));

        // THEN
        assertThat(climate.lines("SELECT sensor, quantity, zone, value, quality, historical FROM reading"
                        + " ORDER BY sensor, quantity, at"))
                .containsExactly(
                        "north-1 humidity v1-north 50.0 good false",
                        "north-1 temperature v1-north 20.5 good false",
                        "north-1 temperature v1-north 20.7 good false",
                        "not-in-the-plan temperature null 3.0 good false");
        assertThat(climate.lines(LATEST))
                .containsExactly(
                        "north-1 humidity v1-north 50.0 good",
                        "north-1 temperature v1-north 20.7 good",
                        "not-in-the-plan temperature null 3.0 good");
    }

    @Test
    void whatADeviceHadKeptBackIsKeptAndNeverMovesTheLiveValue() {
        climate.taken(temperature(NORTH_1, climate.ago(Duration.ofMinutes(1)), 20));

        // WHEN the device hands in a value that is newer by its time, and the network one that is older
        climate.taken(climate.historical(NORTH_1, climate.ago(Duration.ofSeconds(30)), 35));
        climate.taken(temperature(NORTH_1, climate.ago(Duration.ofMinutes(2)), 10));

        // THEN all are kept, and the live value is the live one (I18)
        assertThat(climate.lines("SELECT value, historical FROM reading ORDER BY at"))
                .containsExactly("10.0 false", "20.0 false", "35.0 true");
        assertThat(climate.lines(LATEST)).containsExactly("north-1 temperature v1-north 20.0 good");
    }

    @Test
    void theSameReadingIsKeptOnceHoweverOftenItComes() {
        Instant at = climate.ago(Duration.ofMinutes(1));
        EventBatch batch = climate.batch(new EdgeEvent.ReadingsTaken(
                List.of(temperature(NORTH_1, at, 20), temperature(NORTH_1, at, 21), temperature(SOUTH_1, at, 22))));

        // WHEN the acknowledgement is lost and the batch comes again, and the device repeats itself later
        climate.commit(batch);
        assertThat(climate.commit(batch).upTo()).isEqualTo(1);
        climate.taken(temperature(NORTH_1, at, 23));

        // THEN the first stands, in the history and as the last value
        assertThat(climate.lines("SELECT sensor, value FROM reading ORDER BY sensor"))
                .containsExactly("north-1 20.0", "south-1 22.0");
        assertThat(climate.lines("SELECT value FROM sensor_latest WHERE sensor = 'north-1'"))
                .containsExactly("20.0");
    }

    @Test
    void aDeviceWithoutAClockIsKeptUnderTheTimeOfReceipt() {
        Instant received = climate.ago(Duration.ofSeconds(5));
        Instant ages = Instant.parse("1970-01-01T00:00:07Z");
        Instant future = climate.now.plus(Duration.ofDays(400));

        // WHEN
        climate.taken(
                new Reading(NORTH_1, Quantity.TEMPERATURE, 20, ages, received, Quality.GOOD, false),
                new Reading(SOUTH_1, Quantity.TEMPERATURE, 21, future, received, Quality.GOOD, false));

        // THEN, and no month of 1970 was made for it
        assertThat(climate.database().number("SELECT count(*) FROM reading WHERE at = $1::timestamptz", utc(received)))
                .isEqualTo(2);
        assertThat(climate.lines(
                        "SELECT relname FROM pg_class WHERE relname IN ('reading_1970_01', $1::text)", month(future)))
                .isEmpty();
    }

    @Test
    void aWrongClockAtTheEdgeNeitherLosesReadingsNorHoldsTheLiveValueForYears() {
        Instant wrong = climate.now.plus(Duration.ofDays(4_000));

        // WHEN two readings have no usable time at all
        climate.taken(
                new Reading(NORTH_1, Quantity.TEMPERATURE, 20, wrong, wrong, Quality.GOOD, false),
                new Reading(NORTH_1, Quantity.TEMPERATURE, 21, null, wrong, Quality.GOOD, false));

        // THEN both are there, in their order, and the next good one is the live value
        assertThat(climate.lines("SELECT value FROM reading ORDER BY at")).containsExactly("20.0", "21.0");
        climate.taken(temperature(NORTH_1, climate.now.plusSeconds(1), 22));
        assertThat(climate.lines(LATEST)).containsExactly("north-1 temperature v1-north 22.0 good");
    }

    @Test
    void aDoubtfulReadingIsKeptAsDoubtful() {
        Instant at = climate.now;
        climate.taken(new Reading(NORTH_1, Quantity.TEMPERATURE, 120, at, at, Quality.IMPLAUSIBLE, false));

        assertThat(climate.lines("SELECT value, quality FROM reading")).containsExactly("120.0 implausible");
        assertThat(climate.lines(LATEST)).containsExactly("north-1 temperature v1-north 120.0 implausible");
    }

    @Test
    void aMonthOfThePastIsMadeWhileOthersWriteAndRead() throws SQLException {
        Instant old = climate.ago(Duration.ofDays(200));
        DatabaseSettings settings = climate.database().settings();
        try (Connection other = DriverManager.getConnection(settings.jdbcUrl(), settings.user(), settings.password());
                Statement statement = other.createStatement()) {
            // GIVEN somebody in the middle of writing and reading
            other.setAutoCommit(false);
            statement.execute("INSERT INTO reading (sensor, quantity, at, received_at, stored_at, value, quality,"
                    + " historical) VALUES ('x', 'temperature', now(), now(), now(), 1, 'good', false)");
            statement.executeQuery("SELECT count(*) FROM reading").close();

            // WHEN a reading of a month comes that there is no partition for: it is not held up
            climate.taken(climate.historical(NORTH_1, old, 19));
            other.commit();
        }

        // THEN
        assertThat(climate.lines("SELECT sensor FROM reading ORDER BY at")).containsExactly("north-1", "x");
    }

    @Test
    void intakeGoesOnWhileAMonthIsBeingMade() throws SQLException {
        DatabaseSettings settings = climate.database().settings();
        try (Connection other = DriverManager.getConnection(settings.jdbcUrl(), settings.user(), settings.password());
                Statement statement = other.createStatement()) {
            // GIVEN a month made and not yet committed
            other.setAutoCommit(false);
            statement.execute("SELECT ensure_month('reading', '2020-02-01')");

            // WHEN a reading of a month comes that is there
            climate.taken(temperature(NORTH_1, climate.now, 20));
            other.rollback();
        }

        assertThat(climate.lines("SELECT sensor FROM reading")).containsExactly("north-1");
    }

    @Test
    void aMonthThatAnotherProcessDroppedIsMadeAgain() {
        Instant old = climate.ago(Duration.ofDays(200));
        climate.taken(climate.historical(NORTH_1, old, 19));
        TestPostgres.execute(climate.database().settings(), "DROP TABLE " + month(old));

        // WHEN the next reading of that month comes
        EventBatch batch = climate.batch(
                new EdgeEvent.ReadingsTaken(List.of(climate.historical(NORTH_1, old.plusSeconds(1), 18))));
        assertThatThrownBy(() -> climate.commit(batch)).hasMessageContaining("no partition");

        // THEN the batch, which the edge sends again, is taken in
        climate.commit(batch);
        assertThat(climate.lines("SELECT value FROM reading")).containsExactly("18.0");
    }

    @Test
    void aFullBatchOfFortyThousandReadingsIsOneCommit() {
        List<Reading> many = new ArrayList<>();
        for (int i = 0; i < 40_000; i++) {
            many.add(temperature(new SensorId("s-" + i % 2_000), climate.now.minusSeconds(i / 2_000), i % 40));
        }

        climate.taken(many);

        assertThat(climate.lines("SELECT count(*), count(DISTINCT tx) FROM reading"))
                .containsExactly("40000 1");
        assertThat(climate.lines("SELECT count(*) FROM sensor_latest")).containsExactly("2000");
        assertThat(climate.lines("SELECT count(*) FROM sensor_latest WHERE at = $1::timestamptz", utc(climate.now)))
                .containsExactly("2000");
    }

    @Test
    void thatASensorWentOrCameBackIsKept() {
        climate.happened(
                new EdgeEvent.SensorChanged(NORTH_1, false, "says offline"),
                new EdgeEvent.SensorChanged(SOUTH_1, false, "bridge gone"),
                new EdgeEvent.SensorChanged(NORTH_1, true, "back\0"));

        assertThat(climate.lines("SELECT sensor, online, detail FROM sensor_state ORDER BY sensor"))
                .containsExactly("north-1 true back\uFFFD", "south-1 false bridge gone");
        assertThat(climate.lines("SELECT online FROM sensor_change WHERE sensor = 'north-1' ORDER BY at, online"))
                .containsExactly("false", "true");
    }

    @Test
    void theGenericTableDoesNotKeepWhatAFeatureKeeps() {
        climate.happened(
                new EdgeEvent.ReadingsTaken(List.of(temperature(NORTH_1, climate.now, 20))),
                new EdgeEvent.StillPart(new CameraId("cam-1"), null, "ab".repeat(32), 1, 1, climate.now, "/9j/4AAQ"),
                new EdgeEvent.SensorChanged(NORTH_1, true, "back"));

        assertThat(climate.lines("SELECT seq, type, body LIKE '%/9j/%' FROM edge_event ORDER BY seq"))
                .containsExactly("2 still-part false", "3 sensor-changed false");
        assertThat(climate.lines("SELECT seq FROM edge_cursor")).containsExactly("3");
    }
}
