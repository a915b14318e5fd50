package org.archivevault.server.preservation;

import static org.archivevault.server.testing.TestDatabase.await;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.firmware.source.Keeping;
import org.archivevault.firmware.source.SourceProfile;
import org.archivevault.firmware.source.WatchPlan;
import org.archivevault.protocol.Bilingual;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.climate.Quality;
import org.archivevault.protocol.climate.Quantity;
import org.archivevault.protocol.climate.SensorId;
import org.archivevault.protocol.climate.ZoneId;
import org.archivevault.server.climate.ReadingFeed;
import org.archivevault.server.putaway.SlotRegister;
import org.archivevault.server.testing.TestDatabase;
import org.archivevault.server.testing.TestSite;

/** A site of two blocks on a real PostgreSQL: B1 stands in the zone north, B2 in none; and the air outside is measured. */
final class Watched implements AutoCloseable {
    static final ZoneId NORTH = new ZoneId("v1-north");
    static final ZoneId SOUTH = new ZoneId("v1-south");
    static final ZoneId OUTSIDE = new ZoneId("outside");
    /** How long each sensor may be silent. */
    static final Duration SILENCE = Duration.ofHours(2);

    /** Half past ten on some day: the clock of everything here. */
    Instant now = Instant.parse("2026-06-15T10:30:00Z");

    final TestDatabase db = new TestDatabase();
    final HourBook book = new HourBook(() -> now);
    private final SitePlan plan = plan("ES-V1-B1");
    final PreservationParts parts =
            new PreservationParts(db.vertx(), plan, db.database(), new ReadingFeed(), () -> now);

    Watched() {
        await(new SlotRegister(db.database(), () -> now).synchronise(plan));
        register(plan);
    }

    /** The site with these blocks in the zone north. */
    static SitePlan plan(String... blocksInNorth) {
        SitePlan small = TestSite.small(5, "a");
        SitePlan.Vault vault = small.vaults().get(0);
        WatchPlan watch = new WatchPlan(
                List.of(
                        new WatchPlan.Zone(
                                NORTH,
                                new Bilingual("北区", "North"),
                                Keeping.PAPER,
                                Arrays.stream(blocksInNorth).map(BlockId::parse).toList()),
                        new WatchPlan.Zone(SOUTH, new Bilingual("南区", "South"), Keeping.SPECIAL, List.of()),
                        new WatchPlan.Zone(OUTSIDE, new Bilingual("室外", "Outside"), Keeping.OUTDOOR, List.of())),
                Optional.of(new WatchPlan.Broker("tcp://127.0.0.1:1", Optional.empty(), Optional.empty())),
                List.of(new WatchPlan.Source(
                        "climate",
                        new SourceProfile("test-1", new Bilingual("测试", "test"), SILENCE),
                        "test",
                        List.of(
                                new WatchPlan.Sensor(new SensorId("north-1"), "a", NORTH),
                                new WatchPlan.Sensor(new SensorId("north-2"), "b", NORTH),
                                new WatchPlan.Sensor(new SensorId("south-1"), "c", SOUTH),
                                new WatchPlan.Sensor(new SensorId("roof"), "d", OUTSIDE)),
                        List.of())));
        return new SitePlan(
                small.site(),
                small.name(),
                List.of(new SitePlan.Vault(
                        vault.id(), vault.name(), vault.edge(), vault.blocks(), vault.readers(), watch)),
                List.of(),
                small.digest());
    }

    void register(SitePlan some) {
        await(new ZoneRegister(db.database(), () -> now).synchronise(some));
    }

    ZoneLook zones() {
        return new ZoneLook(plan, db.database(), () -> now);
    }

    PackLook packs() {
        return new PackLook(db.database(), () -> now);
    }

    /** A reading as the history keeps it. */
    void reading(String sensor, Quantity quantity, String at, double value, Quality quality, boolean historical) {
        OffsetDateTime time = OffsetDateTime.parse(at);
        db.rows("SELECT ensure_month('reading', $1::date)", time.toLocalDate().withDayOfMonth(1));
        db.rows(
                "INSERT INTO reading (sensor, quantity, at, received_at, stored_at, value, quality, historical, zone)"
                        + " VALUES ($1::text, $2::text, $3::timestamptz, $3::timestamptz, $3::timestamptz, $4::float8,"
                        + " $5::text, $6::boolean, $7::text)",
                sensor,
                quantity.wireName(),
                time,
                value,
                quality.wireName(),
                historical,
                zoneOf(sensor));
    }

    /** A good pair. */
    void pair(String sensor, String at, double temperature, double humidity) {
        reading(sensor, Quantity.TEMPERATURE, at, temperature, Quality.GOOD, false);
        reading(sensor, Quantity.HUMIDITY, at, humidity, Quality.GOOD, false);
    }

    /** The last live value of a sensor. */
    void latest(String sensor, Quantity quantity, Instant at, double value, Quality quality) {
        db.rows(
                "INSERT INTO sensor_latest (sensor, quantity, zone, at, received_at, value, quality)"
                        + " VALUES ($1::text, $2::text, $3::text, $4::timestamptz, $4::timestamptz, $5::float8, $6::text)"
                        + " ON CONFLICT (sensor, quantity) DO UPDATE SET at = excluded.at, value = excluded.value,"
                        + " quality = excluded.quality",
                sensor,
                quantity.wireName(),
                zoneOf(sensor),
                at.atOffset(ZoneOffset.UTC),
                value,
                quality.wireName());
    }

    /** Known hours of a zone, as the book keeps them: one climate from one hour until before another. */
    void hours(ZoneId zone, String from, String until, double temperature, double humidity) {
        ZoneHour hour = new ZoneHour(zone.value(), Instant.parse(from), temperature, humidity);
        db.rows(
                "INSERT INTO preservation_hour (zone, hour, temperature, humidity, preservation_index, mould)"
                        + " SELECT $1::text, h, $4::float8, $5::float8, $6::float8, $7::boolean"
                        + " FROM generate_series($2::timestamptz, $3::timestamptz - interval '1 hour', '1 hour') h",
                zone.value(),
                OffsetDateTime.parse(from),
                OffsetDateTime.parse(until),
                temperature,
                humidity,
                hour.preservationIndex().orElseThrow(),
                hour.reachesMouldLimit());
    }

    /** A pack lay in a slot; an empty end means that it still does. */
    void placed(String pack, String slot, String from, String until) {
        db.rows(
                "INSERT INTO placement (pack_id, position_code, valid_from, valid_to, placed_by, placed_why, taken_by,"
                        + " taken_why) SELECT id, $2::text, $3::timestamptz, nullif($4::text, '')::timestamptz, 'li', 'test',"
                        + " CASE WHEN $4::text <> '' THEN 'li' END, CASE WHEN $4::text <> '' THEN 'test' END"
                        + " FROM pack WHERE pack_no = $1::text",
                pack,
                slot,
                OffsetDateTime.parse(from),
                until);
    }

    private static String zoneOf(String sensor) {
        return sensor.startsWith("north") ? "v1-north" : sensor.startsWith("south") ? "v1-south" : "outside";
    }

    @Override
    public void close() {
        await(parts.close());
        db.close();
    }
}
