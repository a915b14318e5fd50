package org.archivevault.server.shelving;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.archivevault.firmware.plan.ControllerPlan;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.firmware.profile.ShelvingProfile;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.command.RefusalCode;
import org.archivevault.protocol.event.BlockView;
import org.archivevault.protocol.event.Obstacle;
import org.archivevault.protocol.link.EdgeId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The latest view of each block, with the moment it was received. A belief with an age: older than
 * {@link BlockView#MAX_AGE_MILLIS} it says nothing any more. Safe for use by several threads.
 */
public final class BlockViews {
    private static final Logger LOG = LoggerFactory.getLogger(BlockViews.class);

    private final SitePlan plan;
    private final Predicate<EdgeId> online;
    private final LongSupplier monotonicMillis;
    private final Map<BlockId, Received> latest = new ConcurrentHashMap<>();
    private final Map<BlockId, List<Consumer<BlockView>>> watchers = new ConcurrentHashMap<>();

    private record Received(BlockView view, long atMillis) {}

    /**
     * @param plan the site: only its blocks are known here
     * @param online whether an edge says that it is there
     * @param monotonicMillis the monotonic clock by which views are received, in milliseconds
     */
    public BlockViews(SitePlan plan, Predicate<EdgeId> online, LongSupplier monotonicMillis) {
        this.plan = plan;
        this.online = online;
        this.monotonicMillis = monotonicMillis;
    }

    /**
     * Takes a view in. One that is older than the view held, of the same start of the edge, is ignored; so is one of a
     * block that the plan does not have.
     *
     * @param view what an edge believes
     * @param receivedMillis when it was received, on the monotonic clock
     */
    public void received(BlockView view, long receivedMillis) {
        if (plan.block(view.block()).isEmpty()) {
            LOG.warn("View of block {}, which the site plan does not have; ignored", view.block());
            return;
        }
        Received now = new Received(view, receivedMillis);
        Received kept = latest.merge(view.block(), now, (old, next) -> overtaken(old, next) ? old : next);
        if (kept.equals(now)) {
            watchersOf(view.block()).forEach(watcher -> watcher.accept(view));
        }
    }

    /**
     * The newest view, if it still says anything.
     *
     * @param block any block
     * @return the view; empty when there is none, or it is older than {@link BlockView#MAX_AGE_MILLIS}
     */
    public Optional<BlockView> fresh(BlockId block) {
        return Optional.ofNullable(latest.get(block))
                .filter(r -> ageMillis(r) <= BlockView.MAX_AGE_MILLIS)
                .map(Received::view);
    }

    /**
     * How old the newest view is.
     *
     * @param block any block
     * @return milliseconds since it was received; empty when there is none
     */
    public Optional<Long> ageMillis(BlockId block) {
        return Optional.ofNullable(latest.get(block)).map(this::ageMillis);
    }

    /**
     * All that forbids motion of a block as far as the server can know: what its edge names, that the edge is away, or
     * that its view is too old.
     *
     * @param block a block of the plan
     * @return empty when the edge may be asked
     */
    public List<Obstacle> obstaclesOf(BlockId block) {
        Optional<EdgeId> edge = plan.edgeOf(block);
        if (edge.isEmpty()) {
            return List.of(new Obstacle(RefusalCode.NO_SUCH_AISLE, block.toString()));
        }
        List<Obstacle> found = new ArrayList<>();
        Received received = latest.get(block);
        if (!online.test(edge.get())) {
            found.add(new Obstacle(RefusalCode.EDGE_OFFLINE, edge.get().value()));
        } else if (received == null) {
            found.add(new Obstacle(RefusalCode.UNKNOWN_STATE, "no view received"));
        } else if (ageMillis(received) > BlockView.MAX_AGE_MILLIS) {
            found.add(new Obstacle(RefusalCode.STALE_STATE, ageMillis(received) + " ms"));
        } else {
            found.addAll(received.view().obstacles());
        }
        return List.copyOf(found);
    }

    /**
     * What beside {@link #obstaclesOf} forbids to spread the carriages of a block, as far as the server can know.
     *
     * @param block a block of the plan
     * @return empty when the edge may be asked
     */
    public List<Obstacle> againstSpreading(BlockId block) {
        Optional<SitePlan.Block> planned = plan.block(block);
        Optional<ControllerPlan> controller = planned.flatMap(b -> plan.controller(b.controller()));
        if (planned.isEmpty() || controller.isEmpty()) {
            return List.of(new Obstacle(RefusalCode.NO_SUCH_AISLE, block.toString()));
        }
        if (planned.get().aisleCount() < 2) {
            return List.of(new Obstacle(RefusalCode.NOTHING_TO_SPREAD, ""));
        }
        ShelvingProfile profile = controller.get().profile();
        if (profile.spread() == null) {
            return List.of(new Obstacle(RefusalCode.SPREAD_NOT_SUPPORTED, profile.name() + "-" + profile.version()));
        }
        // Without a fresh view the obstacles say so already.
        return fresh(block)
                .map(view -> view.againstSpreading() == null
                        ? List.of(new Obstacle(
                                RefusalCode.SPREAD_NOT_OFFERED, controller.get().name()))
                        : view.againstSpreading())
                .orElse(List.of());
    }

    /**
     * Tells of every new view of a block, on the thread that received it.
     *
     * @param block the block
     * @param watcher told of each view; must return at once
     * @return ends the telling
     */
    public Runnable watch(BlockId block, Consumer<BlockView> watcher) {
        List<Consumer<BlockView>> list = watchersOf(block);
        list.add(watcher);
        return () -> list.remove(watcher);
    }

    /** The connection they came over is gone: nothing is known until a view comes over the next one. */
    public void forget() {
        latest.clear();
    }

    private List<Consumer<BlockView>> watchersOf(BlockId block) {
        return watchers.computeIfAbsent(block, b -> new CopyOnWriteArrayList<>());
    }

    private long ageMillis(Received received) {
        return monotonicMillis.getAsLong() - received.atMillis();
    }

    /** The wire may hand a view over late; within one start of the edge its clock tells which is newer. */
    private static boolean overtaken(Received old, Received next) {
        return old.view().asOf().boot().equals(next.view().asOf().boot())
                && old.view().asOf().millis() > next.view().asOf().millis();
    }
}
