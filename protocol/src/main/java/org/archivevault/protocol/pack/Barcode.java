package org.archivevault.protocol.pack;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.archivevault.protocol.Token;
import org.archivevault.protocol.TokenForm;

/**
 * The bar code printed on a pack.
 *
 * @param value 1–48 printable ASCII characters without blanks (Code 128)
 */
public record Barcode(@JsonValue String value) {
    private static final TokenForm FORM = TokenForm.of("!-~", 1, 48);

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Barcode {
        Token.require(value, FORM, "bar code");
    }

    @Override
    public String toString() {
        return value;
    }
}
