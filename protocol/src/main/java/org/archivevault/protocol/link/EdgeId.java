package org.archivevault.protocol.link;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;
import org.archivevault.protocol.Token;

/**
 * Names one edge agent; also the part of the topics that is its own.
 *
 * @param value 1–32 lower-case letters, digits, hyphens
 */
public record EdgeId(@JsonValue String value) {
    private static final Pattern FORM = Pattern.compile("[a-z0-9-]{1,32}");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public EdgeId {
        Token.require(value, FORM, "edge id");
    }

    @Override
    public String toString() {
        return value;
    }
}
