package org.archivevault.server.database;

import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The database does not answer. What was asked has not happened, or, for a write under way, is not known to have. */
public final class DatabaseUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** SQLSTATE classes and codes that say "not now" rather than "not so": connection, shutting down, starting, full. */
    private static final Set<String> NOT_NOW = Set.of("57P01", "57P02", "57P03", "57P05", "53300", "53100", "53200");

    /** What the pool says, with a failure of no type of its own, when all its connections stay busy (Vert.x 5.0.8). */
    private static final String NO_CONNECTION_IN_TIME = "Timeout";

    DatabaseUnavailable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /**
     * Whether a failure means that the database is away, so that asking again later is right.
     *
     * @param failure what a query failed with
     * @return true when it does
     */
    public static boolean isMeantBy(Throwable failure) {
        if (failure instanceof DatabaseUnavailable
                || failure instanceof ClosedConnectionException
                || failure instanceof IOException) {
            return true;
        }
        if (failure instanceof PgException refused) {
            String state = refused.getSqlState();
            return state != null && (state.startsWith("08") || NOT_NOW.contains(state));
        }
        return NO_CONNECTION_IN_TIME.equals(failure.getMessage())
                || (failure instanceof VertxException && saysGone(failure.getMessage()));
    }

    private static boolean saysGone(@Nullable String message) {
        return message != null
                && (message.contains("Connection was closed") || message.startsWith("Timeout waiting for connection"));
    }
}
