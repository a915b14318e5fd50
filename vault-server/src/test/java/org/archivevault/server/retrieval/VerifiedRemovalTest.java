package org.archivevault.server.retrieval;

import static org.archivevault.server.retrieval.Bench.LI;
import static org.archivevault.server.retrieval.Bench.WANG;
import static org.archivevault.server.retrieval.Bench.await;
import static org.archivevault.server.retrieval.Bench.epcOf;
import static org.archivevault.server.retrieval.Bench.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.archivevault.protocol.address.FaceId;
import org.archivevault.protocol.event.EdgeEvent;
import org.archivevault.protocol.pack.Barcode;
import org.archivevault.protocol.pack.PackNo;
import org.archivevault.protocol.pack.SealNo;
import org.archivevault.protocol.tag.Direction;
import org.archivevault.protocol.tag.ReadPointId;
import org.archivevault.protocol.tag.TagSuspicion;
import org.archivevault.server.http.ErrorCode;
import org.archivevault.server.http.Problem;
import org.archivevault.server.shelving.TestPlan;
import org.archivevault.server.tags.Proof;
import org.archivevault.server.tags.TagCheck;
import org.archivevault.server.tags.TestReaders;
import org.archivevault.server.tags.TestReaders.Level;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;

/** Removal and return proven by tags, at every level of equipment, on a real PostgreSQL over the real link. */
class VerifiedRemovalTest {
    private static final PackNo P1 = new PackNo("P-1");
    private static final FaceId FACE = FaceId.parse("ES-V1-B1-01B");
    private static final FaceId OTHER_FACE = FaceId.parse("ES-V1-B1-03A");
    private static final ReadPointId SHELF = TestReaders.shelf(FACE);

    /** P-1 (asked for) and its neighbour P-2 on one face; the aisle stands open. */
    private static Retrieval open(Bench bench) {
        bench.fileTagged("WO-1", "P-1", "ES-V1-B1-01B-01-1-01");
        bench.fileTagged("WO-2", "P-2", "ES-V1-B1-01B-01-1-02");
        Retrieval asked = await(bench.ask(LI, "WO-1")).retrieval();
        bench.awaitState(asked.id(), RetrievalState.OPEN);
        return asked;
    }

    private static ConditionFactory soon(String what) {
        return Awaitility.await(what).atMost(Duration.ofSeconds(20));
    }

    private static Removal removal(Bench bench, UUID id) {
        PackNo expected = bench.retrieval(id).target().orElseThrow().pack();
        return Removal.of(expected, await(new RemovalStore().signs(bench.database.reads(), id)));
    }

    private static void awaitOutcome(Bench bench, UUID id, RemovalOutcome outcome) {
        soon(id + " is " + outcome).until(() -> removal(bench, id).outcome().equals(Optional.of(outcome)));
    }

    private static EdgeEvent left(String pack) {
        return new EdgeEvent.TagDeparted(SHELF, epcOf(pack), 0);
    }

    private static EdgeEvent came(ReadPointId point, String pack) {
        return new EdgeEvent.TagArrived(point, epcOf(pack), null, -40, 0);
    }

    private static EdgeEvent out(String pack) {
        return new EdgeEvent.GatePassed(TestReaders.GATE, epcOf(pack), null, Direction.OUT, 300);
    }

    private static List<String> states(Bench bench) {
        return bench.rows("SELECT pack_no, state FROM pack ORDER BY pack_no");
    }

    @Test
    void whenTheTagOfTheRightPackLeavesItsFaceTheRetrievalClosesByItself() {
        try (Bench bench = new Bench(TestReaders.planWith(Level.SHELF))) {
            Retrieval asked = open(bench);
            Retrieval waiting = await(bench.ask(WANG, "WO-2")).retrieval();
            int moved = bench.edge.moved().size();

            bench.edge.happened(left("P-1"));
            bench.awaitState(asked.id(), RetrievalState.TAKEN);

            // THEN it is out with its person, proven by the shelf, and the block is offered to the next
            assertThat(bench.retrieval(asked.id()).code()).isEqualTo("closed-by-tag");
            assertThat(removal(bench, asked.id()).proofs()).containsExactly(Proof.SHELF);
            assertThat(states(bench)).containsExactly("P-1 out", "P-2 on-shelf");
            assertThat(bench.rows("SELECT state_by FROM pack WHERE pack_no = 'P-1'"))
                    .containsExactly("li");
            assertThat(bench.log()).contains("removal taken", "pack-taken ok", "retrieval-taken closed-by-tag");
            bench.awaitState(waiting.id(), RetrievalState.OFFERED);
            // and nothing has moved because of a tag
            assertThat(bench.edge.moved()).hasSize(moved);

            // WHEN it crosses the desk later, that is one more proof
            bench.edge.happened(came(TestReaders.DESK, "P-1"));
            // (this site has no desk: the event is of no read point of the plan, and says nothing)
            bench.edge.happened(left("P-1"));
            assertThat(removal(bench, asked.id()).proofs()).containsExactly(Proof.SHELF);
        }
    }

    @Test
    void theNeighboursPackIsCaughtByNameAndPuttingItBackMakesItGood() {
        try (Bench bench = new Bench(TestReaders.planWith(Level.SHELF))) {
            Retrieval asked = open(bench);

            bench.edge.happened(left("P-2"));
            awaitOutcome(bench, asked.id(), RemovalOutcome.WRONG_PACK);
            Retrieval wrong = bench.retrieval(asked.id());
            assertThat(wrong.state()).isEqualTo(RetrievalState.OPEN);
            assertThat(wrong.code()).isEqualTo("wrong-pack");
            assertThat(wrong.detail()).contains("P-2", "ES-V1-B1-01B-01-1-02");
            assertThat(bench.log()).contains("removal wrong-pack");

            // WHEN it is put back and the right one taken
            bench.edge.happened(came(SHELF, "P-2"));
            soon("put back").until(() -> removal(bench, asked.id()).outcome().isEmpty());
            bench.edge.happened(left("P-1"));
            bench.awaitState(asked.id(), RetrievalState.TAKEN);
            assertThat(states(bench)).containsExactly("P-1 out", "P-2 on-shelf");
        }
    }

    @Test
    void onePackTooManyKeepsTheRetrievalOpenAndGoesOnTheRecordWhenTheBlockIsGivenBack() {
        try (Bench bench = new Bench(TestReaders.planWith(Level.SHELF, Level.GATE))) {
            Retrieval asked = open(bench);
            bench.edge.happened(left("P-1"));
            bench.edge.happened(left("P-2"));
            awaitOutcome(bench, asked.id(), RemovalOutcome.EXTRA_PACK);

            // WHEN the person gives the block back all the same
            Retrieval given = await(bench.parts.desk().close(asked.id(), LI));

            // THEN both are out with the retrieval, but only one was asked for
            assertThat(given.state()).isEqualTo(RetrievalState.TAKEN);
            assertThat(given.code()).isEqualTo("extra-pack");
            assertThat(states(bench)).containsExactly("P-1 out", "P-2 out");
            assertThat(bench.rows("SELECT pack_no, asked_for FROM retrieval_pack ORDER BY pack_no"))
                    .containsExactly("P-1 true", "P-2 false");

            // and the gate lets the one pass and not the other
            bench.edge.happened(out("P-1"));
            bench.edge.happened(out("P-2"));
            soon("alarm").until(() -> !bench.rows("SELECT 1 FROM alarm").isEmpty());
            assertThat(bench.rows("SELECT kind, pack_no, retrieval FROM alarm"))
                    .containsExactly("unapproved-exit P-2 " + asked.id());
            assertThat(removal(bench, asked.id()).traces().get(0).proofs()).contains(Proof.GATE);
        }
    }

    @Test
    void aBlockThatIsGivenBackWithThePackStillSeenSaysNotTaken() {
        try (Bench bench = new Bench(TestReaders.planWith(Level.SHELF))) {
            Retrieval asked = open(bench);
            bench.edge.happened(came(SHELF, "P-1"));
            soon("seen").until(() -> bench.rows("SELECT 1 FROM pack_sighting").size() == 1);

            assertThat(await(bench.parts.desk().close(asked.id(), LI)).state()).isEqualTo(RetrievalState.PROVING);
            bench.awaitState(asked.id(), RetrievalState.CLOSED);

            assertThat(bench.retrieval(asked.id()).code()).isEqualTo("not-taken");
            assertThat(removal(bench, asked.id()).proofs()).containsExactly(Proof.SHELF);
            assertThat(states(bench)).contains("P-1 on-shelf");
            assertThat(bench.log()).contains("removal not-taken");
        }
    }

    @Test
    void whatTheShelfTellsLateStillCounts() {
        try (Bench bench = new Bench(TestReaders.planWith(Level.SHELF))) {
            Retrieval asked = open(bench);
            // GIVEN a person who is quicker than the antennas
            await(bench.parts.desk().close(asked.id(), LI));
            assertThat(bench.retrieval(asked.id()).state()).isEqualTo(RetrievalState.PROVING);
            assertThat(bench.rows("SELECT held_by FROM block_lease WHERE held_by IS NOT NULL"))
                    .isEmpty();

            bench.edge.happened(left("P-2"));
            bench.awaitState(asked.id(), RetrievalState.TAKEN);
            assertThat(bench.retrieval(asked.id()).code()).isEqualTo("wrong-pack");
            assertThat(states(bench)).containsExactly("P-1 on-shelf", "P-2 out");
            bench.edge.happened(left("P-1"));
            awaitOutcome(bench, asked.id(), RemovalOutcome.EXTRA_PACK);
            assertThat(states(bench)).containsExactly("P-1 out", "P-2 out");
        }
    }

    @Test
    void nothingSaidByTheAntennasThatWatchIsNotTheSameAsNothingTaken() {
        try (Bench bench = new Bench(TestReaders.planWith(Level.SHELF))) {
            Retrieval asked = open(bench);
            // GIVEN antennas that have never seen the pack
            await(bench.parts.desk().close(asked.id(), LI));
            bench.awaitState(asked.id(), RetrievalState.CLOSED);
            assertThat(bench.retrieval(asked.id()).code()).isEqualTo("unproven");
        }
    }

    @Test
    void aPackThatIsSeenAtAnotherFaceIsPutElsewhere() {
        try (Bench bench = new Bench(TestReaders.planWith(Level.SHELF))) {
            Retrieval asked = open(bench);
            bench.edge.happened(left("P-1"));
            bench.awaitState(asked.id(), RetrievalState.TAKEN);

            bench.edge.happened(came(TestReaders.shelf(OTHER_FACE), "P-1"));
            awaitOutcome(bench, asked.id(), RemovalOutcome.PUT_ELSEWHERE);

            assertThat(bench.retrieval(asked.id()).detail()).contains("ES-V1-B1-03A", "ES-V1-B1-01B-01-1-01");
            assertThat(bench.log()).contains("put-elsewhere elsewhere", "removal put-elsewhere");
            // and the return check says so too, while the person's word stands
            PackReturns.Outcome back = await(bench.parts
                    .returns()
                    .giveBack(new PackReturns.Returned(LI, P1, Optional.of(new SealNo("S-P-1")), 0)));
            assertThat(back.onShelf()).isTrue();
            assertThat(back.tag().result()).isEqualTo(TagCheck.Result.ELSEWHERE);

            // WHEN it is put where it belongs, the tag confirms it
            bench.edge.happened(new EdgeEvent.TagMoved(TestReaders.shelf(OTHER_FACE), SHELF, epcOf("P-1"), null, -40));
            soon("confirmed").until(() -> bench.log().contains("place-confirmed ok"));
            assertThat(await(bench.parts.tags().sightings().check(bench.database.reads(), P1))
                            .result())
                    .isEqualTo(TagCheck.Result.CONFIRMED);
        }
    }

    @Test
    void onlyTheDeskAlsoClosesIt() {
        try (Bench bench = new Bench(TestReaders.planWith(Level.DESK))) {
            Retrieval asked = open(bench);
            bench.edge.happened(came(TestReaders.DESK, "P-1"));
            bench.awaitState(asked.id(), RetrievalState.TAKEN);
            assertThat(removal(bench, asked.id()).proofs()).containsExactly(Proof.DESK);
            assertThat(states(bench)).containsExactly("P-1 out", "P-2 on-shelf");
        }
    }

    @Test
    void onlyTheGateAlsoClosesItAndRaisesNoAlarm() {
        try (Bench bench = new Bench(TestReaders.planWith(Level.GATE))) {
            Retrieval asked = open(bench);
            bench.edge.happened(new EdgeEvent.GatePassed(TestReaders.GATE, epcOf("P-1"), null, Direction.UNKNOWN, 300));
            bench.awaitState(asked.id(), RetrievalState.TAKEN);
            assertThat(removal(bench, asked.id()).proofs()).containsExactly(Proof.GATE);
            assertThat(bench.rows("SELECT 1 FROM alarm")).isEmpty();
        }
    }

    @Test
    void whereThereIsNoReaderAPersonsWordAndTheBarCodeDo() {
        try (Bench bench = new Bench(TestPlan.plan())) {
            Retrieval asked = open(bench);
            // WHEN the neighbour's bar code is scanned, the pack is named and nothing is recorded as out
            Retrieval wrong = await(bench.parts.desk().scan(asked.id(), LI, new Barcode("BC-P-2"), Optional.empty()));
            assertThat(wrong.code()).isEqualTo("wrong-pack");
            assertThat(wrong.detail()).contains("P-2", "ES-V1-B1-01B-01-1-02");
            assertThat(states(bench)).containsExactly("P-1 on-shelf", "P-2 on-shelf");
            assertThat(((Problem) failureOf(
                                    bench.parts.desk().scan(asked.id(), LI, new Barcode("NO-SUCH"), Optional.empty())))
                            .code())
                    .isEqualTo(ErrorCode.PACK_NOT_FOUND);

            // WHEN the right one is scanned
            await(bench.parts.desk().scan(asked.id(), LI, new Barcode("BC-P-1"), Optional.empty()));
            assertThat(removal(bench, asked.id()).outcome()).contains(RemovalOutcome.TAKEN);
            assertThat(removal(bench, asked.id()).proofs()).containsExactly(Proof.BY_BAR_CODE);
            // it closes by a person's word only
            assertThat(await(bench.parts.desk().close(asked.id(), LI)).state()).isEqualTo(RetrievalState.TAKEN);
            assertThat(states(bench)).containsExactly("P-1 out", "P-2 on-shelf");

            // and a block that is given back without anything says not taken, by the person's word
            Retrieval second = await(bench.ask(WANG, "WO-2")).retrieval();
            bench.awaitState(second.id(), RetrievalState.OPEN);
            assertThat(await(bench.parts.desk().close(second.id(), WANG)).state())
                    .isEqualTo(RetrievalState.CLOSED);
            assertThat(removal(bench, second.id()).outcome()).contains(RemovalOutcome.NOT_TAKEN);
            assertThat(removal(bench, second.id()).proofs()).containsExactly(Proof.BY_HAND);
        }
    }

    @Test
    void aPersonWhoSaysTakenWhileTheShelfStillSeesItIsContradicted() {
        try (Bench bench = new Bench(TestReaders.planWith(Level.SHELF))) {
            Retrieval asked = open(bench);
            bench.edge.happened(came(SHELF, "P-1"));
            soon("seen").until(() -> bench.rows("SELECT 1 FROM pack_sighting").size() == 1);
            await(bench.parts.desk().take(asked.id(), LI, P1, Optional.empty()));
            await(bench.parts.desk().close(asked.id(), LI));
            awaitOutcome(bench, asked.id(), RemovalOutcome.NOT_TAKEN);
            soon("told")
                    .until(() -> "not-taken".equals(bench.retrieval(asked.id()).code()));
            // the record keeps it out until a person has checked it in
            assertThat(bench.retrieval(asked.id()).state()).isEqualTo(RetrievalState.TAKEN);
        }
    }

    @Test
    void whatWasLastSeenBeforeTheAisleStoodOpenLeftWithSomebodyElse() {
        try (Bench bench = new Bench(TestReaders.planWith(Level.SHELF))) {
            Retrieval asked = open(bench);
            // WHEN the shelf tells of a pack that it has not seen for a minute
            bench.edge.happened(new EdgeEvent.TagDeparted(SHELF, epcOf("P-2"), 60_000));
            soon("logged").until(() -> bench.log().contains("pack-left-unasked unasked"));
            assertThat(removal(bench, asked.id()).outcome()).isEmpty();
        }
    }

    @Test
    void carryingAPackOutWithoutARetrievalRaisesAnAlarmAtOnceUntilAPersonAcknowledgesIt() {
        try (Bench bench = new Bench(TestReaders.planWith(Level.GATE))) {
            bench.fileTagged("WO-1", "P-1", "ES-V1-B1-01B-01-1-01");
            long began = System.nanoTime();
            bench.edge.happened(out("P-1"));
            soon("alarm")
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> !bench.rows("SELECT 1 FROM alarm").isEmpty());
            // Under 100 ms on a machine of its own.
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
            assertThat(bench.log()).contains("alarm-raised unapproved-exit");

            // the same again is the same alarm, told again
            bench.edge.happened(out("P-1"));
            soon("twice")
                    .until(() -> bench.rows("SELECT times, revision FROM alarm").equals(List.of("2 2")));
            // coming in is no alarm, and no tag of ours is none either
            bench.edge.happened(new EdgeEvent.GatePassed(TestReaders.GATE, epcOf("P-1"), null, Direction.IN, 300));
            bench.edge.happened(out("P-999"));
            bench.edge.happened(new EdgeEvent.TagSuspected(epcOf("P-1"), TagSuspicion.CLONE, "TIDs E1, E2"));
            soon("clone")
                    .until(() -> bench.rows("SELECT kind, pack_no, times FROM alarm ORDER BY raised_at")
                            .equals(List.of("unapproved-exit P-1 2", "clone-suspected P-1 1")));
            assertThat(bench.rows("SELECT epc FROM unknown_tag"))
                    .containsExactly(epcOf("P-999").value());
        }
    }

    @Test
    void whenSomebodyElseClosesTheAisleThePackThatIsStillSeenWasNotTaken() {
        try (Bench bench = new Bench(TestReaders.planWith(Level.SHELF))) {
            Retrieval asked = open(bench);
            bench.edge.happened(came(SHELF, "P-1"));
            bench.edge.happened(new EdgeEvent.MotionStarted(TestPlan.BLOCK, null, null));
            bench.edge.happened(new EdgeEvent.MotionStopped(TestPlan.BLOCK, 3, null, false));
            bench.awaitState(asked.id(), RetrievalState.CLOSED);
            assertThat(bench.retrieval(asked.id()).code()).isEqualTo("not-taken");
        }
    }
}
