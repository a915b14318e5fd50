package org.archivevault.server.retrieval;

import java.util.List;
import java.util.Set;
import org.archivevault.protocol.Bilingual;
import org.archivevault.protocol.address.ShelfAddress;
import org.archivevault.protocol.pack.PackNo;
import org.archivevault.server.tags.Proof;
import org.jspecify.annotations.Nullable;

/**
 * How a retrieval's pack left its place, as the API tells it.
 *
 * @param possible the proofs that the equipment of the place allows, the weakest first
 * @param proof those that were given, the weakest first; empty while nothing is known
 * @param outcome what became of it; absent while nothing has
 * @param packs every pack that something is known of
 */
record RemovalAnswer(
        List<Proof> possible, List<Proof> proof, @Nullable Outcome outcome, List<Pack> packs) {
    /**
     * What became of it.
     *
     * @param code the outcome
     * @param zh the sentence in Chinese
     * @param en the sentence in English
     */
    record Outcome(RemovalOutcome code, String zh, String en) {
        static Outcome of(RemovalOutcome code, Bilingual sentence) {
            return new Outcome(code, sentence.zh(), sentence.en());
        }
    }

    /**
     * One pack.
     *
     * @param pack its number
     * @param askedFor whether the retrieval is for it
     * @param away whether it has left its place
     * @param belongs its slot
     * @param elsewhere the face that sees it although it belongs to another; absent when there is none
     * @param proof how its leaving is known
     */
    record Pack(
            PackNo pack,
            boolean askedFor,
            boolean away,
            @Nullable ShelfAddress belongs,
            @Nullable String elsewhere,
            List<Proof> proof) {}

    static RemovalAnswer of(Set<Proof> possible, Removal removal, String position) {
        return new RemovalAnswer(
                sorted(possible),
                sorted(removal.proofs()),
                removal.outcome()
                        .map(code -> Outcome.of(code, removal.sentence(position).orElseThrow()))
                        .orElse(null),
                removal.traces().stream()
                        .map(trace -> new Pack(
                                trace.pack(),
                                trace.askedFor(),
                                trace.away(),
                                trace.belongs().orElse(null),
                                trace.elsewhere().orElse(null),
                                sorted(trace.proofs())))
                        .toList());
    }

    private static List<Proof> sorted(Set<Proof> proofs) {
        return proofs.stream().sorted().toList();
    }
}
