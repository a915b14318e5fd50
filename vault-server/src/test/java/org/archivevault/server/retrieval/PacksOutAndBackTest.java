package org.archivevault.server.retrieval;

import static org.archivevault.server.retrieval.Bench.LI;
import static org.archivevault.server.retrieval.Bench.WANG;
import static org.archivevault.server.retrieval.Bench.await;
import static org.archivevault.server.retrieval.Bench.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.archivevault.protocol.pack.PackNo;
import org.archivevault.protocol.pack.SealNo;
import org.archivevault.server.http.ErrorCode;
import org.archivevault.server.http.Problem;
import org.archivevault.server.retrieval.PackReturns.Outcome;
import org.archivevault.server.retrieval.PackReturns.Returned;
import org.junit.jupiter.api.Test;

class PacksOutAndBackTest {
    private static final PackNo PACK = new PackNo("P-1");
    private static final Optional<SealNo> SEAL = Optional.of(new SealNo("S-P-1"));

    private static Retrieval openWithPack(Bench bench) {
        bench.file("WO-1", "P-1", "ES-V1-B1-01B-01-1-01");
        Retrieval asked = await(bench.ask(LI, "WO-1")).retrieval();
        bench.awaitState(asked.id(), RetrievalState.OPEN);
        return asked;
    }

    @Test
    void aPackThatWasTakenIsOutWithItsRetrievalUntilItIsCheckedIn() {
        try (Bench bench = new Bench()) {
            Retrieval asked = openWithPack(bench);

            // WHEN the pack is taken and the block given back
            await(bench.parts.desk().take(asked.id(), LI, PACK, SEAL));
            assertThat(await(bench.parts.desk().close(asked.id(), LI)).state()).isEqualTo(RetrievalState.TAKEN);

            // THEN it is out, its place is history, and nobody else gets it
            assertThat(bench.rows("SELECT state FROM pack")).containsExactly("out");
            assertThat(bench.rows("SELECT count(*) FROM placement WHERE valid_to IS NULL"))
                    .containsExactly("0");
            assertThat(((Problem) failureOf(bench.ask(WANG, "WO-1"))).code()).isEqualTo(ErrorCode.PACK_OUT);

            // WHEN it comes back with the right seal
            Outcome back = await(bench.parts.returns().giveBack(new Returned(WANG, PACK, SEAL, 0)));

            // THEN it is on the shelf again and the retrieval is over
            assertThat(back.onShelf()).isTrue();
            assertThat(bench.rows("SELECT state FROM pack")).containsExactly("on-shelf");
            assertThat(bench.rows("SELECT position_code FROM placement WHERE valid_to IS NULL"))
                    .containsExactly("ES-V1-B1-01B-01-1-01");
            assertThat(bench.retrieval(asked.id()).state()).isEqualTo(RetrievalState.CLOSED);
            assertThat(bench.log()).contains("pack-taken ok", "retrieval-taken ok", "pack-returned ok");
        }
    }

    @Test
    void aSealThatDiffersKeepsThePackOutAndIsLogged() {
        try (Bench bench = new Bench()) {
            Retrieval asked = openWithPack(bench);
            await(bench.parts.desk().take(asked.id(), LI, PACK, Optional.of(new SealNo("FORGED"))));
            assertThat(bench.log()).contains("seal-differs discrepancy");
            await(bench.parts.desk().close(asked.id(), LI));

            Outcome differs =
                    await(bench.parts.returns().giveBack(new Returned(LI, PACK, Optional.of(new SealNo("FORGED")), 0)));
            Outcome missing = await(bench.parts.returns().giveBack(new Returned(LI, PACK, Optional.empty(), 0)));

            assertThat(differs.discrepancy()).contains("seal-differs");
            assertThat(missing.discrepancy()).contains("seal-missing");
            assertThat(bench.rows("SELECT state FROM pack")).containsExactly("out");
            assertThat(bench.retrieval(asked.id()).state()).isEqualTo(RetrievalState.TAKEN);
            assertThat(bench.log()).contains("pack-returned seal-differs", "pack-returned seal-missing");
        }
    }

    @Test
    void onlyThePersonWhoseAisleItIsTakesAPackAndOnlyOneThatStandsInIt() {
        try (Bench bench = new Bench()) {
            Retrieval asked = openWithPack(bench);
            bench.file("WO-1", "P-2", "ES-V1-B1-02B-01-1-01");

            assertThat(((Problem) failureOf(bench.parts.desk().take(asked.id(), WANG, PACK, SEAL))).code())
                    .isEqualTo(ErrorCode.NOT_YOUR_RETRIEVAL);
            assertThat(((Problem) failureOf(bench.parts.desk().take(asked.id(), LI, new PackNo("P-2"), SEAL))).code())
                    .isEqualTo(ErrorCode.PACK_NOT_REACHED);
            assertThat(((Problem) failureOf(bench.parts.returns().giveBack(new Returned(LI, PACK, SEAL, 0)))).code())
                    .isEqualTo(ErrorCode.PACK_NOT_OUT);
            assertThat(bench.rows("SELECT DISTINCT state FROM pack")).containsExactly("on-shelf");
        }
    }

    @Test
    void takingOnePackTwiceAtOnceSucceedsOnce() {
        try (Bench bench = new Bench()) {
            Retrieval asked = openWithPack(bench);
            var one = bench.parts.desk().take(asked.id(), LI, PACK, SEAL);
            var two = bench.parts.desk().take(asked.id(), LI, PACK, SEAL);
            int succeeded = 0;
            for (var each : java.util.List.of(one, two)) {
                try {
                    await(each);
                    succeeded++;
                } catch (java.util.concurrent.CompletionException e) {
                    assertThat(e.getCause()).isInstanceOf(Problem.class);
                }
            }
            assertThat(succeeded).isEqualTo(1);
            assertThat(bench.rows("SELECT count(*) FROM retrieval_pack")).containsExactly("1");
        }
    }
}
