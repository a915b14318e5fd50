package org.archivevault.edge.light.drive;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.archivevault.edge.light.LightLimits;
import org.archivevault.edge.light.PickLights;
import org.archivevault.firmware.plan.ControllerPlan;
import org.archivevault.firmware.plan.LightPlan;
import org.archivevault.protocol.command.Command;
import org.archivevault.protocol.command.LightPosition;
import org.archivevault.protocol.event.EdgeEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All pick lights of one vault, on one event loop, each line with a connection of its own. It shares nothing with what
 * drives the shelving: a light controller that hangs holds up nothing but lights.
 */
public final class LightsVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(LightsVerticle.class);

    private final List<LightPlan> plans;
    private final Lamps.Opener opener;
    private final LightSurroundings surroundings;
    private final LongSupplier clock;
    private final PickLights lights;
    private final List<LampKeeper> keepers = new ArrayList<>();
    private final List<Lamps.Line> lines = new ArrayList<>();
    private volatile Map<String, Number> gauges = Map.of();
    private @Nullable Context own;
    private long timer;
    private boolean closed;

    /**
     * Not started yet.
     *
     * @param plans the light controllers, at least one
     * @param opener opens a line of them
     * @param surroundings the edge around
     * @param clock the edge's clock, in milliseconds
     * @param boot this start of the edge
     */
    public LightsVerticle(
            List<LightPlan> plans, Lamps.Opener opener, LightSurroundings surroundings, LongSupplier clock, UUID boot) {
        this.plans = List.copyOf(plans);
        this.opener = opener;
        this.surroundings = surroundings;
        this.clock = clock;
        this.lights = new PickLights(this.plans, boot);
    }

    @Override
    public Future<?> start() {
        own = context;
        Map<ControllerPlan.Connection, List<LightPlan>> byLine = new LinkedHashMap<>();
        plans.forEach(plan -> byLine.computeIfAbsent(plan.connection(), c -> new ArrayList<>())
                .add(plan));
        Map<ControllerPlan.Connection, Lamps.Line> opened = new HashMap<>();
        byLine.forEach((connection, sharing) -> opened.put(connection, opener.open(vertx, sharing)));
        lines.addAll(opened.values());
        for (int i = 0; i < plans.size(); i++) {
            LightPlan plan = plans.get(i);
            Lamps lamps = Objects.requireNonNull(opened.get(plan.connection())).of(plan);
            keepers.add(new LampKeeper(i, plan, lamps, lights, surroundings, clock, this::goOn));
        }
        timer = vertx.setPeriodic(LightLimits.TICK_MILLIS, id -> {
            lights.tick(clock.getAsLong());
            goOn();
        });
        goOn();
        return Future.succeededFuture();
    }

    private void goOn() {
        if (closed) {
            return;
        }
        keepers.forEach(LampKeeper::pump);
        lights.takeEnded().forEach(end -> {
            LOG.info("{}: command {} ended as {}", end.block(), end.command(), end.outcome());
            record(new EdgeEvent.CommandEnded(end.command(), end.block(), end.outcome()));
        });
        Map<String, Number> counted = new HashMap<>();
        keepers.forEach(keeper -> counted.put("lamps_burning{light=\"" + keeper.name() + "\"}", keeper.burning()));
        gauges = counted;
    }

    private void record(EdgeEvent event) {
        surroundings.record(event).onFailure(f -> LOG.error("Not recorded: {}, because {}", event, f.toString()));
    }

    /**
     * Takes a command for lights. May be called from any thread once the verticle is deployed.
     *
     * @param command one of the two for lights
     * @param receivedAt when it came off the network, on the edge's clock
     */
    public void received(Command command, long receivedAt) {
        Objects.requireNonNull(own, "not started").runOnContext(now -> {
            if (lights.received(command, receivedAt, clock.getAsLong())) {
                String kind = command instanceof LightPosition ? "light-position" : "darken-positions";
                record(new EdgeEvent.CommandReceived(
                        command.id(), command.block(), kind, null, command.subject(), command.reason()));
            }
            goOn();
        });
    }

    /**
     * Numbers for metrics. May be called from any thread.
     *
     * @return by metric name
     */
    public Map<String, Number> gauges() {
        return gauges;
    }

    @Override
    public Future<?> stop() {
        closed = true;
        vertx.cancelTimer(timer);
        return Future.join(lines.stream().map(Lamps.Line::close).toList());
    }
}
