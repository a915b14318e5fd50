package org.archivevault.protocol.pack;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;
import org.archivevault.protocol.Token;

/**
 * What a pack's RFID tag answers: an opaque serial, never anything about the customer.
 *
 * @param value 4–64 capital hex digits; a GDTI-96 has 24
 */
public record Epc(@JsonValue String value) {
    private static final int MIN_DIGITS = 4;
    private static final int MAX_DIGITS = 64;
    private static final Pattern FORM = Pattern.compile("[0-9A-F]{" + MIN_DIGITS + "," + MAX_DIGITS + "}");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Epc {
        if (!hasForm(value)) {
            Token.require(value, FORM, "EPC");
        }
    }

    /** As {@link #FORM}; a reader sends thousands a second, and a pattern costs more than all else in decoding one. */
    private static boolean hasForm(String value) {
        for (int i = 0; i < value.length(); i++) {
            char digit = value.charAt(i);
            if (!((digit >= '0' && digit <= '9') || (digit >= 'A' && digit <= 'F'))) {
                return false;
            }
        }
        return value.length() >= MIN_DIGITS && value.length() <= MAX_DIGITS;
    }

    @Override
    public String toString() {
        return value;
    }
}
