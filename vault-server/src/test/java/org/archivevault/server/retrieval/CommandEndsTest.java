package org.archivevault.server.retrieval;

import static org.archivevault.server.retrieval.Bench.LI;
import static org.archivevault.server.retrieval.Bench.WANG;
import static org.archivevault.server.retrieval.Bench.await;
import static org.archivevault.server.retrieval.Bench.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.archivevault.protocol.command.CommandId;
import org.archivevault.protocol.command.CommandOutcome;
import org.archivevault.protocol.command.OpenAisle;
import org.archivevault.protocol.event.EdgeEvent;
import org.archivevault.server.http.ErrorCode;
import org.archivevault.server.http.Problem;
import org.archivevault.server.shelving.MotionOrders;
import org.archivevault.server.shelving.TestPlan;
import org.archivevault.server.testing.TestEdge.Manner;
import org.junit.jupiter.api.Test;

class CommandEndsTest {
    /** D + H, one sweep, and a machine that is busy with other tests. */
    private static final Duration DUE = Duration.ofSeconds(12);

    @Test
    void aCommandOfWhichNothingIsHeardEndsOnceAsUnknownAndALateWordIsStillRecorded() {
        try (Bench bench = new Bench()) {
            bench.file("WO-1", "P-1", "ES-V1-B1-01B-01-1-01");
            bench.edge.behaving(Manner.SILENT);
            Retrieval asked = await(bench.ask(LI, "WO-1")).retrieval();

            // WHEN the edge says nothing for D + H
            await().atMost(DUE).until(() -> bench.retrieval(asked.id()).state() == RetrievalState.UNKNOWN);

            // THEN the command has ended once, and the block is still held: nobody knows where the carriages are
            assertThat(bench.rows("SELECT outcome FROM shelving_command")).containsExactly("unknown");
            bench.file("WO-2", "P-2", "ES-V1-B1-02B-01-1-01");
            assertThat(await(bench.ask(WANG, "WO-2")).retrieval().state()).isEqualTo(RetrievalState.WAITING);

            // WHEN the edge speaks after all
            OpenAisle command = (OpenAisle) bench.edge.received().get(0);
            bench.edge.happened(
                    new EdgeEvent.CommandEnded(command.id(), command.block(), new CommandOutcome.Executed(true)));
            bench.edge.happened(new EdgeEvent.MotionStopped(command.block(), command.aisle(), command.id(), false));

            // THEN the aisle is known to be open; the end stands, and the late word beside it
            bench.awaitState(asked.id(), RetrievalState.OPEN);
            assertThat(bench.rows("SELECT outcome, late_outcome FROM shelving_command"))
                    .containsExactly("unknown {\"type\":\"executed\",\"moved\":true}");
            assertThat(bench.log()).contains("command-ended unknown", "command-ended-late executed");
            assertThat(bench.edge.received()).hasSize(1);
        }
    }

    @Test
    void aCommandThatTheBrokerNeverTookEndsAtOnceAndIsNotSentLater() {
        try (Bench bench = new Bench()) {
            bench.file("WO-1", "P-1", "ES-V1-B1-01B-01-1-01");
            // GIVEN a request that came so long ago that its person has been told of a failure
            long longAgo = bench.nanos.get()
                    - Duration.ofMillis(MotionOrders.SEND_LIMIT_MILLIS + 100).toNanos();
            RetrievalRequest late = new RetrievalRequest(
                    LI,
                    new org.archivevault.protocol.pack.BusinessOrderNo("WO-1"),
                    new Purpose("x"),
                    java.util.Optional.empty(),
                    longAgo);

            // WHEN its transaction commits only now
            Problem problem = (Problem) failureOf(bench.parts.service().ask(late));

            // THEN nothing is sent, and the command has ended as expired
            assertThat(problem.code()).isEqualTo(ErrorCode.BUSY);
            assertThat(bench.rows("SELECT outcome FROM shelving_command")).containsExactly("expired");
            assertThat(bench.rows("SELECT state FROM retrieval")).containsExactly("expired");
            assertThat(bench.edge.received()).isEmpty();
            // AND the block is free for the next
            assertThat(await(bench.ask(WANG, "WO-1")).retrieval().state()).isEqualTo(RetrievalState.OPENING);
        }
    }

    @Test
    void nothingIsPublishedWhenTheTransactionFails() {
        try (Bench bench = new Bench()) {
            bench.file("WO-1", "P-1", "ES-V1-B1-01B-01-1-01");
            // GIVEN an access log that takes nothing
            await(bench.database.inTransaction(tx -> tx.query("CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS"
                            + " $$ BEGIN RAISE EXCEPTION 'disk full' USING ERRCODE = 'disk_full'; END $$;"
                            + " CREATE TRIGGER no BEFORE INSERT ON access_log FOR EACH ROW EXECUTE FUNCTION no()")
                    .execute()));

            // WHEN an order is asked for
            assertThat(failureOf(bench.ask(LI, "WO-1"))).hasMessageContaining("disk full");

            // THEN nothing is stored and nothing leaves, now or later
            assertThat(bench.rows("SELECT count(*) FROM retrieval")).containsExactly("0");
            assertThat(bench.rows("SELECT count(*) FROM shelving_command")).containsExactly("0");
            assertThat(bench.rows("SELECT token FROM block_lease WHERE token > 0"))
                    .isEmpty();
            await(bench.database.inTransaction(
                    tx -> tx.query("DROP TRIGGER no ON access_log").execute()));
            bench.awaitState(await(bench.ask(LI, "WO-1")).retrieval().id(), RetrievalState.OPEN);
            assertThat(bench.edge.received()).hasSize(1);
        }
    }

    @Test
    void afterARestoredBackupTheTokenJumpsAboveTheEdgesHighestInALoggedStep() {
        try (Bench bench = new Bench()) {
            bench.file("WO-1", "P-1", "ES-V1-B1-01B-01-1-01");
            // GIVEN an edge that has accepted 41 tokens which the records know nothing of
            bench.edge.hasAccepted(TestPlan.BLOCK, 41);

            // WHEN the aisle is asked for
            Retrieval first = await(bench.ask(LI, "WO-1")).retrieval();

            // THEN the edge refuses, nothing moves, and the next request goes on above it
            bench.awaitState(first.id(), RetrievalState.REFUSED);
            assertThat(bench.retrieval(first.id()).code()).isEqualTo("token-not-newer");
            assertThat(bench.edge.moved()).isEmpty();
            assertThat(bench.log()).contains("fencing-token-raised ok");
            bench.awaitState(await(bench.ask(LI, "WO-1")).retrieval().id(), RetrievalState.OPEN);
            assertThat(bench.edge.moved())
                    .singleElement()
                    .satisfies(open -> assertThat(open.token().value()).isEqualTo(42));
        }
    }

    @Test
    void anEndThatARestartedEdgeTellsAgainIsNothingNew() {
        try (Bench bench = new Bench()) {
            bench.file("WO-1", "P-1", "ES-V1-B1-01B-01-1-01");
            Retrieval asked = await(bench.ask(LI, "WO-1")).retrieval();
            bench.awaitState(asked.id(), RetrievalState.OPEN);
            CommandId id = bench.edge.received().get(0).id();

            bench.edge.happened(new EdgeEvent.CommandEnded(id, TestPlan.BLOCK, new CommandOutcome.Executed(true)));
            bench.edge.happened(new EdgeEvent.CommandEnded(
                    new CommandId(new java.util.UUID(9, 9)), TestPlan.BLOCK, new CommandOutcome.Expired(1)));

            await().until(() -> bench.log().contains("command-end-without-command expired"));
            assertThat(bench.rows("SELECT outcome, late_outcome FROM shelving_command"))
                    .containsExactly("executed null");
            assertThat(bench.log()).doesNotContain("command-ended-late executed");
            assertThat(bench.retrieval(asked.id()).state()).isEqualTo(RetrievalState.OPEN);
        }
    }

    @Test
    void anEndIsNeverRewrittenNotEvenByHand() {
        try (Bench bench = new Bench()) {
            bench.file("WO-1", "P-1", "ES-V1-B1-01B-01-1-01");
            bench.awaitState(await(bench.ask(LI, "WO-1")).retrieval().id(), RetrievalState.OPEN);
            CommandId id = bench.edge.received().get(0).id();

            Boolean declared = await(
                    bench.parts.shelving().ends().declare(id, TestPlan.BLOCK, new CommandOutcome.Unknown("too late")));

            assertThat(declared).isFalse();
            assertThat(bench.rows("SELECT outcome, late_outcome FROM shelving_command"))
                    .isEqualTo(List.of("executed null"));
            assertThat(failureOf(bench.database.inTransaction(
                            tx -> tx.query("UPDATE shelving_command SET outcome = 'refused'")
                                    .execute())))
                    .hasMessageContaining("has ended as executed already");
            assertThat(failureOf(bench.database.inTransaction(
                            tx -> tx.query("UPDATE block_lease SET token = token - 1 WHERE token > 0")
                                    .execute())))
                    .hasMessageContaining("would fall");
        }
    }

    @Test
    void anOutcomeThatTheEdgeDoesNotKnowKeepsTheBlockUntilAPersonLetsGo() {
        try (Bench bench = new Bench()) {
            bench.file("WO-1", "P-1", "ES-V1-B1-01B-01-1-01");
            bench.file("WO-2", "P-2", "ES-V1-B1-02B-01-1-01");
            bench.edge.behaving(Manner.DOES_NOT_KNOW);
            Retrieval asked = await(bench.ask(LI, "WO-1")).retrieval();
            bench.awaitState(asked.id(), RetrievalState.UNKNOWN);
            Retrieval second = await(bench.ask(WANG, "WO-2")).retrieval();
            assertThat(second.state()).isEqualTo(RetrievalState.WAITING);

            // WHEN somebody of facilities, who has looked, releases the block
            await(bench.parts.desk().cancel(asked.id(), Bench.ENGINEER));

            // THEN it is offered on, and the record says who released whose retrieval
            assertThat(bench.retrieval(second.id()).state()).isEqualTo(RetrievalState.OFFERED);
            assertThat(bench.rows("SELECT by_whom, code, detail FROM retrieval_change WHERE state = 'cancelled'"))
                    .containsExactly("engineer released-by-another engineer");
        }
    }

    @Test
    void whileCarriagesMoveARetrievalCanBeNeitherCancelledNorClosed() {
        try (Bench bench = new Bench()) {
            bench.file("WO-1", "P-1", "ES-V1-B1-01B-01-1-01");
            bench.edge.behaving(Manner.KEEPS_MOVING);
            Retrieval asked = await(bench.ask(LI, "WO-1")).retrieval();
            await().until(() -> bench.log().contains("edge-motion-started ok"));

            assertThat(((Problem) failureOf(bench.parts.desk().cancel(asked.id(), LI))).code())
                    .isEqualTo(ErrorCode.RETRIEVAL_MOVING);
            assertThat(((Problem) failureOf(bench.parts.desk().close(asked.id(), LI))).code())
                    .isEqualTo(ErrorCode.RETRIEVAL_MOVING);

            // WHEN the carriages come to rest elsewhere, because somebody pressed stop
            OpenAisle command = bench.edge.moved().get(0);
            bench.edge.happened(new EdgeEvent.MotionStopped(command.block(), null, command.id(), null));

            // THEN the request is over, and only a new one may move again
            bench.awaitState(asked.id(), RetrievalState.STOPPED);
            assertThat(bench.rows("SELECT held_by FROM block_lease WHERE block = 'ES-V1-B1'"))
                    .containsExactly("null");
            assertThat(bench.edge.moved()).hasSize(1);
        }
    }
}
