package org.archivevault.server.climate;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
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
import org.archivevault.protocol.event.Lane;
import org.archivevault.protocol.link.Committed;
import org.archivevault.protocol.link.EdgeId;
import org.archivevault.protocol.link.EventBatch;
import org.archivevault.protocol.link.SequencedEvent;
import org.archivevault.server.accesslog.AccessLog;
import org.archivevault.server.edge.EdgeGateway;
import org.archivevault.server.shelving.TestPlan;
import org.archivevault.server.testing.TestDatabase;

/** A vault with two zones and the air outside, and its history on a real PostgreSQL, fed through the gateway. */
public final class TestClimate implements AutoCloseable {
    public static final ZoneId NORTH = new ZoneId("v1-north");
    public static final ZoneId SOUTH = new ZoneId("v1-south");
    public static final ZoneId OUTSIDE = new ZoneId("outside");
    public static final SensorId NORTH_1 = new SensorId("north-1");
    public static final SensorId NORTH_2 = new SensorId("north-2");
    public static final SensorId SOUTH_1 = new SensorId("south-1");
    public static final SensorId OUTSIDE_1 = new SensorId("outside-1");

    /** The real now in whole milliseconds, as sensors tell it. */
    public final Instant now = Instant.ofEpochMilli(Clock.systemUTC().millis());

    private final TestDatabase database = new TestDatabase();
    private final ClimateParts parts =
            new ClimateParts(database.vertx(), plan(), database.database(), Clock.fixed(now, java.time.ZoneOffset.UTC));
    private final EdgeGateway gateway = new EdgeGateway(
            database.database(),
            new AccessLog(database.database(), Clock.systemUTC()),
            parts.consumer(),
            Clock.systemUTC());
    private long seq = 1;

    public TestClimate() {
        // Only the months: whoever takes readings from the feed is driven by the test.
        TestDatabase.await(parts.makeAhead());
    }

    /** The small site of {@link TestPlan}, with sensors. */
    public static SitePlan plan() {
        SitePlan plan = TestPlan.plan();
        SitePlan.Vault vault = plan.vaults().get(0);
        return new SitePlan(
                plan.site(),
                plan.name(),
                List.of(new SitePlan.Vault(
                        vault.id(), vault.name(), vault.edge(), vault.blocks(), vault.readers(), watch())),
                plan.controllers(),
                plan.digest());
    }

    private static WatchPlan watch() {
        return new WatchPlan(
                List.of(
                        new WatchPlan.Zone(NORTH, new Bilingual("北区", "North"), Keeping.PAPER, List.of(TestPlan.BLOCK)),
                        new WatchPlan.Zone(SOUTH, new Bilingual("南区", "South"), Keeping.PAPER, List.of()),
                        new WatchPlan.Zone(OUTSIDE, new Bilingual("室外", "Outside"), Keeping.OUTDOOR, List.of())),
                Optional.of(new WatchPlan.Broker("tcp://127.0.0.1:1", Optional.empty(), Optional.empty())),
                List.of(new WatchPlan.Source(
                        "climate",
                        profile(),
                        "zigbee2mqtt",
                        List.of(
                                new WatchPlan.Sensor(NORTH_1, "north-wall", NORTH),
                                new WatchPlan.Sensor(NORTH_2, "north-door", NORTH),
                                new WatchPlan.Sensor(SOUTH_1, "south-wall", SOUTH),
                                new WatchPlan.Sensor(OUTSIDE_1, "roof", OUTSIDE)),
                        List.of())));
    }

    private static SourceProfile profile() {
        return new SourceProfile("test-1", new Bilingual("测试", "test"), Duration.ofHours(2));
    }

    public TestDatabase database() {
        return database;
    }

    public ClimateParts parts() {
        return parts;
    }

    public EdgeGateway gateway() {
        return gateway;
    }

    /** A good temperature, told as soon as it was measured. */
    public static Reading temperature(SensorId sensor, Instant at, double value) {
        return new Reading(sensor, Quantity.TEMPERATURE, value, at, at, Quality.GOOD, false);
    }

    public static Reading humidity(SensorId sensor, Instant at, double value) {
        return new Reading(sensor, Quantity.HUMIDITY, value, at, at, Quality.GOOD, false);
    }

    /** What a device had kept back and hands in now. */
    public Reading historical(SensorId sensor, Instant at, double value) {
        return new Reading(sensor, Quantity.TEMPERATURE, value, at, now, Quality.GOOD, true);
    }

    /** A moment ago. */
    public Instant ago(Duration how) {
        return now.minus(how);
    }

    /** One batch of the edge with these readings, in events of as many as one may have. */
    public void taken(Reading... readings) {
        taken(Arrays.asList(readings));
    }

    public void taken(List<Reading> readings) {
        int most = EdgeEvent.ReadingsTaken.MAX_READINGS;
        List<EdgeEvent> events = new ArrayList<>();
        for (int from = 0; from < readings.size(); from += most) {
            events.add(new EdgeEvent.ReadingsTaken(readings.subList(from, Math.min(from + most, readings.size()))));
        }
        happened(events.toArray(EdgeEvent[]::new));
    }

    public void happened(EdgeEvent... events) {
        TestDatabase.await(gateway.commit(batch(events)));
    }

    /** The next batch of the edge; every call takes the next sequence numbers. */
    public EventBatch batch(EdgeEvent... events) {
        List<SequencedEvent> batch = new ArrayList<>();
        for (EdgeEvent event : events) {
            batch.add(new SequencedEvent(seq++, now, event));
        }
        return new EventBatch(
                new EdgeId("edge-v1"),
                new UUID(7, 7),
                Lane.TELEMETRY,
                batch.get(0).seq(),
                batch);
    }

    public Committed commit(EventBatch batch) {
        return TestDatabase.await(gateway.commit(batch));
    }

    /** One text per row, columns joined by blanks. */
    public List<String> lines(String sql, Object... values) {
        return database.rows(sql, values).stream()
                .map(row -> {
                    List<String> cells = new ArrayList<>();
                    for (int i = 0; i < row.size(); i++) {
                        cells.add(String.valueOf(row.getValue(i)));
                    }
                    return String.join(" ", cells);
                })
                .toList();
    }

    /** Takes the next readings of a consumer in a transaction of its own. */
    public List<StoredReading> next(String consumer, int limit) {
        return TestDatabase.await(
                database.database().inTransaction(transaction -> parts.feed().next(transaction, consumer, limit)));
    }

    @Override
    public void close() {
        database.close();
    }
}
