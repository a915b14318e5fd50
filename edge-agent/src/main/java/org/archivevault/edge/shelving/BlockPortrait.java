package org.archivevault.edge.shelving;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.protocol.command.EdgeInstant;
import org.archivevault.protocol.event.BlockView;
import org.archivevault.protocol.event.BlockView.CarriageView;
import org.archivevault.protocol.event.BlockView.GuardView;
import org.archivevault.protocol.event.Guard;
import org.archivevault.protocol.event.Obstacle;
import org.jspecify.annotations.Nullable;

/** Draws the view of a block from its state. */
final class BlockPortrait {
    private BlockPortrait() {}

    static BlockView of(
            BlockState state,
            List<Obstacle> obstacles,
            List<Obstacle> againstSpreading,
            @Nullable Integer ourTarget,
            UUID boot,
            long now) {
        OptionalLong age = state.ageMillis(now);
        Integer target = state.targetAisle(now);
        return new BlockView(
                state.layout().id(),
                new EdgeInstant(boot, now),
                age.isPresent() ? Long.valueOf(age.getAsLong()) : null,
                state.openAisle(now),
                moving(state, now),
                state.isSpread(now),
                target == null ? ourTarget : target,
                state.standing().lockedOut(),
                state.standing().commsLost(),
                carriages(state, now),
                guards(state, now),
                obstacles,
                againstSpreading);
    }

    private static @Nullable Boolean moving(BlockState state, long now) {
        return switch (state.moving(now)) {
            case TRIPPED -> true;
            case CLEAR -> false;
            case UNKNOWN -> null;
        };
    }

    private static List<CarriageView> carriages(BlockState state, long now) {
        List<CarriageView> views = new ArrayList<>();
        for (SitePlan.Carriage carriage : state.layout().block().carriages()) {
            OptionalInt position = state.positionMm(carriage.number(), now);
            Integer positionMm = position.isPresent() ? Integer.valueOf(position.getAsInt()) : null;
            views.add(new CarriageView(carriage.number(), carriage.mobile(), positionMm));
        }
        return views;
    }

    private static List<GuardView> guards(BlockState state, long now) {
        List<GuardView> views = new ArrayList<>();
        for (Guard guard : BlockGuards.IN_ORDER) {
            for (int aisle : state.layout().places(guard)) {
                views.add(new GuardView(guard, aisle, state.guard(guard, aisle, now)));
            }
        }
        return views;
    }
}
