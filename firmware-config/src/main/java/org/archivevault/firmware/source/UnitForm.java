package org.archivevault.firmware.source;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.archivevault.protocol.climate.Quantity;
import org.jspecify.annotations.Nullable;

/**
 * In which unit a value is told.
 *
 * @param at where the message names its unit; null when it does not
 * @param otherwise the unit when the message names none
 */
record UnitForm(@Nullable Pointers at, Unit otherwise) {
    static UnitForm fixed(Unit unit) {
        return new UnitForm(null, unit);
    }

    /** The unit; empty when the message names one that we do not know, or that does not measure this. */
    Optional<Unit> of(JsonNode root, Quantity quantity) {
        String named = named(root);
        return named.isEmpty() ? Optional.of(otherwise) : Unit.spelled(named).filter(unit -> unit.measures(quantity));
    }

    String named(JsonNode root) {
        return at == null ? "" : at.first(root).asText("");
    }
}
