package org.archivevault.server.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.archivevault.protocol.Bilingual;

/** What a person may do. {@link #AUDITOR}, {@link #ADMINISTRATOR} and {@link #SECURITY} never share an account. */
public enum Role {
    /** Finds, retrieves, puts away and imports packs. */
    ARCHIVIST("档案员", "archivist"),
    /** Allows loans and retrievals that need it. */
    APPROVER("审批人", "approver"),
    /** Keeps the shelving and the climate running. */
    FACILITIES("设施", "facilities"),
    /** Watches doors, keys and cameras. */
    SECURITY("安保", "security"),
    /** Reads the access log; changes nothing. */
    AUDITOR("审计员", "auditor"),
    /** Keeps users and settings; sees no business data. */
    ADMINISTRATOR("管理员", "administrator");

    /** Everybody who has signed in. */
    public static final Set<Role> ANY = Collections.unmodifiableSet(EnumSet.allOf(Role.class));

    private static final Set<Role> APART = Collections.unmodifiableSet(EnumSet.of(SECURITY, AUDITOR, ADMINISTRATOR));

    private final Bilingual title;

    Role(String zh, String en) {
        this.title = new Bilingual(zh, en);
    }

    /**
     * Whether one account may have these roles together.
     *
     * @param roles the roles of one account
     * @return false when two of auditor, administrator and security are among them
     */
    public static boolean mayShareAnAccount(Set<Role> roles) {
        return roles.stream().filter(APART::contains).count() <= 1;
    }

    /**
     * The name on the wire and in the database.
     *
     * @return lower case
     */
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The name on screens.
     *
     * @return both languages
     */
    public Bilingual title() {
        return title;
    }

    /**
     * Reads a name from the wire.
     *
     * @param code lower case
     * @return the role
     * @throws IllegalArgumentException when there is none
     */
    @JsonCreator
    public static Role of(String code) {
        return Arrays.stream(values())
                .filter(role -> role.code().equals(code))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no role \"" + code + "\""));
    }
}
