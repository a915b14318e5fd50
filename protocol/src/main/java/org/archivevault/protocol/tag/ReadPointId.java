package org.archivevault.protocol.tag;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.archivevault.protocol.Token;
import org.archivevault.protocol.TokenForm;

/**
 * Name of a read point: one or more antenna ports of one reader that see one place. Unique in a site plan.
 *
 * @param value 1–40 lower-case letters, digits, hyphens
 */
public record ReadPointId(@JsonValue String value) {
    private static final TokenForm FORM = TokenForm.beginningWith("a-z0-9", "a-z0-9-", 40);

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ReadPointId {
        Token.require(value, FORM, "read point");
    }

    @Override
    public String toString() {
        return value;
    }
}
