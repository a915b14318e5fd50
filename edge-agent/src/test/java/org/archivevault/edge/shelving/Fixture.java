package org.archivevault.edge.shelving;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.firmware.plan.SitePlanLoader;
import org.archivevault.firmware.profile.ShelvingProfile.Role;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.command.CommandId;
import org.archivevault.protocol.command.EdgeInstant;
import org.archivevault.protocol.command.FencingToken;
import org.archivevault.protocol.command.OpenAisle;
import org.archivevault.protocol.command.Reason;
import org.archivevault.protocol.command.Ventilate;
import org.archivevault.protocol.event.GuardState;

/** Blocks of both shapes, and states of them in which everything has been read. */
final class Fixture {
    static final UUID BOOT = new UUID(1, 1);
    /** In place of an open aisle: the carriages stand spread evenly. */
    static final int SPREAD = 0;

    private static final SitePlan PLAN = SitePlanLoader.loadBundled("demo");

    private Fixture() {}

    static BlockLayout layout(String block) {
        SitePlan.Block found = PLAN.block(BlockId.parse(block)).orElseThrow();
        return BlockLayout.of(found, PLAN.controller(found.controller()).orElseThrow());
    }

    /** The same block with cameras. */
    static BlockLayout watched(String block, Integer... aisles) {
        SitePlan.Block found = PLAN.block(BlockId.parse(block)).orElseThrow();
        return BlockLayout.of(found, PLAN.controller(found.controller()).orElseThrow(), Set.of(aisles));
    }

    /** All that cameras see is one thing in each of the aisles that they watch. */
    static AislesSeen seen(BlockLayout layout, GuardState state, long since, long at) {
        Map<Integer, AislesSeen.Sight> aisles = new HashMap<>();
        layout.watchedAisles().forEach(aisle -> aisles.put(aisle, new AislesSeen.Sight(state, since, "cam")));
        return new AislesSeen(at, aisles);
    }

    static BlockLayout mailbox() {
        return layout("ES-V1-B1");
    }

    static BlockLayout perCarriage() {
        return layout("ES-V1-B2");
    }

    /** Everything read at one moment, all clear, one aisle open, every unit verified. */
    static BlockState clear(BlockLayout layout, int openAisle, long at) {
        BlockState state = BlockState.unread(layout);
        for (int unit : layout.units()) {
            state = state.with(readings(layout, unit, openAisle, at - 1, 1, wire -> true));
            state = state.with(readings(layout, unit, openAisle, at, 2, wire -> true));
            state = state.with(new Verification(unit, at, true, true, "")).withKeepAlive(unit, at);
        }
        return state;
    }

    /** The same, but some wires were never read. */
    static BlockState clearExcept(BlockLayout layout, int openAisle, long at, Predicate<Integer> leftOut) {
        BlockState state = BlockState.unread(layout);
        for (int unit : layout.units()) {
            state = state.with(readings(layout, unit, openAisle, at - 1, 1, wire -> !leftOut.test(wire)));
            state = state.with(readings(layout, unit, openAisle, at, 2, wire -> !leftOut.test(wire)));
            state = state.with(new Verification(unit, at, true, true, "")).withKeepAlive(unit, at);
        }
        return state;
    }

    static Readings readings(
            BlockLayout layout, int unit, int openAisle, long at, long heartbeat, Predicate<Integer> which) {
        Readings.Collector readings = Readings.of(unit, at);
        for (int i = 0; i < layout.wires().size(); i++) {
            Wire wire = layout.wires().get(i);
            if (wire.unit() == unit && which.test(i)) {
                readings.add(i, restingValue(layout, wire, openAisle, heartbeat));
            }
        }
        return readings.done();
    }

    private static long restingValue(BlockLayout layout, Wire wire, int openAisle, long heartbeat) {
        if (wire.role() == Role.HEARTBEAT) {
            return heartbeat;
        }
        if (wire.role() == Role.OPEN_AISLE) {
            return openAisle;
        }
        if (wire.role() == Role.SPREAD_OFFERED) {
            return 1;
        }
        if (wire.role() == Role.SPREAD) {
            return openAisle == SPREAD ? 1 : 0;
        }
        return wire.role() == Role.POSITION ? position(layout, wire.place(), openAisle) : 0;
    }

    static long position(BlockLayout layout, int carriage, int openAisle) {
        long room = layout.block().aisleWidthMm();
        long left = carriage > openAisle ? room : 0;
        if (openAisle == SPREAD) {
            left = Math.round((double) room * (carriage - 1) / layout.block().aisleCount());
        }
        for (int before = 1; before < carriage; before++) {
            left += layout.block().carriages().get(before - 1).widthMm();
        }
        return left;
    }

    /** One wire read with another value, or at another time. */
    static BlockState with(BlockState state, int wire, long value, long at) {
        int unit = state.layout().wires().get(wire).unit();
        return state.with(Readings.of(unit, at).add(wire, value).done());
    }

    /** Every wire of a role and place read with another value. */
    static BlockState with(BlockState state, Role role, int place, long value, long at) {
        BlockState next = state;
        for (int wire : state.layout().wires(role, place)) {
            next = with(next, wire, value, at);
        }
        return next;
    }

    static Ventilate ventilate(BlockLayout layout, long token, long receivedAt) {
        return new Ventilate(
                new CommandId(new UUID(7, token)),
                layout.id(),
                new FencingToken(token),
                ShelvingLimits.COMMAND_LIFE_MILLIS,
                new EdgeInstant(BOOT, receivedAt + ShelvingLimits.COMMAND_LIFE_MILLIS),
                "li",
                new Reason(Reason.Kind.VENTILATION, "run-1"));
    }

    static OpenAisle open(BlockLayout layout, int aisle, long token, long receivedAt) {
        return new OpenAisle(
                new CommandId(new UUID(7, token)),
                layout.id(),
                aisle,
                new FencingToken(token),
                ShelvingLimits.COMMAND_LIFE_MILLIS,
                new EdgeInstant(BOOT, receivedAt + ShelvingLimits.COMMAND_LIFE_MILLIS),
                "li",
                new Reason(Reason.Kind.RETRIEVAL, "r-1"));
    }
}
