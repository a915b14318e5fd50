package org.archivevault.server.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.archivevault.server.database.DatabaseSettings;
import org.archivevault.server.testing.TestDatabase;
import org.archivevault.server.testing.TestPostgres;

/** A migrated database in which a little of everything has happened within the last day, and Grafana's role in it. */
final class House implements AutoCloseable {
    static final List<String> ZONES = List.of("v1-north", "v1-south");
    /** Every name, number and text of a person, customer, order, pack or slot holds one of these. */
    static final List<String> SECRETS = List.of("geheim", "密密", "4711");

    private static final String PASSWORD = "only-of-this-test";
    private static final List<String> SEED = List.of(
            // climate
            "INSERT INTO preservation_zone VALUES"
                    + " ('v1-north', 'ES-V1', '北区', 'North', 'paper', 14, 24, 45, 60, true),"
                    + " ('v1-south', 'ES-V1', '南区', 'South', 'paper', 14, 24, 45, 60, true),"
                    + " ('old', 'ES-V1', '旧区', 'Old', 'paper', 14, 24, 45, 60, false)",
            "INSERT INTO preservation_hour SELECT z, h, 20, 45, 7.7, 46, 75.6, false"
                    + " FROM unnest(ARRAY['v1-north', 'v1-south', 'old']) z, generate_series("
                    + "date_trunc('hour', now()) - interval '20 hours', now(), '1 hour') h",
            "SELECT ensure_month('reading_5min', date_trunc('month', m)::date)"
                    + " FROM unnest(ARRAY[now(), now() - interval '1 day']) m",
            "INSERT INTO reading_5min (step_start, least, mean, most, readings, sensor, quantity, zone)"
                    + " SELECT h, 19, 20, 21, 5, 'north-1', q, 'v1-north'"
                    + " FROM unnest(ARRAY['temperature', 'humidity', 'battery']) q,"
                    + " generate_series(now() - interval '1 hour', now(), '5 minutes') h",
            "INSERT INTO sensor_latest (sensor, quantity, zone, at, received_at, value, quality)"
                    + " SELECT s, q, 'v1-' || split_part(s, '-', 1), now(), now(), 20, 'good'"
                    + " FROM unnest(ARRAY['north-1', 'south-1']) s,"
                    + " unnest(ARRAY['temperature', 'humidity', 'battery', 'signal']) q",
            "INSERT INTO sensor_state VALUES ('north-1', true, 'geheim', now())",
            // packs, gates, alarms
            "INSERT INTO pack (pack_no, epc, barcode, state_since, state_by)"
                    + " VALUES ('P-4711', 'E4711', 'B4711', now(), 'geheim')",
            "INSERT INTO tag_movement (pack_id, at, what, read_point, detail)"
                    + " SELECT id, now() - interval '2 hours', d, 'gate', 'geheim' FROM pack,"
                    + " unnest(ARRAY['gate-out', 'gate-in', 'arrived']) d",
            "INSERT INTO alarm (id, kind, subject, family, priority, state, place, detail, happened_at, raised_at,"
                    + " changed_at) VALUES (gen_random_uuid(), 'unapproved-exit', 'pack:P-4711', 'gate', 'high',"
                    + " 'unacknowledged', 'gate', 'geheim', now(), now() - interval '1 hour', now())",
            "INSERT INTO alarm (id, kind, subject, family, priority, state, place, detail, happened_at, raised_at,"
                    + " changed_at, acknowledged_at, acknowledged_by, reason, assigned_to, cleared_at, closed_at)"
                    + " VALUES (gen_random_uuid(), 'above-limit', 'sensor:north-1', 'climate', 'medium', 'normal',"
                    + " 'v1-north', '25 °C', now(), now() - interval '3 hours', now(), now() - interval '2 hours',"
                    + " 'geheim', '密密 4711', 'geheim', now(), now())",
            "INSERT INTO alarm (id, kind, subject, family, priority, state, place, detail, happened_at, raised_at,"
                    + " changed_at) VALUES (gen_random_uuid(), 'strange', 'user:geheim', 'other', 'low', 'acknowledged',"
                    + " 'geheim', '', now(), now(), now())",
            // edges, retrievals, log
            "INSERT INTO edge_cursor VALUES ('edge-v1', gen_random_uuid(), 'access', 7, now())",
            "INSERT INTO retrieval (id, order_no, purpose, asked_by, asked_by_name, pack_no, position_code, block,"
                    + " aisle, state, code, detail, revision, created_at, changed_at) SELECT gen_random_uuid(),"
                    + " 'GD-4711', '密密', 'geheim', '密密', 'P-4711', 'ES-V1-B1-03A-47-1-11', 'ES-V1-B1', 2, s, c, 'geheim',"
                    + " 2, now() - interval '90 minutes', now() FROM (VALUES ('taken', NULL), ('refused', 'door-open'))"
                    + " AS v (s, c)",
            "INSERT INTO retrieval_change SELECT id, 1, created_at + interval '8 seconds', 'open', 'geheim', NULL, ''"
                    + " FROM retrieval WHERE state = 'taken'",
            "INSERT INTO access_log SELECT n, now() - n * interval '1 minute', k, 'geheim', 'pack:P-4711', r, '密密', 'x',"
                    + " decode(repeat('00', 32), 'hex'), decode(repeat('00', 32), 'hex')"
                    + " FROM (VALUES (1, 'retrieval-requested', 'accepted'), (2, 'access', 'refused:not-allowed'))"
                    + " AS v (n, k, r)",
            // cameras
            "INSERT INTO camera_state (camera, trusted, detail, since, heard_at)"
                    + " VALUES ('cam-b1', true, 'geheim', now() - interval '1 day', now())",
            "INSERT INTO camera_observation (camera, observation, label, zone, aisles, began_at, began_known, seen_at,"
                    + " ended_at) VALUES"
                    + " ('cam-b1', 'geheim-1', 'person', 'v1-north', '{ES-V1-B1/3}', now() - interval '1 minute', true,"
                    + " now(), NULL), ('cam-b1', 'geheim-2', 'person', 'v1-north', '{}', now() - interval '2 hours', true,"
                    + " now() - interval '119 minutes', now() - interval '119 minutes')");

    final TestDatabase db = new TestDatabase();
    final Instant to = Clock.systemUTC().instant().plus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS);
    final Instant from = to.minus(8, ChronoUnit.HOURS);

    House() {
        for (String sql : SEED) {
            db.rows(sql);
        }
        // As the owner would, twice: after an upgrade it is run again.
        for (int times = 0; times < 2; times++) {
            TestPostgres.execute(db.settings(), script());
        }
        TestPostgres.execute(db.settings(), "ALTER ROLE vault_grafana PASSWORD '" + PASSWORD + "'");
    }

    /** A connection as Grafana has it. */
    Connection asGrafana() throws SQLException {
        DatabaseSettings settings = db.settings();
        return DriverManager.getConnection(settings.jdbcUrl(), "vault_grafana", PASSWORD);
    }

    private static String script() {
        try {
            return Files.readString(Dashboard.FOLDER.resolve("read-only-role.sql"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        db.close();
    }
}
