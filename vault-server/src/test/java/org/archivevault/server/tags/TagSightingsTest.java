package org.archivevault.server.tags;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.protocol.address.FaceId;
import org.archivevault.protocol.address.ShelfAddress;
import org.archivevault.protocol.event.EdgeEvent;
import org.archivevault.protocol.event.Lane;
import org.archivevault.protocol.link.EdgeId;
import org.archivevault.protocol.link.EventBatch;
import org.archivevault.protocol.link.SequencedEvent;
import org.archivevault.protocol.pack.Epc;
import org.archivevault.protocol.pack.PackNo;
import org.archivevault.protocol.tag.Direction;
import org.archivevault.protocol.tag.ReadPointId;
import org.archivevault.protocol.tag.Tid;
import org.archivevault.server.accesslog.AccessLog;
import org.archivevault.server.catalogue.Placements;
import org.archivevault.server.database.Database;
import org.archivevault.server.edge.EdgeGateway;
import org.archivevault.server.putaway.SlotRegister;
import org.archivevault.server.tags.TestReaders.Level;
import org.archivevault.server.testing.TestPostgres;
import org.archivevault.server.testing.Wait;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** On a real PostgreSQL, through the gateway that commits events. */
class TagSightingsTest {
    private static final Instant NOON = Instant.parse("2026-11-21T04:00:00Z");
    private static final FaceId FACE = FaceId.parse("ES-V1-B1-01B");
    private static final FaceId OTHER = FaceId.parse("ES-V1-B1-02B");
    private static final ReadPointId SHELF = TestReaders.shelf(FACE);

    private final Vertx vertx = Vertx.vertx();
    private final SitePlan plan = TestReaders.planWith(Level.SHELF, Level.DESK, Level.GATE);
    private final Database database = await(Database.open(vertx, TestPostgres.newDatabase()));
    private final TagParts tags = new TagParts(plan, database);
    private final EdgeGateway gateway =
            new EdgeGateway(database, new AccessLog(database, Clock.systemUTC()), tags.consumer(), Clock.systemUTC());
    private final Placements placements = new Placements(Clock.systemUTC());
    private long accessSeq = 1;
    private long telemetrySeq = 1;

    @AfterEach
    void close() {
        await(database.close().transform(done -> vertx.close()));
    }

    private static <T> T await(Future<T> future) {
        return Wait.until(future);
    }

    private static Epc epc(int number) {
        return new Epc(String.format(java.util.Locale.ROOT, "2C%022X", number));
    }

    private void packs(int count) {
        await(database.inTransaction(tx -> tx.preparedQuery("INSERT INTO pack (pack_no, epc, state_since, state_by)"
                        + " SELECT 'P-' || i, '2C' || lpad(upper(to_hex(i)), 22, '0'), now(), 'test'"
                        + " FROM generate_series(1, $1::int) AS i")
                .execute(Tuple.of(count))));
    }

    private void put(String pack, String position) {
        await(new SlotRegister(database, Clock.systemUTC()).synchronise(plan));
        await(database.inTransaction(
                tx -> placements.put(tx, new PackNo(pack), ShelfAddress.parse(position), "test", "put-away")));
    }

    private void happened(Instant at, EdgeEvent... events) {
        List<SequencedEvent> batch = new ArrayList<>();
        for (EdgeEvent event : events) {
            batch.add(new SequencedEvent(accessSeq++, at, event));
        }
        commit(Lane.ACCESS, batch);
    }

    private void scanned(Instant at, EdgeEvent.ReadPointScanned... parts) {
        List<SequencedEvent> batch = new ArrayList<>();
        for (EdgeEvent part : parts) {
            batch.add(new SequencedEvent(telemetrySeq++, at, part));
        }
        commit(Lane.TELEMETRY, batch);
    }

    private void commit(Lane lane, List<SequencedEvent> batch) {
        await(gateway.commit(new EventBatch(
                new EdgeId("edge-v1"), new UUID(7, 7), lane, batch.get(0).seq(), batch)));
    }

    private static EdgeEvent arrived(ReadPointId point, int pack, @Nullable Integer rssi) {
        return new EdgeEvent.TagArrived(point, epc(pack), new Tid("E2801160"), rssi, 0);
    }

    /** One text per row, columns joined by blanks. */
    private List<String> rows(String sql) {
        List<String> lines = new ArrayList<>();
        for (Row row : await(database.reads().query(sql).execute())) {
            List<String> cells = new ArrayList<>();
            for (int i = 0; i < row.size(); i++) {
                cells.add(String.valueOf(row.getValue(i)));
            }
            lines.add(String.join(" ", cells));
        }
        return lines;
    }

    private PackSightings.Seen seen(String pack) {
        return await(tags.sightings().of(database.reads(), new PackNo(pack))).orElseThrow();
    }

    @Test
    void theLastPlaceOfAPackIsKeptWithHowStrongItWas() {
        packs(2);
        put("P-1", "ES-V1-B1-01B-01-1-01");

        happened(NOON, arrived(SHELF, 1, -41));
        assertThat(seen("P-1").lastSeen()).satisfies(last -> {
            assertThat(last.readPoint()).isEqualTo(SHELF.value());
            assertThat(last.face()).isEqualTo(FACE);
            assertThat(last.rssiDbm()).isEqualTo(-41);
            assertThat(last.tid()).isEqualTo("E2801160");
            assertThat(last.present()).isTrue();
        });
        assertThat(seen("P-1").place().result()).isEqualTo(TagCheck.Result.CONFIRMED);

        // WHEN it moves to another face, it is elsewhere; and when it is gone from there, it is seen nowhere
        ReadPointId other = TestReaders.shelf(OTHER);
        happened(NOON.plusSeconds(5), new EdgeEvent.TagMoved(SHELF, other, epc(1), null, -50));
        assertThat(seen("P-1").place().result()).isEqualTo(TagCheck.Result.ELSEWHERE);
        assertThat(seen("P-1").place().sentence().en()).contains("ES-V1-B1-02B", "ES-V1-B1-01B-01-1-01");
        happened(NOON.plusSeconds(9), new EdgeEvent.TagDeparted(other, epc(1), 2_000));
        assertThat(seen("P-1").place().result()).isEqualTo(TagCheck.Result.NOT_SEEN);
        assertThat(seen("P-1").movements())
                .extracting(PackSightings.Movement::what)
                .containsExactly("departed", "moved", "arrived");
        // a pack that no antenna has ever seen
        assertThat(seen("P-2").lastSeen()).isNull();
        assertThat(seen("P-2").place().result()).isEqualTo(TagCheck.Result.NO_READER);
    }

    @Test
    void anOlderWordNeverReplacesANewerOne() {
        packs(1);
        happened(NOON, arrived(TestReaders.DESK, 1, -30));

        // WHEN what was seen before comes later, and a departure from the place where it was before
        happened(NOON.minusSeconds(60), arrived(SHELF, 1, -40));
        happened(NOON.plusSeconds(10), new EdgeEvent.TagDeparted(SHELF, epc(1), 15_000));

        assertThat(rows("SELECT read_point, present FROM pack_sighting")).containsExactly("desk true");
        // but gone from the desk is gone from the desk, although it was last read before it arrived there, by the clock
        happened(NOON.plusSeconds(20), new EdgeEvent.TagDeparted(TestReaders.DESK, epc(1), 25_000));
        assertThat(rows("SELECT read_point, present FROM pack_sighting")).containsExactly("desk false");
    }

    @Test
    void theLastWordOfABatchCounts() {
        packs(3);
        happened(
                NOON,
                arrived(SHELF, 1, null),
                arrived(SHELF, 2, null),
                new EdgeEvent.TagDeparted(SHELF, epc(1), 0),
                arrived(TestReaders.DESK, 1, -33),
                new EdgeEvent.GatePassed(TestReaders.GATE, epc(3), null, Direction.OUT, 100));
        assertThat(rows("SELECT p.pack_no, s.read_point, s.kind, s.present FROM pack_sighting s JOIN pack p"
                        + " ON p.id = s.pack_id ORDER BY p.pack_no"))
                .containsExactly("P-1 desk desk true", "P-2 shelf-1b shelf true", "P-3 gate gate false");
        assertThat(rows("SELECT count(*) FROM tag_movement")).containsExactly("5");
    }

    @Test
    void aTagThatIsNobodysIsCountedAndListedAndStopsNothing() {
        packs(1);
        happened(NOON, arrived(SHELF, 99, -70), arrived(SHELF, 1, -40));
        happened(NOON.plusSeconds(1), arrived(TestReaders.DESK, 99, -70));
        assertThat(rows("SELECT epc, times, read_point FROM unknown_tag")).containsExactly(epc(99) + " 2 desk");
        assertThat(rows("SELECT count(*) FROM pack_sighting")).containsExactly("1");
    }

    @Test
    void strangeTagsAreForgottenBeyondALimit() {
        int more = LastSeen.MOST_UNKNOWN + 250;
        List<Epc> all = new ArrayList<>();
        for (int i = 0; i < more; i++) {
            all.add(epc(i));
        }
        scan(NOON, SHELF, all);
        assertThat(rows("SELECT count(*) FROM unknown_tag")).containsExactly(String.valueOf(LastSeen.MOST_UNKNOWN));
    }

    @Test
    void aScanIsABeliefThatReplacesTheOneBefore() {
        packs(3);
        happened(NOON, arrived(SHELF, 1, -44), arrived(SHELF, 3, -50));

        scan(NOON.plusSeconds(30), SHELF, List.of(epc(1), epc(2), epc(77)));

        assertThat(rows("SELECT p.pack_no, s.present, s.rssi_dbm FROM pack_sighting s JOIN pack p ON p.id = s.pack_id"
                        + " ORDER BY p.pack_no"))
                .containsExactly("P-1 true -44", "P-2 true null", "P-3 false -50");
        assertThat(rows("SELECT packs, unknown FROM read_point_scan")).containsExactly("2 1");
        // an older scan that comes late changes nothing
        scan(NOON.plusSeconds(10), SHELF, List.of());
        assertThat(rows("SELECT packs, unknown FROM read_point_scan")).containsExactly("2 1");
        assertThat(rows("SELECT count(*) FROM pack_sighting WHERE present")).containsExactly("2");
    }

    @Test
    void partsOfAScanThatComeApartAreGathered() {
        packs(4);
        UUID scan = UUID.randomUUID();
        happened(NOON, arrived(SHELF, 4, -44));
        scanned(NOON.plusSeconds(1), part(scan, 2, 2, List.of(epc(3))));
        assertThat(rows("SELECT count(*) FROM pack_sighting WHERE present")).containsExactly("1");

        scanned(NOON.plusSeconds(2), part(scan, 1, 2, List.of(epc(1), epc(2))));

        assertThat(rows("SELECT p.pack_no FROM pack_sighting s JOIN pack p ON p.id = s.pack_id WHERE present"
                        + " ORDER BY p.pack_no"))
                .containsExactly("P-1", "P-2", "P-3");
        assertThat(rows("SELECT count(*) FROM scan_part")).containsExactly("0");
    }

    @Test
    void aPartThatNeverComesIsForgottenWithTheNextScan() {
        packs(2);
        scanned(NOON, part(UUID.randomUUID(), 1, 2, List.of(epc(1))));
        scanned(NOON.plusSeconds(60), part(UUID.randomUUID(), 2, 2, List.of(epc(2))));
        assertThat(rows("SELECT part FROM scan_part")).containsExactly("2");
        assertThat(rows("SELECT count(*) FROM pack_sighting")).containsExactly("0");
    }

    @Test
    void aScanOfSevenHundredTagsIsQuick() {
        packs(700);
        List<Epc> all = new ArrayList<>();
        for (int i = 1; i <= 700; i++) {
            all.add(epc(i));
        }
        scan(NOON, SHELF, all);
        long began = System.nanoTime();
        scan(NOON.plusSeconds(60), SHELF, all);
        long millis = (System.nanoTime() - began) / 1_000_000;
        assertThat(rows("SELECT count(*) FROM pack_sighting WHERE present")).containsExactly("700");
        // Some 20 ms on a machine of its own; the bound is for one that is busy with other tests.
        assertThat(millis).isLessThan(2_000);
    }

    private void scan(Instant at, ReadPointId point, List<Epc> all) {
        int most = EdgeEvent.ReadPointScanned.MAX_EPCS;
        int parts = Math.max(1, (all.size() + most - 1) / most);
        UUID scan = UUID.randomUUID();
        List<EdgeEvent.ReadPointScanned> told = new ArrayList<>();
        for (int part = 1; part <= parts; part++) {
            told.add(new EdgeEvent.ReadPointScanned(
                    point, scan, part, parts, 500, all.subList((part - 1) * most, Math.min(all.size(), part * most))));
        }
        scanned(at, told.toArray(EdgeEvent.ReadPointScanned[]::new));
    }

    private static EdgeEvent.ReadPointScanned part(UUID scan, int part, int parts, List<Epc> epcs) {
        return new EdgeEvent.ReadPointScanned(SHELF, scan, part, parts, 500, epcs);
    }
}
