package org.archivevault.server.retrieval;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.address.FaceId;
import org.archivevault.protocol.address.ShelfAddress;
import org.archivevault.protocol.pack.PackNo;
import org.archivevault.server.accesslog.AccessEntry;
import org.archivevault.server.retrieval.Removal.Trace;
import org.archivevault.server.retrieval.RemovalSign.Kind;
import org.archivevault.server.retrieval.Retrieval.Target;
import org.archivevault.server.retrieval.RetrievalProgress.Step;
import org.archivevault.server.tags.PackSightings;
import org.archivevault.server.tags.Proof;
import org.archivevault.server.tags.TagCheck;
import org.archivevault.server.tags.TagPlaces;
import org.jspecify.annotations.Nullable;

/**
 * Writes signs down and acts on what they come to: tells, records packs as out, and lets go of the block when a tag has
 * proven that the right pack is gone. It gives no command: nothing moves because of a tag.
 */
final class Removals {
    /**
     * How long nothing else may leave after the pack asked for has, in milliseconds, before the retrieval closes: at least
     * this, for a desk or a gate, which several packs pass one by one.
     */
    static final long SETTLE_MILLIS = 2_000;
    /** Tags that were taken together are missed by the same antennas, but the one was last heard a turn or two later. */
    private static final int SETTLE_TURNS = 2;
    /** Beyond a shelf's own departure time, in milliseconds: the way from the reader to the record. */
    private static final long MARGIN_MILLIS = 3_000;
    /** How long the way to desk or gate may take where no antenna watches the shelf, in milliseconds. */
    private static final long WALK_MILLIS = Duration.ofMinutes(2).toMillis();

    private static final String SERVER = "server";

    private final Packs packs;
    private final RetrievalStore store;
    private final RemovalStore removals;
    private final TaggedPacks tagged;
    private final TakenPacks taken;
    private final BlockTurns turns;
    private final TagPlaces places;
    private final PackSightings sightings;

    Removals(
            Packs packs,
            RetrievalStore store,
            TakenPacks taken,
            BlockTurns turns,
            TagPlaces places,
            PackSightings sightings) {
        this.packs = packs;
        this.store = store;
        this.removals = new RemovalStore();
        this.tagged = new TaggedPacks();
        this.taken = taken;
        this.turns = turns;
        this.places = places;
        this.sightings = sightings;
    }

    /**
     * What an act has led to.
     *
     * @param retrieval as it is now
     * @param removal what the signs say now
     * @param entries for the access log
     * @param offered the retrieval that was offered the block because of it
     */
    record Effect(Retrieval retrieval, Removal removal, List<AccessEntry> entries, Optional<Retrieval> offered) {}

    RemovalStore store() {
        return removals;
    }

    /** Which proofs the equipment allows where a retrieval's pack stands. */
    Set<Proof> possible(Target target) {
        return places.possibleAt(face(target));
    }

    /** What is known about a retrieval's pack. */
    Future<Removal> of(SqlClient client, Retrieval retrieval) {
        PackNo expected = target(retrieval).pack();
        return removals.signs(client, retrieval.id()).map(signs -> Removal.of(expected, signs));
    }

    /**
     * Takes a sign in that a tag or a person has given, and acts on it.
     *
     * @param transaction has locked the block's row
     * @param retrieval as it is under that lock
     * @param sign the sign
     * @param by who tells: a user name or {@code edge:<id>}
     * @param now the wall clock
     * @return completes with what it led to; fails when the database does
     */
    Future<Effect> take(SqlConnection transaction, Retrieval retrieval, RemovalSign sign, String by, Instant now) {
        return add(transaction, retrieval, List.of(sign))
                .compose(change -> act(transaction, retrieval, change, by, now));
    }

    /** What the signs said before and say now. */
    private record Change(Removal before, Removal after) {
        boolean isNews() {
            return !before.equals(after);
        }
    }

    private Future<Change> add(SqlConnection transaction, Retrieval retrieval, List<RemovalSign> fresh) {
        PackNo expected = target(retrieval).pack();
        return removals.signs(transaction, retrieval.id()).compose(known -> {
            List<RemovalSign> all = new ArrayList<>(known);
            all.addAll(fresh);
            Future<Void> added = Future.succeededFuture();
            for (RemovalSign sign : fresh) {
                added = added.compose(before -> removals.add(transaction, retrieval, sign));
            }
            return added.map(new Change(Removal.of(expected, known), Removal.of(expected, all)));
        });
    }

    private Future<Effect> act(SqlConnection transaction, Retrieval retrieval, Change change, String by, Instant now) {
        Removal after = change.after();
        if (!change.isNews()) {
            return Future.succeededFuture(new Effect(retrieval, after, List.of(), Optional.empty()));
        }
        boolean aisleIsOurs = retrieval.state().holdsBlock();
        boolean proving = retrieval.state() == RetrievalState.PROVING;
        Long due = aisleIsOurs && after.closesByTag() ? Long.valueOf(settleMillis(target(retrieval))) : null;
        RetrievalState next = proving && !after.away().isEmpty() ? RetrievalState.TAKEN : retrieval.state();
        Step step = new Step(next, codeOf(after), detailOf(retrieval, after));
        Retrieval moved = RetrievalStore.moved(retrieval, step, now);
        // While the aisle is open a pack can be put back; once it is given back, what is away is out.
        Future<List<AccessEntry>> out =
                aisleIsOurs ? Future.succeededFuture(List.of()) : recordOut(transaction, retrieval, after, by, now);
        return out.compose(entries -> store.write(transaction, moved, by, null)
                .compose(written -> removals.note(transaction, retrieval.id(), after, due))
                .map(noted -> {
                    List<AccessEntry> all = new ArrayList<>(entries);
                    all.add(entry(moved, after, by));
                    return new Effect(moved, after, all, Optional.empty());
                }));
    }

    private long settleMillis(Target target) {
        long turns = places.shelf(face(target))
                .map(shelf -> shelf.turn().toMillis() * SETTLE_TURNS)
                .orElse(0L);
        return Math.max(SETTLE_MILLIS, turns + SETTLE_MILLIS / 2);
    }

    /** Every pack that is away and still on the shelf by the records goes out with the retrieval (I21). */
    private Future<List<AccessEntry>> recordOut(
            SqlConnection transaction, Retrieval retrieval, Removal removal, String by, Instant now) {
        List<AccessEntry> entries = new ArrayList<>();
        Future<Void> done = Future.succeededFuture();
        for (Trace trace : removal.away()) {
            done = done.compose(before -> tagged.of(transaction, trace.pack()))
                    .compose(known -> known.filter(TaggedPacks.Known::onShelf).isEmpty()
                            ? Future.succeededFuture()
                            : recordOut(transaction, retrieval, trace, by, now, entries));
        }
        return done.map(entries);
    }

    private Future<Void> recordOut(
            SqlConnection transaction,
            Retrieval retrieval,
            Trace trace,
            String by,
            Instant now,
            List<AccessEntry> entries) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("retrieval", retrieval.id());
        facts.put("askedBy", retrieval.askedBy());
        facts.put("askedFor", trace.askedFor());
        facts.put("proofs", trace.proofs());
        entries.add(RetrievalEntries.pack("pack-taken", by, trace.pack().value(), AccessEntry.OK, facts));
        return packs.take(transaction, trace.pack(), retrieval.askedBy(), "retrieval:" + retrieval.id())
                .compose(gone -> taken.record(
                        transaction, retrieval.id(), trace.pack(), Optional.empty(), now, trace.askedFor()));
    }

    /**
     * A person gives the block back.
     *
     * @param transaction has locked the block's row
     * @param retrieval as it is under that lock, holding the block
     * @param by user name
     * @param released the code when somebody else does it; null when its own person does
     * @param now the wall clock
     * @return completes with what it led to: taken, proving or closed; fails when the database does
     */
    Future<Effect> giveBack(
            SqlConnection transaction, Retrieval retrieval, String by, @Nullable String released, Instant now) {
        Target target = target(retrieval);
        return add(transaction, retrieval, List.of(sign(Kind.GIVEN_BACK, target, by, now)))
                .compose(change -> recordOut(transaction, retrieval, change.after(), by, now)
                        .compose(entries -> taken.out(transaction, retrieval.id())
                                .compose(out -> givenBack(
                                        transaction,
                                        retrieval,
                                        change.after(),
                                        !out.isEmpty(),
                                        released,
                                        new By(by, now, entries)))));
    }

    private Future<Effect> givenBack(
            SqlConnection transaction,
            Retrieval retrieval,
            Removal known,
            boolean isOut,
            @Nullable String released,
            By by) {
        Target target = target(retrieval);
        boolean proving = !isOut && watchedByTags(target);
        RetrievalState next = isOut ? RetrievalState.TAKEN : proving ? RetrievalState.PROVING : RetrievalState.CLOSED;
        // Where no tag could say otherwise, a person's word is the end of it.
        Future<Removal> judged = isOut || proving
                ? Future.succeededFuture(known)
                : add(transaction, retrieval, List.of(sign(Kind.NOTHING_TAKEN, target, by.who(), by.now())))
                        .map(Change::after);
        return judged.compose(removal -> {
            boolean wrong = isWrong(removal);
            String detail = wrong ? detailOf(retrieval, removal) : released == null ? "" : by.who();
            Step step = new Step(next, wrong ? codeOf(removal) : released, detail);
            return letGo(transaction, retrieval, step, removal, dueAfterGivingBack(next, removal, target), by);
        });
    }

    /** Who acts, when, and what there is to log already. */
    private record By(String who, Instant now, List<AccessEntry> entries) {}

    private @Nullable Long dueAfterGivingBack(RetrievalState next, Removal removal, Target target) {
        Optional<Duration> departure = places.shelf(face(target)).map(TagPlaces.Place::departsAfter);
        if (next == RetrievalState.PROVING) {
            return departure
                    .map(Duration::toMillis)
                    .map(ms -> ms + MARGIN_MILLIS)
                    .orElse(WALK_MILLIS);
        }
        boolean byTag = removal.proofs().stream().anyMatch(Proof::byTag);
        return next == RetrievalState.TAKEN && !byTag
                ? departure
                        .map(Duration::toMillis)
                        .map(ms -> ms + MARGIN_MILLIS)
                        .orElse(null)
                : null;
    }

    private Future<Effect> letGo(
            SqlConnection transaction, Retrieval retrieval, Step step, Removal removal, @Nullable Long due, By by) {
        BlockId block = target(retrieval).block();
        return store.move(transaction, retrieval, step, by.who(), by.now(), null)
                .compose(moved -> removals.note(transaction, retrieval.id(), removal, due)
                        .compose(noted -> turns.settle(transaction, block, by.now()))
                        .map(turn -> {
                            List<AccessEntry> entries = new ArrayList<>(by.entries());
                            entries.add(RetrievalEntries.moved(moved, by.who()));
                            if (removal.outcome().isPresent()) {
                                entries.add(entry(moved, removal, by.who()));
                            }
                            entries.addAll(turn.entries());
                            return new Effect(moved, removal, entries, turn.offered());
                        }));
    }

    /**
     * A shelf's aisle was closed by somebody else: what its antennas say is looked at once they have had their time.
     *
     * @param transaction has locked the block's row
     * @param retrieval as it is under that lock
     * @return completes when it will be looked at, if antennas watch the place and nothing is known yet
     */
    Future<Void> aisleClosed(SqlConnection transaction, Retrieval retrieval) {
        Optional<TagPlaces.Place> shelf = places.shelf(face(target(retrieval)));
        if (shelf.isEmpty()) {
            return Future.succeededFuture();
        }
        long due = shelf.get().departsAfter().toMillis() + MARGIN_MILLIS;
        return of(transaction, retrieval)
                .compose(removal -> removal.outcome().isPresent()
                        ? Future.succeededFuture()
                        : removals.note(transaction, retrieval.id(), removal, due));
    }

    /**
     * The time has come to act on what is known.
     *
     * @param transaction has locked the block's row
     * @param retrieval as it is under that lock
     * @param now the wall clock
     * @return completes with what it led to; fails when the database does
     */
    Future<Effect> due(SqlConnection transaction, Retrieval retrieval, Instant now) {
        return of(transaction, retrieval).compose(removal -> switch (retrieval.state()) {
            case OPEN, UNKNOWN ->
                removal.closesByTag()
                        ? closeByTag(transaction, retrieval, now)
                        : endIfStillSeen(transaction, retrieval, removal, now);
            case PROVING -> endProving(transaction, retrieval, now);
            case TAKEN -> contradictIfStillSeen(transaction, retrieval, removal, now);
            default -> nothingMore(transaction, retrieval, removal);
        });
    }

    private Future<Effect> closeByTag(SqlConnection transaction, Retrieval retrieval, Instant now) {
        return add(transaction, retrieval, List.of(sign(Kind.GIVEN_BACK, target(retrieval), "tag", now)))
                .compose(change -> recordOut(transaction, retrieval, change.after(), SERVER, now)
                        .compose(entries -> letGo(
                                transaction,
                                retrieval,
                                new Step(RetrievalState.TAKEN, "closed-by-tag", proofsOf(change.after())),
                                change.after(),
                                null,
                                new By(SERVER, now, entries))));
    }

    /** Somebody else has closed the aisle, and the pack stands where it stood. */
    private Future<Effect> endIfStillSeen(
            SqlConnection transaction, Retrieval retrieval, Removal removal, Instant now) {
        return stillSeen(transaction, retrieval)
                .compose(seen -> seen && retrieval.state() == RetrievalState.UNKNOWN
                        ? end(transaction, retrieval, Kind.STILL_SEEN, now)
                        : nothingMore(transaction, retrieval, removal));
    }

    private Future<Effect> endProving(SqlConnection transaction, Retrieval retrieval, Instant now) {
        boolean watched = places.shelf(face(target(retrieval))).isPresent();
        return stillSeen(transaction, retrieval)
                .compose(seen -> end(
                        transaction,
                        retrieval,
                        seen ? Kind.STILL_SEEN : watched ? Kind.TIME_UP : Kind.NOTHING_TAKEN,
                        now));
    }

    private Future<Effect> end(SqlConnection transaction, Retrieval retrieval, Kind kind, Instant now) {
        return add(transaction, retrieval, List.of(sign(kind, target(retrieval), SERVER, now)))
                .compose(change -> letGo(
                        transaction,
                        retrieval,
                        new Step(RetrievalState.CLOSED, codeOf(change.after()), detailOf(retrieval, change.after())),
                        change.after(),
                        null,
                        new By(SERVER, now, List.of())));
    }

    /** A person has said "taken", and the antennas of its shelf still see it: the record keeps both. */
    private Future<Effect> contradictIfStillSeen(
            SqlConnection transaction, Retrieval retrieval, Removal removal, Instant now) {
        boolean byTag = removal.proofs().stream().anyMatch(Proof::byTag);
        return stillSeen(transaction, retrieval)
                .compose(seen -> seen && !byTag
                        ? take(
                                transaction,
                                retrieval,
                                sign(Kind.STILL_SEEN, target(retrieval), SERVER, now),
                                SERVER,
                                now)
                        : nothingMore(transaction, retrieval, removal));
    }

    private Future<Effect> nothingMore(SqlConnection transaction, Retrieval retrieval, Removal removal) {
        return removals.note(transaction, retrieval.id(), removal, null)
                .map(new Effect(retrieval, removal, List.of(), Optional.empty()));
    }

    private Future<Boolean> stillSeen(SqlConnection transaction, Retrieval retrieval) {
        return sightings
                .check(transaction, target(retrieval).pack())
                .map(check -> check.result() == TagCheck.Result.CONFIRMED);
    }

    private boolean watchedByTags(Target target) {
        return possible(target).stream().anyMatch(Proof::byTag);
    }

    private static boolean isWrong(Removal removal) {
        return removal.outcome()
                .filter(o -> o != RemovalOutcome.TAKEN && o != RemovalOutcome.NOT_TAKEN)
                .isPresent();
    }

    private static String codeOf(Removal removal) {
        return removal.outcome()
                .map(outcome -> outcome == RemovalOutcome.TAKEN ? "pack-taken" : outcome.code())
                .orElse("pack-back");
    }

    private static String detailOf(Retrieval retrieval, Removal removal) {
        return removal.sentence(target(retrieval).positionCode())
                .map(sentence -> sentence + proofsOf(removal))
                .orElse("");
    }

    private static String proofsOf(Removal removal) {
        if (removal.proofs().isEmpty()) {
            return "";
        }
        List<String> titles =
                removal.proofs().stream().map(proof -> proof.title().toString()).toList();
        return "（" + String.join("; ", titles) + "）";
    }

    private static AccessEntry entry(Retrieval retrieval, Removal removal, String by) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("pack", removal.expected());
        facts.put("proofs", removal.proofs());
        removal.sentence(target(retrieval).positionCode()).ifPresent(s -> facts.put("said", s.toString()));
        return AccessEntry.of(
                "removal",
                by,
                "retrieval:" + retrieval.id(),
                removal.outcome().map(RemovalOutcome::code).orElse("pack-back"),
                facts);
    }

    private static RemovalSign sign(Kind kind, Target target, String place, Instant now) {
        return new RemovalSign(kind, target.pack(), place, Optional.of(ShelfAddress.parse(target.positionCode())), now);
    }

    private static FaceId face(Target target) {
        return FaceId.of(ShelfAddress.parse(target.positionCode()));
    }

    private static Target target(Retrieval retrieval) {
        return retrieval
                .target()
                .orElseThrow(() -> new IllegalStateException(retrieval.id() + " has no pack that could leave"));
    }
}
