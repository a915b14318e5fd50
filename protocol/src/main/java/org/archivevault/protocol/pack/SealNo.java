package org.archivevault.protocol.pack;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.archivevault.protocol.Token;
import org.archivevault.protocol.TokenForm;

/**
 * Number of the seal (封签) that closes a pack.
 *
 * @param value 1–32 letters, digits, hyphens
 */
public record SealNo(@JsonValue String value) {
    private static final TokenForm FORM = TokenForm.of("A-Za-z0-9-", 1, 32);

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public SealNo {
        Token.require(value, FORM, "seal number");
    }

    @Override
    public String toString() {
        return value;
    }
}
