package org.archivevault.simulator.reader;

import static org.archivevault.simulator.llrp.ParameterType.*;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.archivevault.simulator.llrp.In;
import org.archivevault.simulator.llrp.LlrpRefusal;
import org.archivevault.simulator.llrp.StatusCode;

/** One ROSpec: when the reader reads, with what, and what it reports (LLRP 1.0.1 section 10). */
final class RoSpec {
    /** Its life (section 10.1). */
    enum State {
        DISABLED(0),
        INACTIVE(1),
        ACTIVE(2);

        private final int code;

        State(int code) {
            this.code = code;
        }
    }

    /** When it begins by itself. */
    enum Start {
        NULL,
        IMMEDIATE,
        PERIODIC;

        static Start of(int code) {
            return switch (code) {
                case 0 -> NULL;
                case 1 -> IMMEDIATE;
                case 2 -> PERIODIC;
                default -> throw new LlrpRefusal(StatusCode.UNSUPPORTED_PARAMETER, "no start trigger of type " + code);
            };
        }
    }

    private static final int STATE_AT = 9;
    private static final int DURATION = 1;

    private final byte[] raw;
    private final long id;
    private final Start start;
    private final long periodMillis;
    private final long durationMillis;
    private final List<AiSpec> aiSpecs;
    private final Optional<ReportSpec> report;
    private State state = State.DISABLED;

    /** What one has of its boundary. */
    private record Boundary(Start start, long periodMillis, long durationMillis) {}

    private RoSpec(byte[] raw, long id, Boundary boundary, List<AiSpec> aiSpecs, Optional<ReportSpec> report) {
        this.raw = raw;
        this.id = id;
        this.start = boundary.start();
        this.periodMillis = boundary.periodMillis();
        this.durationMillis = boundary.durationMillis();
        this.aiSpecs = aiSpecs;
        this.report = report;
    }

    static RoSpec parse(In.Parameter parameter, int antennaPorts) {
        In in = parameter.content();
        long id = in.u32();
        in.u8(); // priority: there is one ROSpec at a time
        int state = in.u8();
        if (id == 0) {
            throw new LlrpRefusal(StatusCode.FIELD_ERROR, "ROSpecID 0 means all, it cannot be added");
        }
        if (state != 0) {
            throw new LlrpRefusal(StatusCode.FIELD_ERROR, "a ROSpec is added in state Disabled");
        }
        Optional<Boundary> boundary = Optional.empty();
        List<AiSpec> specs = new ArrayList<>();
        Optional<ReportSpec> report = Optional.empty();
        for (In.Parameter one : in.parameters()) {
            switch (one.type()) {
                case RO_BOUNDARY_SPEC -> boundary = Optional.of(boundary(one));
                case AISPEC -> specs.add(AiSpec.parse(one, antennaPorts));
                case RO_REPORT_SPEC -> report = Optional.of(ReportSpec.parse(one));
                default -> throw unsupported(one);
            }
        }
        if (specs.isEmpty()) {
            throw new LlrpRefusal(StatusCode.MISSING_PARAMETER, "a ROSpec needs an AISpec");
        }
        return new RoSpec(
                parameter.whole(),
                id,
                boundary.orElseThrow(
                        () -> new LlrpRefusal(StatusCode.MISSING_PARAMETER, "a ROSpec needs its ROBoundarySpec")),
                List.copyOf(specs),
                report);
    }

    private static LlrpRefusal unsupported(In.Parameter parameter) {
        return new LlrpRefusal(
                StatusCode.UNSUPPORTED_PARAMETER, "parameter " + parameter.type() + " is not supported here");
    }

    private static Boundary boundary(In.Parameter parameter) {
        Optional<Start> start = Optional.empty();
        long period = 0;
        long duration = 0;
        for (In.Parameter one : parameter.content().parameters()) {
            In in = one.content();
            int type = in.u8();
            if (one.type() == ROSPEC_START_TRIGGER) {
                start = Optional.of(Start.of(type));
                for (In.Parameter value : in.parameters()) {
                    In periodic = value.content();
                    periodic.u32(); // the offset: the first period begins when it is enabled
                    period = value.type() == PERIODIC_TRIGGER ? periodic.u32() : period;
                }
            } else if (one.type() == ROSPEC_STOP_TRIGGER) {
                if (type > DURATION) {
                    throw new LlrpRefusal(StatusCode.UNSUPPORTED_PARAMETER, "no stop trigger of type " + type);
                }
                duration = type == DURATION ? in.u32() : 0;
            } else {
                throw unsupported(one);
            }
        }
        return new Boundary(
                start.orElseThrow(
                        () -> new LlrpRefusal(StatusCode.MISSING_PARAMETER, "a ROSpec needs its start trigger")),
                period,
                duration);
    }

    long id() {
        return id;
    }

    Start start() {
        return start;
    }

    /** Milliseconds from one start to the next of a periodic one. */
    long periodMillis() {
        return periodMillis;
    }

    /** 0 when it runs until it is stopped, or its AISpecs are done. */
    long durationMillis() {
        return durationMillis;
    }

    List<AiSpec> aiSpecs() {
        return aiSpecs;
    }

    /** Empty when the reader's own holds. */
    Optional<ReportSpec> report() {
        return report;
    }

    State state() {
        return state;
    }

    void state(State next) {
        state = next;
    }

    /** As it was added, with the state that it is in. */
    byte[] whole() {
        byte[] now = raw.clone();
        now[STATE_AT] = (byte) state.code;
        return now;
    }

    /**
     * One inventory.
     *
     * @param antennas ports, in the order of the sweep
     * @param durationMillis how long; 0 for as long as the ROSpec runs
     * @param inventoryParameterSpecId as the client numbered it
     * @param session Gen2 session
     */
    record AiSpec(List<Integer> antennas, long durationMillis, int inventoryParameterSpecId, int session) {
        static AiSpec parse(In.Parameter parameter, int antennaPorts) {
            In in = parameter.content();
            List<Integer> antennas = new ArrayList<>();
            for (int left = in.u16(); left > 0; left--) {
                antennas.add(in.u16());
            }
            if (antennas.isEmpty() || antennas.contains(0)) {
                antennas.clear();
                for (int port = 1; port <= antennaPorts; port++) {
                    antennas.add(port);
                }
            }
            if (antennas.stream().anyMatch(port -> port > antennaPorts)) {
                throw new LlrpRefusal(StatusCode.FIELD_ERROR, "the reader has " + antennaPorts + " antenna ports");
            }
            long duration = 0;
            int inventory = 0;
            OptionalInt session = OptionalInt.empty();
            for (In.Parameter one : in.parameters()) {
                if (one.type() == AISPEC_STOP_TRIGGER) {
                    duration = duration(one.content());
                } else if (one.type() == INVENTORY_PARAMETER_SPEC) {
                    inventory = one.content().u16();
                    session = RadioChecks.session(one, antennaPorts);
                } else {
                    throw unsupported(one);
                }
            }
            if (inventory == 0) {
                throw new LlrpRefusal(StatusCode.MISSING_PARAMETER, "an AISpec needs an InventoryParameterSpec");
            }
            return new AiSpec(List.copyOf(antennas), duration, inventory, session.orElse(0));
        }

        private static long duration(In trigger) {
            int type = trigger.u8();
            if (type > DURATION) {
                throw new LlrpRefusal(StatusCode.UNSUPPORTED_PARAMETER, "no AISpec stop trigger of type " + type);
            }
            return type == DURATION ? trigger.u32() : 0;
        }
    }
}
