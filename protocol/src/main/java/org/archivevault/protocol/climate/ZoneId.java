package org.archivevault.protocol.climate;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.archivevault.protocol.Token;
import org.archivevault.protocol.TokenForm;

/**
 * Code of a zone: a part of a vault, or the air outside, that has one climate. Unique in a site plan.
 *
 * @param value 1–40 lower-case letters, digits, hyphens
 */
public record ZoneId(@JsonValue String value) {
    private static final TokenForm FORM = TokenForm.beginningWith("a-z0-9", "a-z0-9-", 40);

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ZoneId {
        Token.require(value, FORM, "zone");
    }

    @Override
    public String toString() {
        return value;
    }
}
