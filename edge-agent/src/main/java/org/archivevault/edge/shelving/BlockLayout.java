package org.archivevault.edge.shelving;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.archivevault.firmware.plan.ControllerPlan;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.firmware.profile.ShelvingProfile;
import org.archivevault.firmware.profile.ShelvingProfile.Role;
import org.archivevault.firmware.profile.ShelvingProfile.Scope;
import org.archivevault.firmware.profile.ShelvingProfile.Shape;
import org.archivevault.firmware.profile.ShelvingProfile.Signal;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.event.Guard;

/** What a block has and how it is wired: plan and profile worked out once, so that decisions only look things up. */
public final class BlockLayout {
    private static final int[] NONE = {};
    private static final int[] WHOLE_BLOCK = {0};

    /** Without these nothing can be decided, so a profile that lacks one is a mistake in the plan. */
    private static final List<Role> REQUIRED =
            List.of(Role.HEARTBEAT, Role.MOVING, Role.POSITION, Role.LAST_TOKEN, Role.LAST_RESULT, Role.LAST_REFUSAL);

    private final SitePlan.Block block;
    private final ControllerPlan controller;
    private final List<Integer> units;
    private final List<Wire> wires;
    private final Map<Key, int[]> byPlace;
    private final Map<Role, int[]> byRole;
    private final int[] aisles;
    private final List<Integer> watchedAisles;

    private record Key(Role role, int place) {}

    private BlockLayout(SitePlan.Block block, ControllerPlan controller, Set<Integer> watchedAisles) {
        this.block = block;
        this.controller = controller;
        this.units = unitsOf(block, controller);
        List<Wire> found = new ArrayList<>();
        for (int unit : units) {
            addWires(found, unit);
        }
        this.wires = List.copyOf(found);
        this.byPlace = index(wires);
        this.byRole = indexByRole(wires);
        this.aisles = IntStream.rangeClosed(1, block.aisleCount()).toArray();
        this.watchedAisles = watchedAisles.stream().sorted().toList();
    }

    /**
     * Works a block out that no camera watches.
     *
     * @param block the block
     * @param controller the controller that drives it
     * @return its layout
     * @throws IllegalArgumentException when the profile lacks what no block can do without
     */
    public static BlockLayout of(SitePlan.Block block, ControllerPlan controller) {
        return of(block, controller, Set.of());
    }

    /**
     * Works a block out.
     *
     * @param block the block
     * @param controller the controller that drives it
     * @param watchedAisles aisles that a camera watches: they must be said to be empty before anything moves
     * @return its layout
     * @throws IllegalArgumentException when the profile lacks what no block can do without
     */
    public static BlockLayout of(SitePlan.Block block, ControllerPlan controller, Set<Integer> watchedAisles) {
        BlockLayout layout = new BlockLayout(block, controller, watchedAisles);
        for (Role role : REQUIRED) {
            if (layout.wires(role).length == 0) {
                throw new IllegalArgumentException(
                        "profile " + controller.profile().name() + " has no signal " + role);
            }
        }
        return layout;
    }

    private static List<Integer> unitsOf(SitePlan.Block block, ControllerPlan controller) {
        if (controller.profile().shape() == Shape.BLOCK_MAILBOX) {
            return List.of(controller.unitId());
        }
        return block.carriages().stream()
                .filter(SitePlan.Carriage::mobile)
                .map(SitePlan.Carriage::unitId)
                .toList();
    }

    private void addWires(List<Wire> found, int unit) {
        for (Role role : Role.values()) {
            for (Signal signal : profile().signalsOf(role)) {
                addWires(found, unit, role, signal);
            }
        }
    }

    private void addWires(List<Wire> found, int unit, Role role, Signal signal) {
        int own = carriageOf(unit);
        switch (signal.scope()) {
            case BLOCK -> found.add(new Wire(role, 0, unit, signal, 0));
            case EACH_AISLE -> addArray(found, unit, role, signal, block.aisleCount());
            case EACH_CARRIAGE ->
                addArray(found, unit, role, signal, block.carriages().size());
            case THIS_CARRIAGE -> found.add(new Wire(role, own, unit, signal, 0));
            case AISLE_AT_A, AISLE_AT_B -> {
                int aisle = signal.scope() == Scope.AISLE_AT_A ? own - 1 : own;
                if (block.hasAisle(aisle)) {
                    found.add(new Wire(role, aisle, unit, signal, 0));
                }
            }
        }
    }

    private static void addArray(List<Wire> found, int unit, Role role, Signal signal, int size) {
        for (int offset = 0; offset < size; offset++) {
            found.add(new Wire(role, offset + 1, unit, signal, offset));
        }
    }

    private static Map<Key, int[]> index(List<Wire> wires) {
        Map<Key, int[]> index = new HashMap<>();
        for (int i = 0; i < wires.size(); i++) {
            index.merge(new Key(wires.get(i).role(), wires.get(i).place()), new int[] {i}, BlockLayout::joined);
        }
        return index;
    }

    private static Map<Role, int[]> indexByRole(List<Wire> wires) {
        Map<Role, int[]> index = new HashMap<>();
        for (int i = 0; i < wires.size(); i++) {
            index.merge(wires.get(i).role(), new int[] {i}, BlockLayout::joined);
        }
        return index;
    }

    private static int[] joined(int[] first, int[] then) {
        int[] both = java.util.Arrays.copyOf(first, first.length + then.length);
        System.arraycopy(then, 0, both, first.length, then.length);
        return both;
    }

    /**
     * The block.
     *
     * @return as in the plan
     */
    public SitePlan.Block block() {
        return block;
    }

    /**
     * The block's id.
     *
     * @return the id
     */
    public BlockId id() {
        return block.id();
    }

    /**
     * The controller that drives it.
     *
     * @return as in the plan
     */
    public ControllerPlan controller() {
        return controller;
    }

    /**
     * How the controller is spoken to.
     *
     * @return the profile
     */
    public ShelvingProfile profile() {
        return controller.profile();
    }

    /**
     * The Modbus units of this block: one, or one per mobile carriage.
     *
     * @return in order of carriage
     */
    public List<Integer> units() {
        return units;
    }

    /**
     * All values that can be read; a value's place in this list is its number in {@link Readings}.
     *
     * @return the wires
     */
    public List<Wire> wires() {
        return wires;
    }

    /**
     * The carriage that a unit drives.
     *
     * @param unit a unit of this block
     * @return its carriage's number; 0 when one controller drives all
     */
    public int carriageOf(int unit) {
        if (profile().shape() == Shape.BLOCK_MAILBOX) {
            return 0;
        }
        return block.carriages().stream()
                .filter(c -> c.mobile() && c.unitId() == unit)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("block " + id() + " has no unit " + unit))
                .number();
    }

    /**
     * The unit that a carriage's orders go to.
     *
     * @param carriage 1 upwards; any number when one controller drives all
     * @return the unit; empty for a fixed carriage
     */
    Optional<Integer> unitOf(int carriage) {
        if (profile().shape() == Shape.BLOCK_MAILBOX) {
            return Optional.of(controller.unitId());
        }
        SitePlan.Carriage found = block.carriages().get(carriage - 1);
        return found.mobile() ? Optional.of(found.unitId()) : Optional.empty();
    }

    int[] wires(Role role, int place) {
        return byPlace.getOrDefault(new Key(role, place), NONE);
    }

    int[] wires(Role role) {
        return byRole.getOrDefault(role, NONE);
    }

    /** Where a guard is: aisle 1, 2, … when each aisle has its own; 0 when the block has one. */
    int[] places(Guard guard) {
        return guard.perAisle() ? aisles : WHOLE_BLOCK;
    }

    /** The aisles that a camera watches, in order. */
    List<Integer> watchedAisles() {
        return watchedAisles;
    }

    static Role roleOf(Guard guard) {
        return switch (guard) {
            case PRESENCE -> Role.PRESENCE;
            case SAFETY_EDGE -> Role.SAFETY_EDGE;
            case OBSTRUCTION -> Role.OBSTRUCTION;
            case EMERGENCY_STOP -> Role.EMERGENCY_STOP;
            case DOOR -> Role.DOOR_OPEN;
        };
    }
}
