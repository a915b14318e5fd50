package org.archivevault.server.alarm;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.archivevault.server.identity.Role;

/** What an alarm is about, and whose business it is. */
public enum AlarmFamily {
    /** Packs that pass a gate, and doors. */
    GATE(Role.SECURITY),
    /** Tags that cannot be right. */
    TAG(Role.SECURITY, Role.FACILITIES),
    /** The air, and what harms paper in it. */
    CLIMATE(Role.FACILITIES),
    /** Water and smoke: whoever is nearest. */
    DANGER(Role.FACILITIES, Role.SECURITY),
    /** Sensors, bridges and other devices that do not do their work. */
    SENSOR(Role.FACILITIES),
    /** What cameras see, and cameras themselves. */
    CAMERA(Role.SECURITY),
    /** Rounds, disinfection, ventilation. */
    ROUND(Role.FACILITIES, Role.SECURITY),
    /** This system itself. */
    SYSTEM(Role.FACILITIES);

    private final Set<Role> keepers;

    AlarmFamily(Role... keepers) {
        EnumSet<Role> all = EnumSet.noneOf(Role.class);
        all.addAll(Set.of(keepers));
        this.keepers = Collections.unmodifiableSet(all);
    }

    /**
     * Who may acknowledge, shelve and the like.
     *
     * @return at least one role
     */
    public Set<Role> keepers() {
        return keepers;
    }

    /**
     * The name on the wire, in settings and in the database.
     *
     * @return lower case
     */
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads the name.
     *
     * @param code lower case
     * @return the family
     * @throws IllegalArgumentException when there is none of that name
     */
    @JsonCreator
    public static AlarmFamily of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
