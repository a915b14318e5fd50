package org.archivevault.protocol.tag;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;
import org.archivevault.protocol.Token;

/**
 * Name of a read point: one or more antenna ports of one reader that see one place. Unique in a site plan.
 *
 * @param value 1–40 lower-case letters, digits, hyphens
 */
public record ReadPointId(@JsonValue String value) {
    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ReadPointId {
        Token.require(value, FORM, "read point");
    }

    @Override
    public String toString() {
        return value;
    }
}
