package org.archivevault.server.retrieval;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.archivevault.protocol.Bilingual;
import org.archivevault.protocol.address.ShelfAddress;
import org.archivevault.protocol.pack.PackNo;
import org.archivevault.server.retrieval.RemovalSign.Kind;
import org.archivevault.server.tags.Proof;

/**
 * What the signs say about a retrieval's pack: which packs are away, how well that is proven, and which of the six
 * outcomes it is. Pure: the same signs in the same order always say the same.
 *
 * @param expected the pack that was asked for
 * @param traces every pack that a sign spoke of, in the order of the first sign
 * @param outcome what became of it; empty while nothing has
 * @param proofs how well that is proven; empty while nothing has become of it
 */
record Removal(PackNo expected, List<Trace> traces, Optional<RemovalOutcome> outcome, Set<Proof> proofs) {
    /**
     * One pack.
     *
     * @param pack which
     * @param belongs its slot by the records
     * @param away whether it has left its place
     * @param elsewhere the face that sees it although it belongs to another; empty when there is none
     * @param askedFor whether the retrieval is for it, or a person who may has said that it is taken along
     * @param proofs how its leaving is known
     */
    record Trace(
            PackNo pack,
            Optional<ShelfAddress> belongs,
            boolean away,
            Optional<String> elsewhere,
            boolean askedFor,
            Set<Proof> proofs) {
        private String told() {
            return belongs.map(slot -> pack + "（" + slot + "）").orElse(pack.value());
        }
    }

    /**
     * Judges.
     *
     * @param expected the pack that was asked for
     * @param signs what is known, in the order in which it came
     * @return what it says
     */
    static Removal of(PackNo expected, List<RemovalSign> signs) {
        Fold fold = new Fold(expected);
        signs.forEach(fold::add);
        return fold.judged();
    }

    /** The packs that have left their places. */
    List<Trace> away() {
        return traces.stream().filter(Trace::away).toList();
    }

    /** Whether the pack asked for has left its place. */
    boolean expectedAway() {
        return traces.stream().anyMatch(t -> t.away() && t.pack().equals(expected));
    }

    /** Whether it may close by itself: the pack asked for is gone, a tag says so, and nothing else is. */
    boolean closesByTag() {
        return outcome.equals(Optional.of(RemovalOutcome.TAKEN))
                && expectedAway()
                && proofs.stream().anyMatch(Proof::byTag);
    }

    /**
     * The outcome in words.
     *
     * @param position the slot that the retrieval went for
     * @return both languages; empty while there is no outcome
     */
    Optional<Bilingual> sentence(String position) {
        return outcome.map(known -> switch (known) {
            case TAKEN, UNPROVEN -> known.sentence().with(expected);
            case NOT_TAKEN -> known.sentence().with(expected, position);
            case WRONG_PACK, EXTRA_PACK -> known.sentence().with(told(strangers()), expected);
            case PUT_ELSEWHERE ->
                new Bilingual(
                        known.sentence().with(elsewhere("{} 在 {} 面，应在储位 {}")).zh(),
                        known.sentence()
                                .with(elsewhere("{} is at face {}, it belongs at {}"))
                                .en());
        });
    }

    /** The packs that are away and were not asked for. */
    List<Trace> strangers() {
        return traces.stream().filter(t -> t.away() && !t.askedFor()).toList();
    }

    private static String told(List<Trace> packs) {
        return packs.stream().map(Trace::told).collect(Collectors.joining(", "));
    }

    private String elsewhere(String form) {
        return traces.stream()
                .filter(t -> t.elsewhere().isPresent())
                .map(t -> new Bilingual(form, form)
                        .with(
                                t.pack(),
                                t.elsewhere().orElseThrow(),
                                t.belongs().map(ShelfAddress::positionCode).orElse("—"))
                        .en())
                .collect(Collectors.joining("; "));
    }

    /** Adds sign to sign. */
    private static final class Fold {
        private final PackNo expected;
        private final Map<PackNo, Trace> traces = new LinkedHashMap<>();
        private boolean givenBack;
        private Optional<Kind> end = Optional.empty();

        Fold(PackNo expected) {
            this.expected = expected;
        }

        void add(RemovalSign sign) {
            Trace before = traces.getOrDefault(
                    sign.pack(),
                    new Trace(
                            sign.pack(),
                            sign.belongs(),
                            false,
                            Optional.empty(),
                            sign.pack().equals(expected),
                            Set.of()));
            switch (sign.kind()) {
                case LEFT_FACE, AT_DESK, THROUGH_GATE, WRONG_BAR_CODE -> put(left(before, sign, before.askedFor()));
                case BY_HAND, BY_BAR_CODE -> {
                    forgetWrongBarCodes();
                    put(left(before, sign, true));
                }
                case BACK_AT_FACE -> back(before);
                case AT_OTHER_FACE ->
                    put(new Trace(
                            before.pack(),
                            sign.belongs(),
                            before.away(),
                            Optional.of(sign.place()),
                            before.askedFor(),
                            before.proofs()));
                case GIVEN_BACK -> givenBack = true;
                case STILL_SEEN -> {
                    end = Optional.of(sign.kind());
                    if (before.proofs().stream().noneMatch(Proof::byTag)) {
                        put(standing(before));
                    }
                }
                case NOTHING_TAKEN, TIME_UP -> end = Optional.of(sign.kind());
            }
        }

        /** While the aisle is open, putting a pack back undoes its removal; later it is the beginning of its return. */
        private void back(Trace before) {
            put(
                    givenBack
                            ? new Trace(
                                    before.pack(),
                                    before.belongs(),
                                    before.away(),
                                    Optional.empty(),
                                    before.askedFor(),
                                    before.proofs())
                            : standing(before));
        }

        private static Trace standing(Trace before) {
            return new Trace(before.pack(), before.belongs(), false, Optional.empty(), before.askedFor(), Set.of());
        }

        private static Trace left(Trace before, RemovalSign sign, boolean askedFor) {
            Set<Proof> proofs = EnumSet.noneOf(Proof.class);
            proofs.addAll(before.proofs());
            sign.kind().proof().ifPresent(proofs::add);
            return new Trace(before.pack(), sign.belongs(), true, Optional.empty(), askedFor, proofs);
        }

        /** Who has scanned the wrong pack and then the right one has put the wrong one back. */
        private void forgetWrongBarCodes() {
            traces.replaceAll((pack, trace) ->
                    !trace.askedFor() && trace.proofs().equals(Set.of(Proof.BY_BAR_CODE)) ? standing(trace) : trace);
        }

        private void put(Trace trace) {
            traces.put(trace.pack(), trace);
        }

        Removal judged() {
            List<Trace> all = new ArrayList<>(traces.values());
            List<Trace> wanted =
                    all.stream().filter(t -> t.away() && t.askedFor()).toList();
            List<Trace> others =
                    all.stream().filter(t -> t.away() && !t.askedFor()).toList();
            Optional<RemovalOutcome> outcome = outcome(all, wanted, others);
            return new Removal(expected, List.copyOf(all), outcome, proofs(outcome, wanted, others));
        }

        private Optional<RemovalOutcome> outcome(List<Trace> all, List<Trace> wanted, List<Trace> others) {
            if (all.stream().anyMatch(t -> t.elsewhere().isPresent())) {
                return Optional.of(RemovalOutcome.PUT_ELSEWHERE);
            }
            if (!others.isEmpty()) {
                return Optional.of(wanted.isEmpty() ? RemovalOutcome.WRONG_PACK : RemovalOutcome.EXTRA_PACK);
            }
            if (!wanted.isEmpty()) {
                return Optional.of(RemovalOutcome.TAKEN);
            }
            return end.map(kind -> kind == Kind.TIME_UP ? RemovalOutcome.UNPROVEN : RemovalOutcome.NOT_TAKEN);
        }

        private Set<Proof> proofs(Optional<RemovalOutcome> outcome, List<Trace> wanted, List<Trace> others) {
            if (outcome.isEmpty() || outcome.get() == RemovalOutcome.UNPROVEN) {
                return Set.of();
            }
            return switch (outcome.get()) {
                case NOT_TAKEN -> Set.of(end.equals(Optional.of(Kind.STILL_SEEN)) ? Proof.SHELF : Proof.BY_HAND);
                case PUT_ELSEWHERE -> Set.of(Proof.SHELF);
                case TAKEN -> union(wanted);
                default -> union(others);
            };
        }

        private static Set<Proof> union(List<Trace> traces) {
            Set<Proof> all = EnumSet.noneOf(Proof.class);
            traces.forEach(t -> all.addAll(t.proofs()));
            return all;
        }
    }
}
