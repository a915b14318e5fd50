package org.archivevault.server.retrieval;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.address.FaceId;
import org.archivevault.protocol.command.CommandOutcome;
import org.archivevault.protocol.event.EdgeEvent;
import org.archivevault.protocol.pack.Epc;
import org.archivevault.server.accesslog.AccessEntry;
import org.archivevault.server.alarm.AlarmBook;
import org.archivevault.server.alarm.AlarmKind;
import org.archivevault.server.alarm.Cause;
import org.archivevault.server.edge.EventConsumer;
import org.archivevault.server.edge.Happened;
import org.archivevault.server.retrieval.RemovalSign.Kind;
import org.archivevault.server.retrieval.RemovalStore.Candidate;
import org.archivevault.server.retrieval.TaggedPacks.Known;
import org.archivevault.server.shelving.BlockLeases;
import org.archivevault.server.tags.TagPlaces;

/**
 * Turns what tags do into signs of the retrievals that they left with, into alarms, and into the confirmation of returns
 * and put-aways. Comes after the consumers that lock the blocks and move the retrievals on.
 */
final class RemovalEvents implements EventConsumer, BlockLeases.MoreBlocks {
    /** How long after a retrieval has let go of its block a pack may still be told to have left with it, in ms. */
    private static final long LATE_MILLIS = Duration.ofMinutes(15).toMillis();
    /** A pack that was put there so lately may still lie on the desk where it was checked. */
    private static final Duration BEING_SHELVED = Duration.ofMinutes(30);

    private final SitePlan plan;
    private final TagPlaces places;
    private final RetrievalStore store;
    private final Removals removals;
    private final TaggedPacks tagged = new TaggedPacks();
    private final AlarmBook alarms;
    private final RetrievalFeed feed;
    private final InstantSource clock;

    RemovalEvents(
            SitePlan plan,
            TagPlaces places,
            RetrievalStore store,
            Removals removals,
            AlarmBook alarms,
            RetrievalFeed feed,
            InstantSource clock) {
        this.plan = plan;
        this.places = places;
        this.store = store;
        this.removals = removals;
        this.alarms = alarms;
        this.feed = feed;
        this.clock = clock;
    }

    /** One batch: what it has led to so far. */
    private static final class Batch {
        private final SqlConnection transaction;
        private final String source;
        private final Instant now;
        private final List<AccessEntry> entries = new ArrayList<>();
        private final Set<UUID> changed = new HashSet<>();
        private boolean alarmed;

        Batch(SqlConnection transaction, String source, Instant now) {
            this.transaction = transaction;
            this.source = source;
            this.now = now;
        }
    }

    @Override
    public Future<Set<BlockId>> of(SqlConnection transaction, List<Happened> events) {
        List<TagSign> signs = signs(events);
        if (signs.isEmpty()) {
            return Future.succeededFuture(Set.of());
        }
        Set<BlockId> blocks = new HashSet<>();
        signs.forEach(sign -> sign.face().ifPresent(face -> blocks.add(face.block())));
        return tagged.of(transaction, epcs(signs)).map(known -> {
            known.values().forEach(pack -> blocks.addAll(pack.blocks()));
            // A block that is no longer in the plan has no retrieval.
            blocks.removeIf(block -> plan.block(block).isEmpty());
            return blocks;
        });
    }

    @Override
    public Future<Consumed> consume(SqlConnection transaction, String source, List<Happened> events) {
        Batch batch = new Batch(transaction, source, clock.instant());
        Future<Void> done = Future.succeededFuture();
        for (Happened happened : events) {
            done = done.compose(before -> aisle(batch, happened));
            for (TagSign sign : TagSign.of(happened, places)) {
                done = done.compose(before -> tagged.of(transaction, List.of(sign.epc())))
                        .compose(known -> Optional.ofNullable(known.get(sign.epc()))
                                .map(pack -> tag(batch, sign, pack))
                                .orElse(Future.succeededFuture()));
            }
        }
        return done.map(all -> new Consumed(batch.entries, () -> {
            batch.changed.forEach(feed::changed);
            if (batch.alarmed) {
                alarms.told();
            }
        }));
    }

    private List<TagSign> signs(List<Happened> events) {
        return events.stream().flatMap(e -> TagSign.of(e, places).stream()).toList();
    }

    private static List<Epc> epcs(List<TagSign> signs) {
        return signs.stream().map(TagSign::epc).distinct().toList();
    }

    /** When an aisle stands open, what is last seen before does not count; when it has closed, the tags have the word. */
    private Future<Void> aisle(Batch batch, Happened happened) {
        if (happened.event() instanceof EdgeEvent.MotionStopped stopped) {
            Integer open = stopped.openAisle();
            return removals.store()
                    .opened(batch.transaction, stopped.block(), happened.at())
                    .compose(noted -> open == null ? Future.succeededFuture() : closed(batch, stopped.block(), open));
        }
        if (happened.event() instanceof EdgeEvent.CommandEnded ended
                && ended.outcome() instanceof CommandOutcome.Executed) {
            return removals.store().opened(batch.transaction, ended.block(), happened.at());
        }
        return Future.succeededFuture();
    }

    private Future<Void> closed(Batch batch, BlockId block, int open) {
        return store.ofBlock(batch.transaction, block).compose(all -> {
            Future<Void> done = Future.succeededFuture();
            for (Retrieval retrieval : all) {
                int aisle = retrieval.target().map(Retrieval.Target::aisle).orElse(open);
                if (retrieval.state() == RetrievalState.UNKNOWN && aisle != open) {
                    done = done.compose(before -> removals.aisleClosed(batch.transaction, retrieval));
                }
            }
            return done;
        });
    }

    private Future<Void> tag(Batch batch, TagSign sign, Known pack) {
        return switch (sign.what()) {
            case LEFT_FACE -> left(batch, sign, pack, sign.face().orElseThrow(), Kind.LEFT_FACE);
            case CAME_TO_DESK -> desk(batch, sign, pack);
            case WENT_OUT -> wentOut(batch, sign, pack);
            case CAME_TO_FACE -> cameToFace(batch, sign, pack, sign.face().orElseThrow());
            case CLONE -> alarm(batch, AlarmKind.CLONE_SUSPECTED, sign, pack, Optional.empty());
            case IMPOSSIBLE -> alarm(batch, AlarmKind.IMPOSSIBLE_TRAVEL, sign, pack, Optional.empty());
        };
    }

    private Future<Void> left(Batch batch, TagSign sign, Known pack, FaceId face, Kind kind) {
        if (pack.heldBy().isPresent()) {
            return sign(batch, pack.heldBy().get(), sign, pack, kind);
        }
        return leftWith(batch, sign, pack, face)
                .compose(found -> found.isPresent()
                        ? sign(batch, found.get().id(), sign, pack, kind)
                        : unasked(batch, sign, pack));
    }

    private Future<Void> desk(Batch batch, TagSign sign, Known pack) {
        boolean beingShelved =
                pack.onShelf() && pack.placedAt().plus(BEING_SHELVED).isAfter(sign.at());
        if (pack.heldBy().isPresent()) {
            return sign(batch, pack.heldBy().get(), sign, pack, Kind.AT_DESK);
        }
        if (!pack.onShelf() || pack.belongs().isEmpty()) {
            return Future.succeededFuture();
        }
        FaceId face = FaceId.of(pack.belongs().get());
        return leftWith(batch, sign, pack, face).compose(found -> {
            if (found.isEmpty()) {
                return beingShelved ? Future.succeededFuture() : unasked(batch, sign, pack);
            }
            boolean expected = found.get().expected().equals(pack.pack());
            return expected || !beingShelved
                    ? sign(batch, found.get().id(), sign, pack, Kind.AT_DESK)
                    : Future.succeededFuture();
        });
    }

    /** Out through a gate: proof when a retrieval lets it, an alarm at once when none does. */
    private Future<Void> wentOut(Batch batch, TagSign sign, Known pack) {
        if (pack.heldBy().isPresent()) {
            return pack.askedFor()
                    ? sign(batch, pack.heldBy().get(), sign, pack, Kind.THROUGH_GATE)
                    : alarm(batch, AlarmKind.UNAPPROVED_EXIT, sign, pack, pack.heldBy());
        }
        if (!pack.onShelf() || pack.belongs().isEmpty()) {
            return alarm(batch, AlarmKind.UNAPPROVED_EXIT, sign, pack, Optional.empty());
        }
        FaceId face = FaceId.of(pack.belongs().get());
        return leftWith(batch, sign, pack, face).compose(found -> {
            Optional<UUID> retrieval = found.map(Candidate::id);
            boolean allowed =
                    found.filter(c -> c.expected().equals(pack.pack())).isPresent();
            Future<Void> told =
                    allowed ? Future.succeededFuture() : alarm(batch, AlarmKind.UNAPPROVED_EXIT, sign, pack, retrieval);
            return told.compose(done -> retrieval.isPresent()
                    ? sign(batch, retrieval.get(), sign, pack, Kind.THROUGH_GATE)
                    : Future.succeededFuture());
        });
    }

    /** A face sees a pack: back in its place, or elsewhere; for a retrieval, a return, or a put-away. */
    private Future<Void> cameToFace(Batch batch, TagSign sign, Known pack, FaceId face) {
        boolean right = pack.belongs().map(FaceId::of).equals(Optional.of(face));
        Future<Optional<UUID>> concerned = pack.heldBy().isPresent()
                ? Future.succeededFuture(pack.heldBy())
                : removals.store().spokenOf(batch.transaction, pack.pack());
        return concerned.compose(retrieval -> {
            batch.entries.add(placeEntry(batch.source, sign, pack, face, right));
            return retrieval.isPresent()
                    ? sign(batch, retrieval.get(), sign, pack, right ? Kind.BACK_AT_FACE : Kind.AT_OTHER_FACE)
                    : Future.succeededFuture();
        });
    }

    private static AccessEntry placeEntry(String source, TagSign sign, Known pack, FaceId face, boolean right) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("seenAt", face);
        facts.put("readPoint", sign.place());
        pack.belongs().ifPresent(slot -> facts.put("belongs", slot));
        facts.put("state", pack.state());
        facts.put("placed", pack.placedWhy());
        return AccessEntry.of(
                right ? "place-confirmed" : "put-elsewhere",
                source,
                "pack:" + pack.pack(),
                right ? AccessEntry.OK : "elsewhere",
                facts);
    }

    /** A pack left its place, and nobody had the aisle open. */
    private static Future<Void> unasked(Batch batch, TagSign sign, Known pack) {
        if (pack.onShelf()) {
            batch.entries.add(AccessEntry.of(
                    "pack-left-unasked",
                    batch.source,
                    "pack:" + pack.pack(),
                    "unasked",
                    Map.of("readPoint", sign.place(), "lastSeen", sign.at())));
        }
        return Future.succeededFuture();
    }

    private Future<Optional<Candidate>> leftWith(Batch batch, TagSign sign, Known pack, FaceId face) {
        Optional<SitePlan.Block> block = plan.block(face.block());
        if (block.isEmpty()) {
            return Future.succeededFuture(Optional.empty());
        }
        int number = face.aisleNumber();
        boolean outward = !block.get().hasAisle(number);
        return removals.store()
                .candidates(batch.transaction, face.block(), outward ? 0 : number, LATE_MILLIS)
                .map(reaching -> LeftWith.of(pack.pack(), face, sign.at(), reaching, outward));
    }

    private Future<Void> sign(Batch batch, UUID id, TagSign sign, Known pack, Kind kind) {
        String place = sign.face().map(FaceId::toString).orElse(sign.place());
        RemovalSign removal = new RemovalSign(kind, pack.pack(), place, pack.belongs(), sign.at());
        return store.find(batch.transaction, id)
                .compose(found ->
                        removals.take(batch.transaction, found.orElseThrow(), removal, batch.source, batch.now))
                .map(effect -> {
                    batch.entries.addAll(effect.entries());
                    batch.changed.add(id);
                    return null;
                });
    }

    private Future<Void> alarm(Batch batch, AlarmKind kind, TagSign sign, Known pack, Optional<UUID> retrieval) {
        boolean gate = kind == AlarmKind.UNAPPROVED_EXIT;
        Cause cause = Cause.of(kind, "pack:" + pack.pack(), gate ? sign.place() : "", sign.at())
                .detail(gate ? "" : sign.place())
                .tag(sign.epc(), retrieval.orElse(null));
        return alarms.raise(batch.transaction, cause, batch.source).map(entry -> {
            batch.entries.add(entry);
            batch.alarmed = true;
            return null;
        });
    }
}
