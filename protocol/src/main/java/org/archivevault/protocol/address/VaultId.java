package org.archivevault.protocol.address;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;
import org.archivevault.protocol.Token;

/**
 * One vault (archive room) of one site. Printed {@code SITE-VAULT}, for example {@code ES-V1}.
 *
 * @param site 1–8 capital letters or digits
 * @param vault 1–4 capital letters or digits
 */
public record VaultId(String site, String vault) {
    static final Pattern SITE = Pattern.compile("[A-Z0-9]{1,8}");
    static final Pattern PART = Pattern.compile("[A-Z0-9]{1,4}");

    public VaultId {
        Token.require(site, SITE, "site code");
        Token.require(vault, PART, "vault code");
    }

    /**
     * Reads the printed form.
     *
     * @param text {@code SITE-VAULT}
     * @return the id
     * @throws IllegalArgumentException when the text has another form
     */
    @JsonCreator
    public static VaultId parse(String text) {
        String[] parts = text.split("-", -1);
        if (parts.length != 2) {
            throw new IllegalArgumentException("vault id \"" + text + "\" is not SITE-VAULT");
        }
        return new VaultId(parts[0], parts[1]);
    }

    @JsonValue
    @Override
    public String toString() {
        return site + "-" + vault;
    }
}
