package org.archivevault.server.retrieval;

import static org.archivevault.server.retrieval.Bench.LI;
import static org.archivevault.server.retrieval.Bench.WANG;
import static org.archivevault.server.retrieval.Bench.ZHAO;
import static org.archivevault.server.retrieval.Bench.await;
import static org.archivevault.server.retrieval.Bench.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.archivevault.protocol.command.OpenAisle;
import org.archivevault.protocol.command.RefusalCode;
import org.archivevault.protocol.event.Obstacle;
import org.archivevault.server.http.ErrorCode;
import org.archivevault.server.http.Problem;
import org.archivevault.server.shelving.TestPlan;
import org.junit.jupiter.api.Test;

class AskingTest {
    @Test
    void anOrdersAisleOpensAndEveryStepIsLoggedBeforeTheNext() {
        try (Bench bench = new Bench()) {
            // GIVEN a pack on the A face of carriage 3, so in aisle 2
            bench.file("WO-1", "P-1", "ES-V1-B1-03A-01-1-01");

            // WHEN its order is asked for
            Decision decision = await(bench.ask(LI, "WO-1"));

            // THEN one command for that aisle reaches the edge, and the aisle is open
            bench.awaitState(decision.retrieval().id(), RetrievalState.OPEN);
            assertThat(bench.edge.received()).singleElement().isInstanceOfSatisfying(OpenAisle.class, open -> {
                assertThat(open.aisle()).isEqualTo(2);
                assertThat(open.token().value()).isEqualTo(1);
                assertThat(open.subject()).isEqualTo("li");
                assertThat(open.reason().reference())
                        .isEqualTo(decision.retrieval().id().toString());
                assertThat(open.lifeMillis()).isBetween(1L, 3_000L);
            });
            // AND the log tells it in order
            assertThat(bench.log())
                    .containsExactly(
                            "retrieval-opening ok",
                            "command-issued ok",
                            "edge-command-received ok",
                            "edge-motion-intended ok",
                            "edge-command-ended executed",
                            "edge-motion-started ok",
                            "edge-motion-stopped ok",
                            "retrieval-open ok");
            assertThat(bench.rows("SELECT outcome, late_outcome FROM shelving_command"))
                    .containsExactly("executed null");
        }
    }

    @Test
    void twoRequestsForOneBlockOneMovesTheOtherWaitsIsToldForWhomAndIsThenOffered() {
        try (Bench bench = new Bench()) {
            bench.file("WO-1", "P-1", "ES-V1-B1-01B-01-1-01");
            bench.file("WO-2", "P-2", "ES-V1-B1-02B-01-1-01");
            Retrieval first = await(bench.ask(LI, "WO-1")).retrieval();
            bench.awaitState(first.id(), RetrievalState.OPEN);

            // WHEN somebody else asks for another aisle of that block
            Decision second = await(bench.ask(WANG, "WO-2"));

            // THEN that person waits, and is told for whom
            assertThat(second.retrieval().state()).isEqualTo(RetrievalState.WAITING);
            assertThat(second.waiting()).hasValueSatisfying(waiting -> {
                assertThat(waiting.position()).isEqualTo(1);
                assertThat(waiting.behind().displayName()).isEqualTo("LI");
            });
            assertThat(bench.edge.received()).hasSize(1);

            // WHEN the first gives the block back
            assertThat(await(bench.parts.desk().close(first.id(), LI)).state()).isEqualTo(RetrievalState.CLOSED);

            // THEN the second is offered the block, and nothing moves by itself
            assertThat(bench.retrieval(second.retrieval().id()).state()).isEqualTo(RetrievalState.OFFERED);
            assertThat(bench.edge.received()).hasSize(1);
            // AND somebody else cannot take the offer up, nor jump the queue
            assertThat(failureOf(bench.open(second.retrieval().id(), ZHAO)))
                    .isInstanceOfSatisfying(
                            Problem.class, p -> assertThat(p.code()).isEqualTo(ErrorCode.NOT_YOUR_RETRIEVAL));
            bench.file("WO-3", "P-3", "ES-V1-B1-02B-01-1-02");
            assertThat(await(bench.ask(ZHAO, "WO-3")).retrieval().state()).isEqualTo(RetrievalState.WAITING);

            // WHEN the second says "open"
            await(bench.open(second.retrieval().id(), WANG));

            // THEN the aisle opens with the next token
            bench.awaitState(second.retrieval().id(), RetrievalState.OPEN);
            assertThat(bench.edge.moved())
                    .extracting(open -> open.aisle(), open -> open.token().value())
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple(1, 1L), org.assertj.core.groups.Tuple.tuple(2, 2L));
        }
    }

    @Test
    void everyRefusalIsStoredLoggedAndSendsNothing() {
        try (Bench bench = new Bench()) {
            bench.file("WO-1", "P-1", "ES-V1-B1-01B-01-1-01");
            bench.file("WO-2", "P-2", "ES-V1-B1-02B-01-1-01", 3);
            bench.file("WO-3", "P-3", "ES-V1-B1-02B-01-1-02");
            await(bench.database.inTransaction(tx -> tx.query("UPDATE placement SET valid_to = now() + interval '1 s',"
                            + " taken_by = 't', taken_why = 't' WHERE pack_id = (SELECT id FROM pack WHERE pack_no ="
                            + " 'P-3'); UPDATE pack SET state = 'missing' WHERE pack_no = 'P-3'")
                    .execute()));
            bench.edge.obstacles(TestPlan.BLOCK, new Obstacle(RefusalCode.PERSON_IN_AISLE, "3"));
            org.awaitility.Awaitility.await()
                    .until(() ->
                            !bench.parts.views().obstaclesOf(TestPlan.BLOCK).isEmpty());

            assertThat(refusal(bench, "WO-1", null)).isEqualTo("block-may-not-move [person-in-aisle]");
            assertThat(refusal(bench, "WO-2", null)).isEqualTo("pack-needs-two-people [pack-needs-two-people]");
            assertThat(refusal(bench, "WO-3", null)).isEqualTo("pack-missing [pack-missing]");
            assertThat(refusal(bench, "WO-1", "P-2")).isEqualTo("pack-not-found [pack-not-found]");
            assertThat(refusal(bench, "WO-404", null)).startsWith("order-not-found");

            assertThat(bench.edge.received()).isEmpty();
            assertThat(bench.rows("SELECT state, code FROM retrieval ORDER BY ticket"))
                    .containsExactly(
                            "refused person-in-aisle",
                            "refused pack-needs-two-people",
                            "refused pack-missing",
                            "refused pack-not-found",
                            "refused order-not-found");
            assertThat(bench.log())
                    .containsExactly(
                            "retrieval-refused person-in-aisle",
                            "retrieval-refused pack-needs-two-people",
                            "retrieval-refused pack-missing",
                            "retrieval-refused pack-not-found",
                            "retrieval-refused order-not-found");
            assertThat(bench.rows("SELECT count(*) FROM shelving_command")).containsExactly("0");
        }
    }

    private static String refusal(Bench bench, String order, @org.jspecify.annotations.Nullable String pack) {
        Problem problem = (Problem) failureOf(bench.ask(LI, order, pack));
        Object refusals = problem.extras().get("refusals");
        List<?> codes = refusals instanceof List<?> list
                ? list.stream().map(r -> ((java.util.Map<?, ?>) r).get("code")).toList()
                : List.of();
        assertThat(problem.extras()).containsKey("retrieval");
        return problem.code().code() + " " + codes;
    }

    @Test
    void anEdgeOrABrokerThatIsAwayIsSaidAndLoggedAndNothingIsKeptForLater() {
        try (Bench bench = new Bench()) {
            bench.file("WO-1", "P-1", "ES-V1-B1-01B-01-1-01");

            // WHEN the edge says good-bye
            bench.edge.status(false);
            org.awaitility.Awaitility.await().until(() -> !bench.parts.edges().online(TestPlan.EDGE));
            assertThat(refusal(bench, "WO-1", null)).startsWith("edge-offline");

            // AND when the broker is gone
            bench.broker.plugged(false);
            assertThat(refusal(bench, "WO-1", null)).startsWith("broker-unavailable");

            // THEN nothing comes when both are back, and asking again works without a restart
            bench.broker.plugged(true);
            bench.edge.status(true);
            org.awaitility.Awaitility.await()
                    .until(() -> bench.parts.views().obstaclesOf(TestPlan.BLOCK).isEmpty());
            assertThat(bench.edge.received()).isEmpty();
            bench.awaitState(await(bench.ask(LI, "WO-1")).retrieval().id(), RetrievalState.OPEN);
        }
    }

    @Test
    void askingTwiceMovesOnceAndTheSamePersonSharesTheOpenAisle() {
        try (Bench bench = new Bench()) {
            bench.file("WO-1", "P-1", "ES-V1-B1-01B-01-1-01");
            bench.file("WO-2", "P-2", "ES-V1-B1-02A-02-1-01");
            Retrieval first = await(bench.ask(LI, "WO-1")).retrieval();
            Retrieval again = await(bench.ask(LI, "WO-1")).retrieval();
            assertThat(again.id()).isEqualTo(first.id());
            bench.awaitState(first.id(), RetrievalState.OPEN);

            // WHEN the same person asks for another order in the same aisle
            Retrieval shared = await(bench.ask(LI, "WO-2")).retrieval();

            // THEN nothing moves; and the block is free only when both have let go
            assertThat(shared.state()).isEqualTo(RetrievalState.OPEN);
            assertThat(bench.edge.received()).hasSize(1);
            await(bench.parts.desk().close(first.id(), LI));
            assertThat(bench.rows("SELECT held_by FROM block_lease WHERE block = 'ES-V1-B1'"))
                    .containsExactly(shared.id().toString());
            await(bench.parts.desk().close(shared.id(), LI));
            assertThat(bench.rows("SELECT held_by FROM block_lease WHERE block = 'ES-V1-B1'"))
                    .containsExactly("null");
        }
    }

    @Test
    void aFaceThatLooksOutwardsNeedsNoMotionAndNoTurn() {
        try (Bench bench = new Bench()) {
            bench.file("WO-1", "P-1", "ES-V1-B1-01A-01-1-01");
            assertThat(await(bench.ask(LI, "WO-1")).retrieval().state()).isEqualTo(RetrievalState.OPEN);
            assertThat(bench.edge.received()).isEmpty();
            assertThat(bench.rows("SELECT token, held_by FROM block_lease")).containsExactly("0 null");
        }
    }
}
