package org.archivevault.server.retrieval;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.protocol.address.ShelfAddress;
import org.archivevault.protocol.pack.BusinessOrderNo;
import org.archivevault.protocol.pack.Epc;
import org.archivevault.protocol.pack.PackNo;
import org.archivevault.server.accesslog.AccessLog;
import org.archivevault.server.alarm.AlarmParts;
import org.archivevault.server.alarm.Announcer;
import org.archivevault.server.catalogue.Catalogue;
import org.archivevault.server.catalogue.Placements;
import org.archivevault.server.database.Database;
import org.archivevault.server.database.DatabaseSettings;
import org.archivevault.server.database.DatabaseUnavailable;
import org.archivevault.server.identity.Principal;
import org.archivevault.server.identity.Role;
import org.archivevault.server.location.LocationResolver;
import org.archivevault.server.putaway.SlotRegister;
import org.archivevault.server.search.NearestOrders;
import org.archivevault.server.shelving.TestPlan;
import org.archivevault.server.testing.MemoryBroker;
import org.archivevault.server.testing.TestEdge;
import org.archivevault.server.testing.TestPostgres;
import org.archivevault.server.testing.Wait;

/** Retrieval on a real PostgreSQL, over the real link, with an edge written for tests on a broker in memory. */
final class Bench implements AutoCloseable {
    static final Principal LI = archivist("li");
    static final Principal WANG = archivist("wang");
    static final Principal ZHAO = archivist("zhao");
    static final Principal ENGINEER = new Principal("engineer", "工程师", Set.of(Role.FACILITIES));

    private static final int OPEN_TRIES = 10;

    final Vertx vertx = Vertx.vertx();
    final LongSupplier millis = () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    final MemoryBroker broker = new MemoryBroker(vertx, millis);
    final SitePlan plan;
    /** Stands still: how long a request has been under way does not depend on how busy this machine is. */
    final AtomicLong nanos = new AtomicLong(1_000_000_000L);

    final DatabaseSettings settings;
    final Database database;
    final AccessLog accessLog;
    final RetrievalParts parts;
    final TestEdge edge;
    private final Placements placements = new Placements(Clock.systemUTC());

    Bench() {
        this(TestPostgres.newDatabase(), new RetrievalLimits(Duration.ofSeconds(30), Duration.ofSeconds(30)));
    }

    Bench(DatabaseSettings settings, RetrievalLimits limits) {
        this(settings, limits, TestPlan.plan());
    }

    /** A site with readers. */
    Bench(SitePlan plan) {
        this(TestPostgres.newDatabase(), new RetrievalLimits(Duration.ofSeconds(30), Duration.ofSeconds(30)), plan);
    }

    private Bench(DatabaseSettings settings, RetrievalLimits limits, SitePlan plan) {
        this.plan = plan;
        this.settings = settings;
        this.database = await(open(settings, OPEN_TRIES));
        this.accessLog = new AccessLog(database, Clock.systemUTC());
        LocationResolver resolver = new LocationResolver(database, new NearestOrders(database));
        this.parts = new RetrievalParts(new RetrievalParts.Ground(
                vertx,
                plan,
                database,
                accessLog,
                new AlarmParts(vertx, database, accessLog, Clock.systemUTC(), UUID::randomUUID, Announcer.NOBODY)
                        .book(),
                new CataloguePacks(resolver, new Catalogue(), placements),
                broker.connect(),
                false,
                Clock.systemUTC(),
                nanos::get,
                millis,
                UUID::randomUUID,
                limits,
                List.of()));
        await(new SlotRegister(database, Clock.systemUTC()).synchronise(plan));
        this.edge = new TestEdge(
                vertx, broker.connect(), TestPlan.EDGE, List.of(TestPlan.BLOCK, TestPlan.OTHER_BLOCK), millis);
        await(parts.start());
        org.awaitility.Awaitility.await("the block may move")
                .until(() -> parts.views().obstaclesOf(TestPlan.BLOCK).isEmpty());
    }

    /** As the server does at its start: a machine that is busy with other tests answers late. */
    private Future<Database> open(DatabaseSettings where, int tries) {
        return Database.open(vertx, where)
                .recover(failure -> tries > 1 && DatabaseUnavailable.isMeantBy(failure)
                        ? open(where, tries - 1)
                        : Future.failedFuture(failure));
    }

    static Principal archivist(String name) {
        return new Principal(name, name.toUpperCase(java.util.Locale.ROOT), Set.of(Role.ARCHIVIST));
    }

    static <T> T await(Future<T> future) {
        return Wait.until(future);
    }

    /** What a future failed with. */
    static Throwable failureOf(Future<?> future) {
        try {
            Object value = await(future);
            throw new AssertionError("succeeded with " + value);
        } catch (CompletionException e) {
            return java.util.Objects.requireNonNull(e.getCause());
        }
    }

    /** Files an order whose one pack stands at a position. */
    void file(String order, String pack, String position) {
        file(order, pack, position, 1);
    }

    void file(String order, String pack, String position, int securityClass) {
        await(database.inTransaction(tx -> tx.preparedQuery(
                        "WITH n AS (INSERT INTO customer_name (name) VALUES ($1::text) ON CONFLICT (name) DO UPDATE SET"
                                + " name = EXCLUDED.name RETURNING id), o AS (INSERT INTO business_order (order_no,"
                                + " customer_no, name_id) SELECT $2::text, 'C-1', n.id FROM n ON CONFLICT (order_no) DO"
                                + " UPDATE SET customer_no = EXCLUDED.customer_no RETURNING id), p AS (INSERT INTO pack"
                                + " (pack_no, seal_no, security_class, state_since, state_by) VALUES ($3::text,"
                                + " $4::text, $5::smallint, now(), 'test') RETURNING id) INSERT INTO order_pack"
                                + " (order_id, pack_id) SELECT o.id, p.id FROM o, p")
                .execute(Tuple.of("张三", order, pack, "S-" + pack, (short) securityClass))
                .compose(made -> placements.put(tx, new PackNo(pack), ShelfAddress.parse(position), "test", "test"))));
    }

    /** Files an order whose one pack has a tag and a bar code; the tag's number is the pack's. */
    Epc fileTagged(String order, String pack, String position) {
        file(order, pack, position);
        Epc epc = epcOf(pack);
        await(database.reads()
                .preparedQuery("UPDATE pack SET epc = $2::text, barcode = $3::text WHERE pack_no = $1::text")
                .execute(Tuple.of(pack, epc.value(), "BC-" + pack)));
        return epc;
    }

    static Epc epcOf(String pack) {
        return new Epc(String.format(java.util.Locale.ROOT, "2C%022X", Integer.parseInt(pack.replaceAll("\\D", ""))));
    }

    void move(String pack, String position) {
        await(database.inTransaction(
                tx -> placements.put(tx, new PackNo(pack), ShelfAddress.parse(position), "test", "test")));
    }

    Future<Decision> ask(Principal who, String order) {
        return ask(who, order, null);
    }

    Future<Decision> ask(Principal who, String order, @org.jspecify.annotations.Nullable String pack) {
        RetrievalRequest request = new RetrievalRequest(
                who,
                new BusinessOrderNo(order),
                new Purpose("抄表争议"),
                Optional.ofNullable(pack).map(PackNo::new),
                nanos.get());
        return askUntilConnected(request, OPEN_TRIES);
    }

    private Future<Decision> askUntilConnected(RetrievalRequest request, int tries) {
        return parts.service()
                .ask(request)
                .recover(failure -> tries > 1 && DatabaseUnavailable.isMeantBy(failure)
                        ? askUntilConnected(request, tries - 1)
                        : Future.failedFuture(failure));
    }

    /** Takes up an offer. */
    Future<Decision> open(UUID id, Principal who) {
        return parts.service().open(id, who, nanos.get());
    }

    Retrieval retrieval(UUID id) {
        return await(new RetrievalStore().find(database.reads(), id)).orElseThrow();
    }

    void awaitState(UUID id, RetrievalState state) {
        org.awaitility.Awaitility.await("retrieval " + id + " is " + state)
                .atMost(Duration.ofSeconds(15))
                .until(() -> retrieval(id).state() == state);
    }

    /** Rows of a query, one text per row, columns joined by blanks. */
    List<String> rows(String sql) {
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

    /** The kinds and results of the access log, in order. */
    List<String> log() {
        return rows("SELECT kind, result FROM access_log ORDER BY seq");
    }

    @Override
    public void close() {
        await(parts.close());
        await(database.close().transform(done -> vertx.close()));
    }
}
