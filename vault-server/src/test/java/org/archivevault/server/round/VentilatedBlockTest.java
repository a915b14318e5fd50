package org.archivevault.server.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.firmware.plan.SitePlanLoader;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.camera.ObservationPhase;
import org.archivevault.protocol.command.FencingToken;
import org.archivevault.protocol.command.Reason;
import org.archivevault.protocol.command.RefusalCode;
import org.archivevault.protocol.command.Ventilate;
import org.archivevault.protocol.event.EdgeEvent;
import org.archivevault.protocol.event.Obstacle;
import org.archivevault.server.accesslog.AccessLog;
import org.archivevault.server.alarm.AlarmParts;
import org.archivevault.server.alarm.Announcer;
import org.archivevault.server.camera.CameraParts;
import org.archivevault.server.camera.CameraSettings;
import org.archivevault.server.camera.TestCameras;
import org.archivevault.server.catalogue.Catalogue;
import org.archivevault.server.catalogue.Placements;
import org.archivevault.server.edge.Happened;
import org.archivevault.server.http.Problem;
import org.archivevault.server.identity.Principal;
import org.archivevault.server.identity.Role;
import org.archivevault.server.location.LocationResolver;
import org.archivevault.server.retrieval.CataloguePacks;
import org.archivevault.server.retrieval.RetrievalLimits;
import org.archivevault.server.retrieval.RetrievalParts;
import org.archivevault.server.search.NearestOrders;
import org.archivevault.server.shelving.TestPlan;
import org.archivevault.server.testing.HandClock;
import org.archivevault.server.testing.MemoryBroker;
import org.archivevault.server.testing.TestDatabase;
import org.archivevault.server.testing.TestEdge;
import org.archivevault.server.testing.Wait;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A ventilation that moves carriages: on a real PostgreSQL, over the real link, with an edge written for tests. */
class VentilatedBlockTest {
    private static final BlockId BLOCK = TestPlan.BLOCK;
    private static final Principal ENGINEER = new Principal("zhao", "赵", Set.of(Role.FACILITIES));
    private static final Principal GUARD = new Principal("guard", "门卫", Set.of(Role.SECURITY));
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final HandClock clock = new HandClock(Instant.now().truncatedTo(ChronoUnit.SECONDS));
    /** Stands still: how long a request has been under way does not depend on how busy this machine is. */
    private final AtomicLong nanos = new AtomicLong(1_000_000_000L);

    private final TestDatabase database = new TestDatabase();
    private final AccessLog accessLog = new AccessLog(database.database(), clock);
    private final SitePlan plan = plan();
    private final AlarmParts alarms =
            new AlarmParts(database.vertx(), database.database(), accessLog, clock, UUID::randomUUID, Announcer.NOBODY);
    private final CameraParts cameras = new CameraParts(new CameraParts.Ground(
            database.vertx(),
            plan,
            database.database(),
            accessLog,
            CameraSettings.DEFAULT,
            alarms.book(),
            edge -> true,
            clock));
    private final RoundParts rounds = new RoundParts(new RoundParts.Ground(
            database.vertx(),
            plan,
            database.database(),
            accessLog,
            new RoundSettings(ZoneId.of("Asia/Shanghai")),
            alarms.book(),
            this::obstacles,
            () -> Optional.ofNullable(this.shelves).map(RetrievalParts::motion),
            cameras.people(),
            clock,
            UUID::randomUUID));
    private @Nullable RetrievalParts shelves;
    private @Nullable TestEdge connected;

    private static long millis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    /** The demo's two blocks, of which only B1 has a controller that spreads, with the zones of {@link TestCameras}. */
    private static SitePlan plan() {
        SitePlan demo = SitePlanLoader.loadBundled("demo");
        SitePlan.Vault vault = demo.vaults().get(0);
        return new SitePlan(
                demo.site(),
                demo.name(),
                List.of(new SitePlan.Vault(
                        vault.id(),
                        vault.name(),
                        vault.edge(),
                        vault.blocks(),
                        List.of(),
                        TestCameras.plan().vaults().get(0).watch())),
                demo.controllers(),
                demo.digest());
    }

    private List<Obstacle> obstacles(BlockId block) {
        List<Obstacle> all = new ArrayList<>(parts().views().obstaclesOf(block));
        all.addAll(parts().views().againstSpreading(block));
        return all;
    }

    private RetrievalParts parts() {
        return Objects.requireNonNull(shelves);
    }

    private TestEdge edge() {
        return Objects.requireNonNull(connected);
    }

    @BeforeEach
    void connect() {
        MemoryBroker broker = new MemoryBroker(database.vertx(), VentilatedBlockTest::millis);
        shelves = new RetrievalParts(new RetrievalParts.Ground(
                database.vertx(),
                plan,
                database.database(),
                accessLog,
                alarms.book(),
                new CataloguePacks(
                        new LocationResolver(database.database(), new NearestOrders(database.database())),
                        new Catalogue(),
                        new Placements(clock)),
                broker.connect(),
                false,
                clock,
                nanos::get,
                VentilatedBlockTest::millis,
                UUID::randomUUID,
                new RetrievalLimits(Duration.ofSeconds(30), Duration.ofSeconds(30)),
                List.of(cameras.consumer(), rounds.consumer())));
        connected = new TestEdge(
                database.vertx(),
                broker.connect(),
                TestPlan.EDGE,
                List.of(BLOCK, TestPlan.OTHER_BLOCK),
                VentilatedBlockTest::millis);
        Wait.until(parts().start());
        await("the block may move").until(() -> obstacles(BLOCK).isEmpty());
        put("air-b1", BLOCK);
        measured("north-1", "v1-north", 22, 60);
        measured("south-1", "v1-south", 22, 60);
        measured("roof", "outside", 16, 75);
    }

    @AfterEach
    void close() {
        Wait.until(parts().close());
        database.close();
    }

    private void put(String id, BlockId block) {
        JsonObject body = new JsonObject()
                .put("kind", "ventilation")
                .put("zh", "通风")
                .put("en", "ventilation")
                .put("vault", "ES-V1")
                .put("block", block.toString())
                .put(
                        "rhythm",
                        new JsonObject()
                                .put("kind", "every")
                                .put("everyDays", 1)
                                .put("by", "12:00"));
        Wait.until(rounds.desk().put(RoundJson.schedule(id, body), "zhao"));
    }

    private void measured(String sensor, String zone, double celsius, double humidity) {
        for (Map.Entry<String, Double> each :
                Map.of("temperature", celsius, "humidity", humidity).entrySet()) {
            database.rows(
                    "INSERT INTO sensor_latest (sensor, quantity, zone, at, received_at, value, quality) VALUES"
                            + " ($1::text, $2::text, $3::text, $4::timestamptz, $4::timestamptz, $5::float8, 'good')"
                            + " ON CONFLICT (sensor, quantity) DO UPDATE SET at = EXCLUDED.at, value = EXCLUDED.value",
                    sensor,
                    each.getKey(),
                    zone,
                    RoundRows.utc(clock.instant().minusSeconds(60)),
                    each.getValue());
        }
    }

    private UUID start() {
        return (UUID) Objects.requireNonNull(
                Wait.until(rounds.desk().start("air-b1", ENGINEER)).get("id"));
    }

    private Problem refusal(Future<?> future) {
        try {
            throw new AssertionError("done: " + Wait.until(future));
        } catch (CompletionException e) {
            assertThat(e.getCause()).isInstanceOf(Problem.class);
            return (Problem) Objects.requireNonNull(e.getCause());
        }
    }

    private static VentilationDesk.Judged judged(Problem problem) {
        assertThat(problem.code().code()).isEqualTo("ventilation-not-now");
        return (VentilationDesk.Judged) Objects.requireNonNull(problem.extras().get("judged"));
    }

    private List<String> against() {
        return judged(refusal(rounds.desk().start("air-b1", ENGINEER))).against().stream()
                .map(VentilationDesk.Against::code)
                .toList();
    }

    private List<SpreadState> states(UUID run) {
        Object motions = Wait.until(rounds.desk().run(run)).getOrDefault("motions", List.of());
        return ((List<?>) motions)
                .stream()
                        .map(one -> (SpreadState) Objects.requireNonNull(((Map<?, ?>) one).get("state")))
                        .toList();
    }

    private void awaitStates(UUID run, SpreadState... states) {
        await("motions of " + run).atMost(PATIENCE).until(() -> states(run).equals(List.of(states)));
    }

    private void awaitObstacles(RefusalCode... codes) {
        await("obstacles")
                .atMost(PATIENCE)
                .until(() ->
                        obstacles(BLOCK).stream().map(Obstacle::code).toList().equals(List.of(codes)));
    }

    private Instant due() {
        return Wait.until(new RoundRows().find(database.database().reads(), "air-b1"))
                .orElseThrow()
                .dueAt();
    }

    private List<String> log() {
        return database.rows("SELECT kind, result FROM access_log ORDER BY seq").stream()
                .map(row -> row.getString(0) + " " + row.getString(1))
                .toList();
    }

    @Test
    void aPersonsRequestSpreadsTheCarriagesOnceAndTheRecordKeepsWhatBecameOfIt() {
        Instant due = due();

        // WHEN somebody begins it
        UUID run = start();

        // THEN one command goes to the edge, with a token, a subject and a reason, and the record says how it ended
        awaitStates(run, SpreadState.SPREAD);
        assertThat(edge().spreads()).singleElement().satisfies(command -> {
            assertThat(command.block()).isEqualTo(BLOCK);
            assertThat(command.token()).isEqualTo(new FencingToken(1));
            assertThat(command.subject()).isEqualTo("zhao");
            assertThat(command.reason()).isEqualTo(new Reason(Reason.Kind.VENTILATION, run.toString()));
        });
        assertThat(edge().received()).hasOnlyElementsOfType(Ventilate.class);
        await().atMost(PATIENCE)
                .until(() -> parts().views()
                        .fresh(BLOCK)
                        .filter(view -> Boolean.TRUE.equals(view.spread()))
                        .isPresent());

        // AND the intent was in the access log before anything was heard of the edge
        assertThat(log()).containsSubsequence("round-started ok", "command-issued ok", "edge-motion-intended ok");
        assertThat(database.rows("SELECT kind, token, outcome, reason_kind FROM shelving_command")
                        .get(0)
                        .deepToString())
                .contains("ventilate", "1", "executed", "VENTILATION");
        assertThat(database.rows("SELECT held_by FROM block_lease").get(0).getUUID(0))
                .isNull();

        // AND what was judged before and measured after stands in it
        clock.forward(Duration.ofHours(30));
        measured("north-1", "v1-north", 21, 54);
        Map<String, Object> done = Wait.until(rounds.desk().finish(run, "an hour", "zhao"));
        assertThat(String.valueOf(done.get("judged"))).contains("\"helps\":true", "dewPointOutside");
        assertThat(String.valueOf(done.get("readingsAtStart"))).contains("60.0");
        assertThat(String.valueOf(done.get("readingsAtEnd"))).contains("54.0");
        assertThat(due()).isAfter(due);
        assertThat(edge().received()).hasSize(1);
    }

    @Test
    void itIsBegunOnlyWhenItHelpsAndNobodyIsInsideOrWaitsAndEveryRefusalIsLogged() {
        // GIVEN each thing that is against it, one after the other
        edge().obstacles(BLOCK, new Obstacle(RefusalCode.PERSON_IN_AISLE, "2"));
        awaitObstacles(RefusalCode.PERSON_IN_AISLE);
        assertThat(against()).containsExactly("person-in-aisle");
        edge().obstacles(BLOCK);
        edge().againstSpreading(BLOCK, new Obstacle(RefusalCode.SPREAD_NOT_OFFERED, "c"));
        awaitObstacles(RefusalCode.SPREAD_NOT_OFFERED);
        assertThat(against()).containsExactly("spread-not-offered");
        edge().againstSpreading(BLOCK);
        awaitObstacles();

        Happened seen = new Happened(
                new EdgeEvent.CameraNoticed(
                        TestCameras.CEILING, "a", ObservationPhase.BEGAN, "person", List.of(), clock.instant()),
                clock.instant());
        Wait.until(
                database.database().inTransaction(tx -> cameras.consumer().consume(tx, "edge:edge-v1", List.of(seen))));
        assertThat(against()).containsExactly("somebody-seen");
        database.rows("UPDATE camera_observation SET ended_at = seen_at");
        database.rows("INSERT INTO retrieval (id, order_no, purpose, asked_by, asked_by_name, block, state, revision,"
                + " created_at, changed_at) VALUES (gen_random_uuid(), 'O-1', 'p', 'li', 'Li', 'ES-V1-B1', 'waiting', 1,"
                + " now(), now())");
        assertThat(against()).containsExactly("somebody-waits");
        database.rows("UPDATE retrieval SET state = 'cancelled'");
        measured("roof", "outside", 30, 80);
        assertThat(judged(refusal(rounds.desk().start("air-b1", ENGINEER)))
                        .advice()
                        .code())
                .isEqualTo(Ventilation.Code.NOT_DRIER);

        // THEN nothing was asked of the edge and nothing written down, but that it was refused
        assertThat(edge().received()).isEmpty();
        assertThat(database.number("SELECT count(*) FROM round_run")).isZero();
        assertThat(database.number("SELECT count(*) FROM shelving_command")).isZero();
        assertThat(log()).contains("ventilation-refused refused").doesNotContain("command-issued ok");

        // AND WHEN nothing is against it any more, it runs
        measured("roof", "outside", 16, 75);
        awaitStates(start(), SpreadState.SPREAD);
    }

    @Test
    void aRowWithAControllerPerCarriageIsRefusedWithTheReasonInBothLanguages() {
        put("air-b2", TestPlan.OTHER_BLOCK);
        Problem refused = refusal(rounds.desk().start("air-b2", ENGINEER));
        assertThat(judged(refused).against())
                .extracting(VentilationDesk.Against::code)
                .containsExactly("spread-not-supported");
        assertThat(refused.sentence().zh()).contains("carriage-coils-1", "没有均匀散开功能");
        assertThat(refused.sentence().en()).contains("carriage-coils-1", "no function");
        assertThat(edge().received()).isEmpty();
    }

    @Test
    void anEdgeThatSaysNothingOfSpreadingIsNotAsked() {
        edge().knowsNothingOfSpreading();
        awaitObstacles(RefusalCode.SPREAD_NOT_OFFERED);
        assertThat(against()).containsExactly("spread-not-offered");
        assertThat(edge().received()).isEmpty();
    }

    @Test
    void whatTheEdgeRefusesStandsInTheRecordAndMayBeAskedForOnceMore() {
        Instant due = due();
        edge().behaving(TestEdge.Manner.REFUSES);
        UUID run = start();
        awaitStates(run, SpreadState.REFUSED);
        assertThat(String.valueOf(Wait.until(rounds.desk().run(run)).get("motions")))
                .contains("person-in-aisle", "通道 2 内有人");

        // WHEN it is asked for again, judged anew
        edge().behaving(TestEdge.Manner.OBEYS);
        Wait.until(rounds.desk().spread(run, ENGINEER));
        awaitStates(run, SpreadState.REFUSED, SpreadState.SPREAD);
        assertThat(edge().received())
                .extracting(command -> ((Ventilate) command).token().value())
                .containsExactly(1L, 2L);
        clock.forward(Duration.ofHours(30));
        Wait.until(rounds.desk().finish(run, "", "zhao"));
        assertThat(due()).isAfter(due);
        assertThat(refusal(rounds.desk().spread(run, ENGINEER)).code().code()).isEqualTo("round-finished");
    }

    @Test
    void aVentilationInWhichNothingWasSpreadWasNoneAndStaysDue() {
        Instant due = due();
        edge().behaving(TestEdge.Manner.REFUSES);
        UUID run = start();
        awaitStates(run, SpreadState.REFUSED);
        clock.forward(Duration.ofHours(30));
        Wait.until(rounds.desk().finish(run, "somebody was there", "zhao"));
        assertThat(due()).isEqualTo(due);
    }

    @Test
    void whileACommandHasNoEndNobodyElseMovesTheBlockAndAStopMidwayIsTold() {
        edge().behaving(TestEdge.Manner.KEEPS_MOVING);
        UUID run = start();
        awaitStates(run, SpreadState.MOVING);
        // the edge tells that the carriages move: it is refused as every motion would be
        edge().obstacles(BLOCK, new Obstacle(RefusalCode.BLOCK_BUSY, "moving"));
        awaitObstacles(RefusalCode.BLOCK_BUSY);
        assertThat(judged(refusal(rounds.desk().spread(run, ENGINEER))).against())
                .extracting(VentilationDesk.Against::code)
                .containsExactly("block-busy");

        // WHEN somebody stops it
        edge().happened(new EdgeEvent.MotionStopped(
                BLOCK, 0, edge().spreads().get(0).id(), false));
        awaitStates(run, SpreadState.STOPPED);
        edge().obstacles(BLOCK);
        awaitObstacles();

        // AND a command of which nothing is heard keeps others out until it has ended
        edge().behaving(TestEdge.Manner.SILENT);
        Wait.until(rounds.desk().spread(run, ENGINEER));
        assertThat(judged(refusal(rounds.desk().spread(run, ENGINEER))).against())
                .extracting(VentilationDesk.Against::code)
                .containsExactly("command-under-way");
    }

    @Test
    void onlyArchivistsAndFacilitiesHaveCarriagesMoved() {
        Problem refused = refusal(rounds.desk().start("air-b1", GUARD));
        assertThat(refused.code().code()).isEqualTo("not-allowed");
        assertThat(edge().received()).isEmpty();
        assertThat(database.number("SELECT count(*) FROM round_run")).isZero();
    }

    @Test
    void noTimeThatPassesMovesAnything() {
        clock.forward(Duration.ofDays(9));
        assertThat(Wait.until(rounds.sweeper().sweep())).isZero();
        assertThat(against()).isEmpty();
        assertThat(edge().received()).isEmpty();
    }

    @Test
    void anEdgeThatIsAwayIsNotAsked() {
        edge().status(false);
        awaitObstacles(RefusalCode.EDGE_OFFLINE);
        assertThat(against()).containsExactly("edge-offline");
        assertThat(database.number("SELECT count(*) FROM shelving_command")).isZero();
    }

    @Test
    void whatWasAskedAndWhereItRestedStaysAsItIs() {
        awaitStates(start(), SpreadState.SPREAD);
        for (String change : List.of(
                "UPDATE round_motion SET spread = false",
                "UPDATE round_motion SET asked_by = 'x'",
                "DELETE FROM round_motion")) {
            assertThatThrownBy(() -> database.rows(change)).as(change).hasMessageContaining("stays as it is");
        }
    }
}
