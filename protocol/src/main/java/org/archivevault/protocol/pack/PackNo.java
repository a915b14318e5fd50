package org.archivevault.protocol.pack;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.archivevault.protocol.Token;
import org.archivevault.protocol.TokenForm;

/**
 * Number of a pack (档案包): the sealed unit on the shelf.
 *
 * @param value 1–40 letters, digits, dots, hyphens, underscores
 */
public record PackNo(@JsonValue String value) {
    private static final TokenForm FORM = TokenForm.beginningWith("A-Za-z0-9", "A-Za-z0-9_.-", 40);

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public PackNo {
        Token.require(value, FORM, "pack number");
    }

    @Override
    public String toString() {
        return value;
    }
}
