package org.archivevault.edge.shelving.drive;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.archivevault.edge.shelving.AisleInterlock;
import org.archivevault.edge.shelving.AislesSeen;
import org.archivevault.edge.shelving.BlockControl;
import org.archivevault.edge.shelving.BlockLayout;
import org.archivevault.firmware.plan.ControllerPlan;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.command.Command;
import org.jspecify.annotations.Nullable;

/**
 * The blocks behind one controller endpoint, each with its own owner, on one event loop with the connection: so the gate
 * of a motion write is judged on the very state that the last answer gave.
 */
public final class ShelvingVerticle extends VerticleBase {
    private final ControllerPlan plan;
    private final List<SitePlan.Block> blocks;
    private final ControllerEndpoint.Opener opener;
    private final InboxStore store;
    private final BlockSurroundings surroundings;
    private final EdgeClock clock;
    private final Map<BlockId, Set<Integer>> watchedAisles;
    private final Map<BlockId, BlockDriver> drivers = new HashMap<>();
    private @Nullable ControllerEndpoint endpoint;
    private @Nullable Context own;

    /**
     * Not started yet; no camera watches these blocks.
     *
     * @param plan the endpoint
     * @param blocks the blocks behind it, at least one
     * @param opener opens the endpoint
     * @param store the inbox on disk
     * @param surroundings the edge around
     * @param clock the edge's clock
     */
    public ShelvingVerticle(
            ControllerPlan plan,
            List<SitePlan.Block> blocks,
            ControllerEndpoint.Opener opener,
            InboxStore store,
            BlockSurroundings surroundings,
            EdgeClock clock) {
        this(plan, blocks, opener, store, surroundings, clock, Map.of());
    }

    /**
     * Not started yet.
     *
     * @param plan the endpoint
     * @param blocks the blocks behind it, at least one
     * @param opener opens the endpoint
     * @param store the inbox on disk
     * @param surroundings the edge around
     * @param clock the edge's clock
     * @param watchedAisles the aisles that cameras watch, by block
     */
    public ShelvingVerticle(
            ControllerPlan plan,
            List<SitePlan.Block> blocks,
            ControllerEndpoint.Opener opener,
            InboxStore store,
            BlockSurroundings surroundings,
            EdgeClock clock,
            Map<BlockId, Set<Integer>> watchedAisles) {
        this.plan = plan;
        this.blocks = List.copyOf(blocks);
        this.opener = opener;
        this.store = store;
        this.surroundings = surroundings;
        this.clock = clock;
        this.watchedAisles = Map.copyOf(watchedAisles);
    }

    @Override
    public Future<?> start() {
        own = context;
        ControllerEndpoint opened = opener.open(vertx, plan, clock);
        endpoint = opened;
        return Future.join(blocks.stream().map(b -> startBlock(opened, b)).toList());
    }

    private Future<Void> startBlock(ControllerEndpoint opened, SitePlan.Block block) {
        BlockLayout layout = BlockLayout.of(block, plan, watchedAisles.getOrDefault(block.id(), Set.of()));
        return store.load(block.id()).map(memory -> {
            BlockControl control = new BlockControl(layout, clock.boot(), new AisleInterlock(), memory);
            BlockDriver driver =
                    new BlockDriver(vertx, layout, control, opened.controllerOf(layout), store, surroundings, clock);
            drivers.put(block.id(), driver);
            driver.start();
            return null;
        });
    }

    /**
     * Hands a command to the block it is for. May be called from any thread once the verticle is deployed.
     *
     * @param command a command for one of these blocks
     * @param receivedAt when it came off the network, on the edge's clock
     */
    public void received(Command command, long receivedAt) {
        Objects.requireNonNull(own, "not started").runOnContext(now -> {
            BlockDriver driver = drivers.get(command.block());
            if (driver != null) {
                driver.received(command, receivedAt);
            }
        });
    }

    /**
     * Hands what cameras say to the block that it is about. May be called from any thread once the verticle is deployed.
     *
     * @param block one of these blocks
     * @param seen all that cameras say about it
     */
    public void seen(BlockId block, AislesSeen seen) {
        Objects.requireNonNull(own, "not started").runOnContext(now -> {
            BlockDriver driver = drivers.get(block);
            if (driver != null) {
                driver.seen(seen);
            }
        });
    }

    /**
     * The blocks it drives.
     *
     * @return their ids
     */
    public List<BlockId> blocks() {
        return blocks.stream().map(SitePlan.Block::id).toList();
    }

    @Override
    public Future<?> stop() {
        Future<?> released =
                Future.join(drivers.values().stream().map(BlockDriver::close).toList());
        return released.eventually(() -> endpoint == null ? Future.succeededFuture() : endpoint.close());
    }
}
