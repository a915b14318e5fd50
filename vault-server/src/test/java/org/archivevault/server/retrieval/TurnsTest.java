package org.archivevault.server.retrieval;

import static org.archivevault.server.retrieval.Bench.LI;
import static org.archivevault.server.retrieval.Bench.WANG;
import static org.archivevault.server.retrieval.Bench.ZHAO;
import static org.archivevault.server.retrieval.Bench.await;
import static org.archivevault.server.retrieval.Bench.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.archivevault.protocol.command.OpenAisle;
import org.archivevault.protocol.command.RefusalCode;
import org.archivevault.protocol.event.Obstacle;
import org.archivevault.server.database.DatabaseUnavailable;
import org.archivevault.server.http.ErrorCode;
import org.archivevault.server.http.Problem;
import org.archivevault.server.identity.Principal;
import org.archivevault.server.shelving.TestPlan;
import org.archivevault.server.testing.TestPostgres;
import org.junit.jupiter.api.Test;

class TurnsTest {
    @Test
    void anOfferThatNobodyTakesUpPassesToTheNext() {
        try (Bench bench = new Bench(
                TestPostgres.newDatabase(), new RetrievalLimits(Duration.ofSeconds(1), Duration.ofSeconds(30)))) {
            bench.file("WO-1", "P-1", "ES-V1-B1-01B-01-1-01");
            bench.file("WO-2", "P-2", "ES-V1-B1-02B-01-1-01");
            bench.file("WO-3", "P-3", "ES-V1-B1-02B-01-1-02");
            Retrieval first = await(bench.ask(LI, "WO-1")).retrieval();
            bench.awaitState(first.id(), RetrievalState.OPEN);
            Retrieval second = await(bench.ask(WANG, "WO-2")).retrieval();
            Retrieval third = await(bench.ask(ZHAO, "WO-3")).retrieval();
            assertThat(bench.retrieval(third.id()).state()).isEqualTo(RetrievalState.WAITING);

            await(bench.parts.desk().close(first.id(), LI));

            bench.awaitState(second.id(), RetrievalState.EXPIRED);
            assertThat(bench.retrieval(second.id()).code()).isEqualTo("offer-lapsed");
            assertThat(bench.rows("SELECT state FROM retrieval_change WHERE retrieval = '" + third.id()
                            + "' ORDER BY revision"))
                    .startsWith("waiting", "offered");
            assertThat(bench.edge.received()).hasSize(1);
        }
    }

    @Test
    void anObstacleAtTheMomentOfOpeningIsRefusedButTheOfferStands() {
        try (Bench bench = new Bench()) {
            bench.file("WO-1", "P-1", "ES-V1-B1-01B-01-1-01");
            bench.file("WO-2", "P-2", "ES-V1-B1-02B-01-1-01");
            Retrieval first = await(bench.ask(LI, "WO-1")).retrieval();
            bench.awaitState(first.id(), RetrievalState.OPEN);
            Retrieval second = await(bench.ask(WANG, "WO-2")).retrieval();
            await(bench.parts.desk().close(first.id(), LI));
            bench.edge.obstacles(TestPlan.BLOCK, new Obstacle(RefusalCode.PERSON_IN_AISLE, "1"));
            org.awaitility.Awaitility.await()
                    .until(() ->
                            !bench.parts.views().obstaclesOf(TestPlan.BLOCK).isEmpty());

            // WHEN the second says "open" while the first is still in the aisle
            Problem problem = (Problem) failureOf(bench.open(second.id(), WANG));

            // THEN it is refused and logged, and may be said again
            assertThat(problem.code()).isEqualTo(ErrorCode.BLOCK_MAY_NOT_MOVE);
            assertThat(bench.log()).contains("retrieval-open refused");
            assertThat(bench.edge.received()).hasSize(1);
            bench.edge.obstacles(TestPlan.BLOCK);
            org.awaitility.Awaitility.await()
                    .until(() -> bench.parts.views().obstaclesOf(TestPlan.BLOCK).isEmpty());
            await(bench.open(second.id(), WANG));
            bench.awaitState(second.id(), RetrievalState.OPEN);
        }
    }

    @Test
    void theAisleIsTheOneThatThePackStandsInWhenTheCommandIsGiven() {
        try (Bench bench = new Bench()) {
            bench.file("WO-1", "P-1", "ES-V1-B1-01B-01-1-01");
            bench.file("WO-2", "P-2", "ES-V1-B1-01B-01-1-02");
            Retrieval first = await(bench.ask(LI, "WO-1")).retrieval();
            bench.awaitState(first.id(), RetrievalState.OPEN);
            Retrieval second = await(bench.ask(WANG, "WO-2")).retrieval();

            // GIVEN a pack that was put into another aisle while its person waited
            bench.move("P-2", "ES-V1-B1-03B-01-1-01");
            await(bench.parts.desk().close(first.id(), LI));

            // WHEN the offer is taken up
            await(bench.open(second.id(), WANG));

            // THEN the aisle where it stands now opens
            bench.awaitState(second.id(), RetrievalState.OPEN);
            assertThat(bench.edge.moved()).extracting(OpenAisle::aisle).containsExactly(1, 3);
        }
    }

    @Test
    void sixteenPeopleAtOneBlockNeverMoveItTwiceAtOnceAndTokensOnlyRise() throws Exception {
        long seed = System.nanoTime();
        try (Bench bench = new Bench()) {
            for (int aisle = 1; aisle <= 3; aisle++) {
                for (int slot = 1; slot <= 4; slot++) {
                    bench.file("WO-" + aisle + slot, "P-" + aisle + slot, "ES-V1-B1-0" + aisle + "B-01-1-0" + slot);
                }
            }
            int people = 16;
            List<UUID> opened = Collections.synchronizedList(new ArrayList<>());
            CountDownLatch start = new CountDownLatch(1);
            ExecutorService threads = Executors.newFixedThreadPool(people);
            List<Future<?>> all = new ArrayList<>();
            for (int p = 0; p < people; p++) {
                Principal who = Bench.archivist("person" + p);
                RandomGenerator random =
                        RandomGeneratorFactory.of("L64X128MixRandom").create(seed + p);
                all.add(threads.submit(() -> {
                    start.await();
                    for (int round = 0; round < 3; round++) {
                        work(bench, who, random, opened);
                    }
                    return null;
                }));
            }

            // WHEN sixteen people ask, take offers up, change their minds and give back, all at once
            start.countDown();
            for (Future<?> each : all) {
                each.get(110, TimeUnit.SECONDS);
            }
            threads.shutdown();

            // THEN the edge has seen strictly rising tokens, and each command moved once
            List<Long> tokens = bench.edge.moved().stream()
                    .map(open -> open.token().value())
                    .toList();
            assertThat(tokens).as("seed %d", seed).isSorted().doesNotHaveDuplicates();
            assertThat(bench.edge.moved()).hasSameSizeAs(bench.edge.received());
            assertThat(opened).as("seed %d", seed).isNotEmpty();
            // AND no two commands were open at once, and every one ended once
            assertThat(bench.rows("SELECT a.token, b.token FROM shelving_command a JOIN shelving_command b ON a.block ="
                            + " b.block AND a.token < b.token AND b.issued_at < a.ended_at"))
                    .as("seed %d", seed)
                    .isEmpty();
            assertThat(bench.rows("SELECT DISTINCT outcome FROM shelving_command"))
                    .as("seed %d", seed)
                    .containsExactly("executed");
            // AND the histories follow the table of states
            assertThat(brokenSteps(bench)).as("seed %d", seed).isEmpty();
            assertThat(bench.rows("SELECT held_by FROM block_lease WHERE held_by IS NOT NULL"))
                    .as("seed %d", seed)
                    .isEmpty();
        }
    }

    /** One visit: ask, wait for one's turn, open, give back; sometimes give up while waiting. */
    private static void work(Bench bench, Principal who, RandomGenerator random, List<UUID> opened) {
        String order = "WO-" + random.nextInt(1, 4) + random.nextInt(1, 5);
        Retrieval asked;
        try {
            asked = await(bench.ask(who, order)).retrieval();
        } catch (java.util.concurrent.CompletionException e) {
            // The block is between two holders: its edge says so, or its last command has not ended yet.
            assertThat(e.getCause()).satisfies(TurnsTest::isExpected);
            return;
        }
        UUID id = asked.id();
        boolean giveUp = random.nextInt(4) == 0;
        org.awaitility.Awaitility.await("end of " + id)
                .pollInterval(Duration.ofMillis(50))
                .atMost(Duration.ofSeconds(75))
                .until(() -> step(bench, who, id, giveUp, opened));
    }

    private static boolean step(Bench bench, Principal who, UUID id, boolean giveUp, List<UUID> opened) {
        RetrievalState state = bench.retrieval(id).state();
        if (state == RetrievalState.WAITING && giveUp) {
            quietly(bench.parts.desk().cancel(id, who));
        } else if (state == RetrievalState.OFFERED) {
            quietly(bench.open(id, who));
        } else if (state == RetrievalState.OPEN) {
            opened.add(id);
            quietly(bench.parts.desk().close(id, who));
        }
        return state.isFinal();
    }

    /** Somebody else may have been quicker; that is told as a problem. */
    private static void quietly(io.vertx.core.Future<?> act) {
        try {
            await(act);
        } catch (java.util.concurrent.CompletionException e) {
            assertThat(e.getCause()).satisfies(TurnsTest::isExpected);
        }
    }

    /** A refusal; or, on a machine that is busy with other tests, no connection in time. Nothing was done then. */
    private static void isExpected(Throwable failure) {
        assertThat(failure instanceof Problem || DatabaseUnavailable.isMeantBy(failure))
                .as(failure.toString())
                .isTrue();
    }

    private static List<String> brokenSteps(Bench bench) {
        List<String> steps = bench.rows("SELECT a.state, b.state FROM retrieval_change a JOIN retrieval_change b ON"
                + " a.retrieval = b.retrieval AND b.revision = a.revision + 1");
        return steps.stream()
                .filter(step -> {
                    String[] fromTo = step.split(" ");
                    return !RetrievalState.of(fromTo[0]).mayBecome(RetrievalState.of(fromTo[1]));
                })
                .toList();
    }
}
