package org.archivevault.protocol.address;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.archivevault.protocol.Token;

/**
 * One slot of one site (储位). Its printed form is the position code (储位码)
 * {@code SITE-VAULT-BLOCK-CCF-BB-L-SS}, for example {@code ES-V1-B1-03A-05-2-07}.
 *
 * @param block where the rails are
 * @param carriage 1–64 along the rails
 * @param face A looks towards carriage n−1, B towards n+1
 * @param bay 1–99, counted from the entrance inwards
 * @param level 1–9, 1 is the lowest
 * @param slot 1–99, 1 is nearest the entrance
 */
public record ShelfAddress(BlockId block, int carriage, Face face, int bay, int level, int slot) {
    private static final Pattern CODE =
            Pattern.compile("([A-Z0-9]{1,8}-[A-Z0-9]{1,4}-[A-Z0-9]{1,4})-(\\d{2})([AB])-(\\d{2})-(\\d)-(\\d{2})");

    public ShelfAddress {
        Token.requireRange(carriage, 1, AisleId.MAX_NUMBER + 1, "carriage");
        Token.requireRange(bay, 1, 99, "bay");
        Token.requireRange(level, 1, 9, "level");
        Token.requireRange(slot, 1, 99, "slot");
    }

    /**
     * Reads a position code.
     *
     * @param positionCode the printed form
     * @return the address
     * @throws IllegalArgumentException when the code has another form or a part is out of range
     */
    @JsonCreator
    public static ShelfAddress parse(String positionCode) {
        Matcher m = CODE.matcher(positionCode);
        if (!m.matches()) {
            throw new IllegalArgumentException(
                    "position code \"" + positionCode + "\" is not SITE-VAULT-BLOCK-CCF-BB-L-SS");
        }
        return new ShelfAddress(
                BlockId.parse(m.group(1)),
                Integer.parseInt(m.group(2)),
                Face.valueOf(m.group(3)),
                Integer.parseInt(m.group(4)),
                Integer.parseInt(m.group(5)),
                Integer.parseInt(m.group(6)));
    }

    /**
     * The number of the aisle from which this slot is reached: {@code carriage − 1} for face A, {@code carriage} for
     * face B. 0, or the block's carriage count, means that the face looks outwards and needs no aisle.
     *
     * @return 0–64
     */
    public int aisleNumber() {
        return face.aisleBeside(carriage);
    }

    /**
     * The printed form (储位码), also the sort order in which packs are put away.
     *
     * @return the position code
     */
    @JsonValue
    public String positionCode() {
        return String.format(Locale.ROOT, "%s-%02d%s-%02d-%d-%02d", block, carriage, face, bay, level, slot);
    }

    @Override
    public String toString() {
        return positionCode();
    }
}
