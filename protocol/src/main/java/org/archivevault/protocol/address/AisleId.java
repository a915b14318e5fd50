package org.archivevault.protocol.address;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.archivevault.protocol.Token;

/**
 * The gap between face B of carriage {@code number} and face A of carriage {@code number + 1}. Printed
 * {@code SITE-VAULT-BLOCK/NUMBER}, for example {@code ES-V1-B1/3}.
 *
 * @param block the block
 * @param number 1–{@value #MAX_NUMBER}: the number of the carriage on its left
 */
public record AisleId(BlockId block, int number) {
    /** A block has at most 64 carriages (the widest register map we ship), so at most 63 aisles. */
    public static final int MAX_NUMBER = 63;

    public AisleId {
        Token.requireRange(number, 1, MAX_NUMBER, "aisle number");
    }

    /**
     * Reads the printed form.
     *
     * @param text {@code SITE-VAULT-BLOCK/NUMBER}
     * @return the id
     * @throws IllegalArgumentException when the text has another form
     */
    @JsonCreator
    public static AisleId parse(String text) {
        int slash = text.lastIndexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("aisle id \"" + text + "\" is not SITE-VAULT-BLOCK/NUMBER");
        }
        try {
            return new AisleId(BlockId.parse(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("aisle id \"" + text + "\" does not end in a number", e);
        }
    }

    @JsonValue
    @Override
    public String toString() {
        return block + "/" + number;
    }
}
