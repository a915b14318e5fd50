package org.archivevault.server.retrieval;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.protocol.address.ShelfAddress;
import org.archivevault.protocol.command.Command;
import org.archivevault.protocol.command.CommandId;
import org.archivevault.protocol.command.DarkenPositions;
import org.archivevault.protocol.command.EdgeInstant;
import org.archivevault.protocol.command.LightPosition;
import org.archivevault.protocol.command.Reason;
import org.archivevault.protocol.link.EdgeId;
import org.archivevault.server.database.Database;
import org.archivevault.server.shelving.CommandLink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lights the lamp at the pack of a retrieval while its aisle stands open for it, where the plan has one. It follows the
 * retrievals' changes and takes no part in them: whatever becomes of a light, no retrieval waits for it, and none fails by
 * it. All on the event loop on which it is made.
 */
final class PackLights {
    private static final Logger LOG = LoggerFactory.getLogger(PackLights.class);

    /**
     * Longest that a lamp burns for one opening: who has not taken the pack by then finds it by its position code, and a
     * lamp whose end got lost misleads nobody for long.
     */
    static final Duration LIFE = Duration.ofMinutes(10);

    /**
     * How long after a change the retrieval is looked at, in milliseconds: the command that moves has left by then, and
     * several changes of one moment are one look.
     */
    static final long LOOK_AFTER_MILLIS = 100;

    /** Gives a command the way of lock and unlock: written down and logged, then sent once. */
    @FunctionalInterface
    interface Giver {
        Future<?> give(Command command, EdgeId edge);
    }

    private final Vertx vertx;
    private final SitePlan plan;
    private final Database database;
    private final RetrievalStore store;
    private final RetrievalFeed feed;
    private final CommandLink link;
    private final Giver giver;
    private final Instant startedAt;
    private final Supplier<UUID> ids;
    private final boolean anyLights;
    private final Set<UUID> toLookAt = new HashSet<>();
    /** The light that was asked for each retrieval, and how to end watching it. */
    private final Map<UUID, Lit> lit = new HashMap<>();

    /** Of before this process began: what was lit for them is not known here. */
    private final Set<UUID> ofBefore = new HashSet<>();

    private record Lit(LightPosition command, EdgeId edge, Runnable stopWatching) {}

    PackLights(
            Vertx vertx,
            SitePlan plan,
            Database database,
            RetrievalStore store,
            RetrievalFeed feed,
            CommandLink link,
            Giver giver,
            Instant startedAt,
            Supplier<UUID> ids) {
        this.vertx = vertx;
        this.plan = plan;
        this.database = database;
        this.store = store;
        this.feed = feed;
        this.link = link;
        this.giver = giver;
        this.startedAt = startedAt;
        this.ids = ids;
        this.anyLights =
                plan.vaults().stream().anyMatch(vault -> !vault.lights().isEmpty());
    }

    /** Begins to follow the changes of retrievals. */
    Runnable start() {
        return anyLights ? feed.watchAll(this::changed) : () -> {};
    }

    private void changed(UUID retrieval) {
        if (toLookAt.add(retrieval)) {
            vertx.setTimer(LOOK_AFTER_MILLIS, due -> look(retrieval));
        }
    }

    private void look(UUID id) {
        toLookAt.remove(id);
        store.find(database.reads(), id)
                .onSuccess(found -> found.ifPresent(this::follow))
                .onFailure(failure -> LOG.warn("No light for retrieval {}: {}", id, failure.toString()));
    }

    private void follow(Retrieval retrieval) {
        Lit burning = lit.get(retrieval.id());
        Optional<ShelfAddress> position = retrieval
                .target()
                .filter(target -> retrieval.state() == RetrievalState.OPEN)
                .map(target -> ShelfAddress.parse(target.positionCode()));
        if (burning != null && !position.equals(Optional.of(burning.command().position()))) {
            darken(retrieval, burning);
        } else if (burning == null && position.isEmpty() && mayHaveBeenLitBefore(retrieval)) {
            retrieval.target().ifPresent(target -> darkenOfBefore(retrieval, target));
        }
        if (position.isPresent() && !lit.containsKey(retrieval.id())) {
            light(retrieval, position.get());
        }
    }

    private boolean mayHaveBeenLitBefore(Retrieval retrieval) {
        return retrieval.createdAt().isBefore(startedAt) && ofBefore.add(retrieval.id());
    }

    /** Harmless where nothing burns. */
    private void darkenOfBefore(Retrieval retrieval, Retrieval.Target target) {
        if (hasLamp(ShelfAddress.parse(target.positionCode()))) {
            plan.edgeOf(target.block())
                    .ifPresent(edge -> give(
                            new DarkenPositions(
                                    new CommandId(ids.get()), target.block(), retrieval.askedBy(), reason(retrieval)),
                            edge));
        }
    }

    private boolean hasLamp(ShelfAddress position) {
        return plan.vaults().stream()
                .filter(vault -> vault.id().equals(position.block().vault()))
                .anyMatch(vault -> vault.hasLamp(position));
    }

    private void light(Retrieval retrieval, ShelfAddress position) {
        Optional<EdgeId> edge = plan.edgeOf(position.block());
        Optional<EdgeInstant> edgeNow = edge.flatMap(link::edgeNow);
        if (!hasLamp(position) || edge.isEmpty() || edgeNow.isEmpty()) {
            return;
        }
        LightPosition command = new LightPosition(
                new CommandId(ids.get()),
                position,
                LIFE.toMillis(),
                edgeNow.get().plusMillis(LIFE.toMillis()),
                retrieval.askedBy(),
                reason(retrieval));
        lit.put(retrieval.id(), new Lit(command, edge.get(), feed.watch(retrieval.id(), () -> {})));
        give(command, edge.get());
    }

    private void darken(Retrieval retrieval, Lit burning) {
        lit.remove(retrieval.id());
        burning.stopWatching().run();
        give(
                new DarkenPositions(
                        new CommandId(ids.get()),
                        burning.command().block(),
                        retrieval.askedBy(),
                        burning.command().reason()),
                burning.edge());
    }

    private void give(Command command, EdgeId edge) {
        giver.give(command, edge)
                .onFailure(failure -> LOG.warn("The light of {} was not given: {}", command, failure.toString()));
    }

    private static Reason reason(Retrieval retrieval) {
        return new Reason(Reason.Kind.RETRIEVAL, retrieval.id().toString());
    }
}
