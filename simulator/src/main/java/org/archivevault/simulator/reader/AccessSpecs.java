package org.archivevault.simulator.reader;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.archivevault.simulator.llrp.LlrpRefusal;
import org.archivevault.simulator.llrp.StatusCode;
import org.archivevault.simulator.tags.SimulatedTag;

/** The AccessSpecs of a reader: disabled or enabled (section 11.1). The first that fits a tag is done. */
final class AccessSpecs {
    private final Map<Long, AccessSpec> byId = new LinkedHashMap<>();

    void add(AccessSpec spec) {
        if (byId.containsKey(spec.id())) {
            throw new LlrpRefusal(StatusCode.FIELD_ERROR, "there is an AccessSpec " + spec.id() + " already");
        }
        if (byId.size() == Capabilities.MOST_ACCESSSPECS) {
            throw new LlrpRefusal(StatusCode.OVERFLOW_PARAMETER, "at most " + byId.size() + " AccessSpecs");
        }
        byId.put(spec.id(), spec);
    }

    void delete(long id) {
        meant(id).forEach(spec -> byId.remove(spec.id()));
    }

    void enable(long id, boolean on) {
        meant(id).forEach(spec -> spec.enable(on));
    }

    List<AccessSpec> all() {
        return List.copyOf(byId.values());
    }

    void clear() {
        byId.clear();
    }

    Optional<AccessSpec> perform(SimulatedTag tag, int antenna, long runningRoSpec) {
        if (byId.isEmpty()) {
            return Optional.empty();
        }
        Optional<AccessSpec> fitting = byId.values().stream()
                .filter(spec -> spec.fits(tag, antenna, runningRoSpec))
                .findFirst();
        fitting.ifPresent(AccessSpec::performed);
        return fitting;
    }

    private List<AccessSpec> meant(long id) {
        if (id == 0) {
            return new ArrayList<>(byId.values());
        }
        AccessSpec spec = byId.get(id);
        if (spec == null) {
            throw new LlrpRefusal(StatusCode.FIELD_ERROR, "there is no AccessSpec " + id);
        }
        return List.of(spec);
    }
}
