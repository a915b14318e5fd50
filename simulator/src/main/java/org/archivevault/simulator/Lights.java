package org.archivevault.simulator;

import io.vertx.core.Vertx;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.archivevault.firmware.plan.ControllerPlan;
import org.archivevault.firmware.plan.LightPlan;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.simulator.light.LightController;
import org.archivevault.simulator.truth.TruthSink;
import org.archivevault.simulator.truth.Turns;
import org.archivevault.simulator.wire.Endpoint;

/** The light controllers of a plan, those on one connection behind one endpoint. */
final class Lights {
    private final Map<String, LightController> controllers = new LinkedHashMap<>();
    private final Map<ControllerPlan.Connection, List<LightPlan>> lines = new LinkedHashMap<>();
    private final Map<ControllerPlan.Connection, Endpoint> endpoints = new LinkedHashMap<>();

    Lights(Vertx vertx, SitePlan plan, Turns turns, TruthSink truth) {
        plan.vaults().stream()
                .flatMap(vault -> vault.lights().stream())
                .forEach(light -> lines.merge(light.connection(), List.of(light), Lights::joined));
        lines.forEach((connection, lights) -> {
            Map<Integer, LightController> units = new LinkedHashMap<>();
            for (LightPlan light : lights) {
                LightController controller = new LightController(light.name(), light.unitId(), turns, truth);
                controllers.put(light.name(), controller);
                units.put(light.unitId(), controller);
            }
            endpoints.put(connection, new Endpoint(vertx, lights.get(0).name(), units, turns, truth));
        });
    }

    private static List<LightPlan> joined(List<LightPlan> some, List<LightPlan> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    /** Each line once: its connection and what stands behind it. */
    Map<ControllerPlan.Connection, Endpoint> lines() {
        return endpoints;
    }

    /** The names of the controllers on a connection. */
    List<String> on(ControllerPlan.Connection connection) {
        return lines.getOrDefault(connection, List.of()).stream()
                .map(LightPlan::name)
                .toList();
    }

    Map<String, LightController> controllers() {
        return controllers;
    }
}
