package org.archivevault.protocol.pack;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.archivevault.protocol.Token;
import org.archivevault.protocol.TokenForm;

/**
 * What a pack's RFID tag answers: an opaque serial, never anything about the customer.
 *
 * @param value 4–64 capital hex digits; a GDTI-96 has 24
 */
public record Epc(@JsonValue String value) {
    private static final TokenForm FORM = TokenForm.of("0-9A-F", 4, 64);

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Epc {
        Token.require(value, FORM, "EPC");
    }

    @Override
    public String toString() {
        return value;
    }
}
