package org.archivevault.protocol.address;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.archivevault.protocol.Token;

/**
 * One side of one carriage. Printed as the start of its position codes, {@code SITE-VAULT-BLOCK-CCF}, for example
 * {@code ES-V1-B1-03A}.
 *
 * @param block where the rails are
 * @param carriage 1–64 along the rails
 * @param face A looks towards carriage n−1, B towards n+1
 */
public record FaceId(BlockId block, int carriage, Face face) {
    private static final Pattern FORM = Pattern.compile("([A-Z0-9]{1,8}-[A-Z0-9]{1,4}-[A-Z0-9]{1,4})-(\\d{2})([AB])");

    public FaceId {
        Token.requireRange(carriage, 1, AisleId.MAX_NUMBER + 1, "carriage");
    }

    /**
     * The face that a slot is in.
     *
     * @param address any slot
     * @return its face
     */
    public static FaceId of(ShelfAddress address) {
        return new FaceId(address.block(), address.carriage(), address.face());
    }

    /**
     * Reads the printed form.
     *
     * @param text {@code SITE-VAULT-BLOCK-CCF}
     * @return the face
     * @throws IllegalArgumentException when the text has another form or a part is out of range
     */
    @JsonCreator
    public static FaceId parse(String text) {
        Matcher m = FORM.matcher(text);
        if (!m.matches()) {
            throw new IllegalArgumentException("face \"" + text + "\" is not SITE-VAULT-BLOCK-CCF");
        }
        return new FaceId(BlockId.parse(m.group(1)), Integer.parseInt(m.group(2)), Face.valueOf(m.group(3)));
    }

    /**
     * The number of the aisle from which it is reached, as {@link ShelfAddress#aisleNumber()}.
     *
     * @return 0–64
     */
    public int aisleNumber() {
        return face.aisleBeside(carriage);
    }

    @JsonValue
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s-%02d%s", block, carriage, face);
    }
}
