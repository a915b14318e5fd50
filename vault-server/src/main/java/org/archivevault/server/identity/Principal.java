package org.archivevault.server.identity;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * The signed-in person behind a request.
 *
 * @param userName the account, the subject of every access entry
 * @param displayName the person's name on screens
 * @param roles what the account may do; may be empty
 */
public record Principal(String userName, String displayName, Set<Role> roles) {
    public Principal {
        if (userName.isBlank()) {
            throw new IllegalArgumentException("a principal needs a user name");
        }
        EnumSet<Role> copy = EnumSet.noneOf(Role.class);
        copy.addAll(roles);
        roles = Collections.unmodifiableSet(copy);
    }

    /**
     * Whether the account has one of these roles.
     *
     * @param allowed the roles that will do
     * @return true when at least one matches
     */
    public boolean hasAny(Set<Role> allowed) {
        for (Role role : roles) {
            if (allowed.contains(role)) {
                return true;
            }
        }
        return false;
    }
}
