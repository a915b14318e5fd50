package org.archivevault.simulator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.archivevault.firmware.plan.ControllerPlan;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.firmware.profile.ShelvingProfile.Shape;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.simulator.rails.Rails;
import org.archivevault.simulator.shelving.CarriageController;
import org.archivevault.simulator.shelving.MailboxController;
import org.archivevault.simulator.shelving.Program;
import org.archivevault.simulator.shelving.Shelving;
import org.archivevault.simulator.truth.TruthSink;
import org.archivevault.simulator.truth.Turns;

/** Puts blocks and their controllers together as a plan says. Of the profiles it reads only which shape they describe. */
final class Assembly {
    private final Map<BlockId, SimulatedBlock> blocks = new LinkedHashMap<>();
    private final Map<String, Map<Integer, Program>> units = new LinkedHashMap<>();
    private final SimulatorOptions options;
    private final TruthSink truth;

    Assembly(SitePlan plan, SimulatorOptions options, Turns turns, TruthSink truth) {
        this.options = options;
        this.truth = truth;
        for (SitePlan.Block block : plan.blocks()) {
            ControllerPlan controller = plan.controller(block.controller())
                    .orElseThrow(() -> new IllegalArgumentException(
                            block.id() + " names a controller that the plan lacks: " + block.controller()));
            Shelving shelving = shelving(block);
            Map<Integer, Program> own = programsOf(block, controller, shelving);
            own.forEach((unit, c) -> add(controller.name(), unit, c));
            blocks.put(block.id(), new SimulatedBlock(shelving, List.copyOf(own.values()), turns));
        }
    }

    private Shelving shelving(SitePlan.Block block) {
        List<Integer> widths =
                block.carriages().stream().map(SitePlan.Carriage::widthMm).toList();
        return new Shelving(
                block.id(),
                new Rails(widths, block.aisleWidthMm()),
                options.drive(),
                options.openAisles().getOrDefault(block.id(), 1),
                options.ownProtections(),
                truth);
    }

    private Map<Integer, Program> programsOf(SitePlan.Block block, ControllerPlan controller, Shelving shelving) {
        if (controller.profile().shape() == Shape.BLOCK_MAILBOX) {
            return Map.of(controller.unitId(), new Program(new MailboxController(shelving, options.canSpread())));
        }
        Map<Integer, Program> own = new LinkedHashMap<>();
        for (SitePlan.Carriage carriage : block.carriages()) {
            if (carriage.mobile()) {
                own.put(carriage.unitId(), new Program(new CarriageController(shelving, carriage.number())));
            }
        }
        return own;
    }

    private void add(String controller, int unit, Program added) {
        Program before =
                units.computeIfAbsent(controller, c -> new LinkedHashMap<>()).putIfAbsent(unit, added);
        if (before != null) {
            throw new IllegalArgumentException("two devices with unit id " + unit + " at " + controller);
        }
    }

    Map<BlockId, SimulatedBlock> blocks() {
        return blocks;
    }

    Map<Integer, Program> unitsOf(ControllerPlan controller) {
        return units.getOrDefault(controller.name(), Map.of());
    }

    List<Program> programs() {
        List<Program> all = new ArrayList<>();
        units.values().forEach(m -> all.addAll(m.values()));
        return List.copyOf(all);
    }
}
