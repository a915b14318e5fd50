package org.archivevault.server.inventory;

import static org.archivevault.server.testing.TestDatabase.await;

import io.vertx.sqlclient.Row;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.archivevault.protocol.Json;
import org.archivevault.protocol.event.EdgeEvent;
import org.archivevault.protocol.pack.Epc;
import org.archivevault.protocol.tag.ReadPointId;
import org.archivevault.server.accesslog.AccessLog;
import org.archivevault.server.identity.Principal;
import org.archivevault.server.identity.Role;
import org.archivevault.server.putaway.SlotRegister;
import org.archivevault.server.testing.TestDatabase;
import org.archivevault.server.testing.TestSite;
import org.jspecify.annotations.Nullable;

/** A database with a small site, whose history is told in minutes since noon. */
final class Shelf implements AutoCloseable {
    static final Principal LI = new Principal("li", "李", Set.of(Role.ARCHIVIST));
    static final String FACE_1B = "ES-V1-B1-01B";
    static final String FACE_2A = "ES-V1-B1-02A";
    static final String OTHER_BLOCK = "ES-V1-B2-01B";
    static final ReadPointId SHELF_READER = new ReadPointId("b1-02a");

    final TestDatabase db = new TestDatabase();
    final AccessLog log = new AccessLog(db.database(), Clock.systemUTC());
    final Rounds rounds = new Rounds(db.database(), log, Clock.systemUTC());
    final RoundClosing closing =
            new RoundClosing(db.database(), log, Clock.systemUTC(), Map.of(SHELF_READER.value(), FACE_2A));
    private final int slots;
    private final OffsetDateTime noon =
            Rounds.utc(Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(20, ChronoUnit.HOURS));
    private long events;

    Shelf(int slots) {
        this.slots = slots;
    }

    /** Takes everything away and adds packs P1 … Pn with EPCs E000…, all nowhere. */
    void reset(int packs) {
        db.rows("TRUNCATE inventory_round, inventory_read, edge_event CASCADE");
        db.empty();
        await(new SlotRegister(db.database(), Clock.systemUTC()).synchronise(TestSite.small(slots, "plan")));
        db.addPacks(packs);
        db.rows("UPDATE pack SET epc = 'E' || lpad(substr(pack_no, 2), 5, '0')");
    }

    static String slot(String face, int number) {
        return String.format(java.util.Locale.ROOT, "%s-01-1-%02d", face, number);
    }

    OffsetDateTime at(double minute) {
        return noon.plusSeconds(Math.round(minute * 60));
    }

    /** A pack stood in a slot from a minute on, and until another, or still. */
    void placed(int pack, String slot, double from, @Nullable Double to) {
        db.rows(
                "INSERT INTO placement (pack_id, position_code, valid_from, placed_by, placed_why) SELECT id, $2::text,"
                        + " $3::timestamptz, 'test', 'test' FROM pack WHERE pack_no = $1::text",
                "P" + pack,
                slot,
                at(from));
        if (to != null) {
            db.rows(
                    "UPDATE placement SET valid_to = $2::timestamptz, taken_by = 'test', taken_why = 'test'"
                            + " WHERE valid_to IS NULL AND pack_id = (SELECT id FROM pack WHERE pack_no = $1::text)",
                    "P" + pack,
                    at(to));
        }
        state(pack, to == null ? "on-shelf" : "out");
    }

    void state(int pack, String state) {
        db.rows("UPDATE pack SET state = $2::text WHERE pack_no = $1::text", "P" + pack, state);
    }

    UUID round(String scope) {
        return await(rounds.open(new Scope(scope), at(-600).toInstant(), LI)).id();
    }

    /** A hand-held read a pack; the place as far as it knew: a slot, a face, or nothing. */
    void read(UUID round, UUID sweep, int pack, @Nullable String place, double minute) {
        String where = place == null ? "" : place;
        boolean isSlot = where.length() > FACE_1B.length();
        String face = isSlot ? where.substring(0, where.length() - Round.SLOT_CHARACTERS) : where;
        db.rows(
                "INSERT INTO inventory_read (round, sweep, pack_id, face, position_code, read_at) SELECT $1::uuid,"
                        + " $2::uuid, id, nullif($4::text, ''), nullif($5::text, ''), $6::timestamptz FROM pack"
                        + " WHERE pack_no = $3::text",
                round,
                sweep,
                "P" + pack,
                face,
                isSlot ? where : "",
                at(minute));
    }

    /** A hand-held read a tag that is no pack's; an empty one stands for a face that answered nothing. */
    void readStranger(UUID round, UUID sweep, String epc, String face, double minute) {
        db.rows(
                "INSERT INTO inventory_read (round, sweep, epc, face, read_at) VALUES ($1::uuid, $2::uuid,"
                        + " nullif($3::text, ''), $4::text, $5::timestamptz)",
                round,
                sweep,
                epc,
                face,
                at(minute));
    }

    /** The fixed reader told a part of a scan. */
    void scanned(UUID scan, int part, int parts, double minute, String... epcs) {
        EdgeEvent.ReadPointScanned event = new EdgeEvent.ReadPointScanned(
                SHELF_READER,
                scan,
                part,
                parts,
                5_000,
                java.util.Arrays.stream(epcs).map(Epc::new).toList());
        events++;
        db.rows(
                "INSERT INTO edge_event (edge, outbox, lane, seq, at, received_at, type, body) VALUES ('edge-v1',"
                        + " '00000000-0000-4000-8000-000000000001', 'telemetry', $1::bigint, $2::timestamptz,"
                        + " $2::timestamptz, 'read-point-scanned', $3::text)",
                events,
                at(minute),
                new String(Json.bytes(event), java.nio.charset.StandardCharsets.UTF_8));
    }

    Round close(UUID round) {
        return await(closing.close(round, true, LI));
    }

    /** For example {@code missing P3 belongs ES-V1-B1-01B-01-1-03}, in the order of their numbers. */
    List<String> found(UUID round) {
        List<String> found = new ArrayList<>();
        for (Row row : db.rows(
                "SELECT d.kind, coalesce(p.pack_no, d.mark), d.belongs, coalesce(d.seen_position, d.seen_face)"
                        + " FROM inventory_discrepancy d LEFT JOIN pack p ON p.id = d.pack_id WHERE round = $1::uuid"
                        + " ORDER BY d.id",
                round)) {
            found.add(row.getString(0) + " " + row.getString(1)
                    + (row.getString(2) == null ? "" : " belongs " + row.getString(2))
                    + (row.getString(3) == null ? "" : " seen " + row.getString(3)));
        }
        return found;
    }

    @Override
    public void close() {
        db.close();
    }
}
