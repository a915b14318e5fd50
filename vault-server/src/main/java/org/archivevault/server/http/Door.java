package org.archivevault.server.http;

import io.vertx.core.Future;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells who holds a session token. */
public interface Door {
    /**
     * Looks in memory only, so it answers while the database is away.
     *
     * @param token the bearer token as it came in
     * @return the caller; null when the token is not known here (it may still be valid)
     */
    @Nullable
    Caller known(String token);

    /**
     * Whether a session lasts still. Unlike {@link #known} this is no sign of its owner: it keeps no session alive.
     *
     * @param token a token that was let in before
     * @return false when the session has ended
     */
    boolean lasts(String token);

    /**
     * Looks in the database.
     *
     * @param token the bearer token as it came in
     * @return completes with the caller, empty when there is no such session or it has ended; fails when the database
     *     does not answer
     */
    Future<Optional<Caller>> find(String token);
}
