package org.archivevault.protocol.address;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.archivevault.protocol.Token;

/**
 * One block: carriages on the same rails, driven by one controller, at most one aisle open at a time. Printed
 * {@code SITE-VAULT-BLOCK}, for example {@code ES-V1-B1}.
 *
 * @param vault the vault it stands in
 * @param block 1–4 capital letters or digits
 */
public record BlockId(VaultId vault, String block) {
    public BlockId {
        Token.require(block, VaultId.PART, "block code");
    }

    /**
     * Reads the printed form.
     *
     * @param text {@code SITE-VAULT-BLOCK}
     * @return the id
     * @throws IllegalArgumentException when the text has another form
     */
    @JsonCreator
    public static BlockId parse(String text) {
        String[] parts = text.split("-", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("block id \"" + text + "\" is not SITE-VAULT-BLOCK");
        }
        return new BlockId(new VaultId(parts[0], parts[1]), parts[2]);
    }

    @JsonValue
    @Override
    public String toString() {
        return vault + "-" + block;
    }
}
