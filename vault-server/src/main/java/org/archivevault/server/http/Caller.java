package org.archivevault.server.http;

import org.archivevault.server.identity.Principal;

/**
 * Who came through the door.
 *
 * @param principal the person
 * @param passwordChangeDue true while the account still has its one-time password: then nothing but what is open to
 *     everybody signed in ({@link ApiRoutes#always}) is allowed
 */
public record Caller(Principal principal, boolean passwordChangeDue) {}
