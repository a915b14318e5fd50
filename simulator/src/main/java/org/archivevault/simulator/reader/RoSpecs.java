package org.archivevault.simulator.reader;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.archivevault.simulator.llrp.LlrpRefusal;
import org.archivevault.simulator.llrp.StatusCode;
import org.archivevault.simulator.reader.RoSpec.State;

/** The ROSpecs of a reader and their life: disabled, inactive, active (section 10.1). At most one is active. */
final class RoSpecs {
    private final Map<Long, RoSpec> byId = new LinkedHashMap<>();

    void add(RoSpec spec) {
        if (byId.containsKey(spec.id())) {
            throw new LlrpRefusal(StatusCode.FIELD_ERROR, "there is a ROSpec " + spec.id() + " already");
        }
        if (byId.size() == Capabilities.MOST_ROSPECS) {
            throw new LlrpRefusal(StatusCode.OVERFLOW_PARAMETER, "at most " + byId.size() + " ROSpecs");
        }
        byId.put(spec.id(), spec);
    }

    /** Deletes one, or all for 0. */
    void delete(long id) {
        for (RoSpec spec : meant(id)) {
            spec.state(State.DISABLED);
            byId.remove(spec.id());
        }
    }

    void enable(long id) {
        for (RoSpec spec : meant(id)) {
            if (spec.state() == State.DISABLED) {
                spec.state(State.INACTIVE);
            } else if (id != 0) {
                throw new LlrpRefusal(StatusCode.FIELD_ERROR, "ROSpec " + id + " is enabled already");
            }
        }
    }

    void disable(long id) {
        meant(id).forEach(spec -> spec.state(State.DISABLED));
    }

    /** One that is active already stays so. */
    void start(long id) {
        RoSpec spec = one(id);
        if (spec.state() == State.DISABLED) {
            throw new LlrpRefusal(StatusCode.FIELD_ERROR, "ROSpec " + id + " is disabled");
        }
        Optional<RoSpec> active = active();
        if (active.isPresent() && active.get().id() != id) {
            throw new LlrpRefusal(
                    StatusCode.DEVICE_ERROR, "ROSpec " + active.get().id() + " is running");
        }
        spec.state(State.ACTIVE);
    }

    void stop(long id) {
        RoSpec spec = one(id);
        if (spec.state() != State.ACTIVE) {
            throw new LlrpRefusal(StatusCode.FIELD_ERROR, "ROSpec " + id + " is not running");
        }
        spec.state(State.INACTIVE);
    }

    Optional<RoSpec> active() {
        return byId.values().stream()
                .filter(spec -> spec.state() == State.ACTIVE)
                .findFirst();
    }

    List<RoSpec> all() {
        return List.copyOf(byId.values());
    }

    void clear() {
        byId.clear();
    }

    private List<RoSpec> meant(long id) {
        return id == 0 ? new ArrayList<>(byId.values()) : List.of(one(id));
    }

    private RoSpec one(long id) {
        RoSpec spec = byId.get(id);
        if (spec == null) {
            throw new LlrpRefusal(StatusCode.FIELD_ERROR, "there is no ROSpec " + id);
        }
        return spec;
    }
}
