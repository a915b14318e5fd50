package org.archivevault.server.account;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.archivevault.server.database.Database;

/**
 * Counts attempts per name in the database, so that a restart forgets none and several processes count together. An
 * attempt is counted as failed before the password is looked at: attempts made at once cannot slip through. Names
 * without a user are counted alike.
 */
final class SignInThrottle {
    private static final String MAKE = "INSERT INTO sign_in_throttle (user_name, failures, not_before, last_try_at)"
            + " VALUES ($1::text, 0, $2::timestamptz, $2::timestamptz) ON CONFLICT (user_name) DO NOTHING";
    private static final String LOCK =
            "SELECT failures, not_before, last_try_at FROM sign_in_throttle WHERE user_name = $1::text FOR UPDATE";
    private static final String COUNT = "UPDATE sign_in_throttle"
            + " SET failures = $2::int, not_before = $3::timestamptz, last_try_at = $4::timestamptz"
            + " WHERE user_name = $1::text";
    private static final String CLEAR = "DELETE FROM sign_in_throttle WHERE user_name = $1::text";
    private static final String FORGET = "DELETE FROM sign_in_throttle WHERE last_try_at < $1::timestamptz";

    private final Database database;

    SignInThrottle(Database database) {
        this.database = database;
    }

    /** Counts an attempt; zero when it may be made, else how long the name must wait yet. */
    Future<Duration> attempt(String name, Instant now) {
        OffsetDateTime at = now.atOffset(ZoneOffset.UTC);
        return database.promptly(transaction -> transaction
                .preparedQuery(MAKE)
                .execute(Tuple.of(name, at))
                .compose(made -> transaction.preparedQuery(LOCK).execute(Tuple.of(name)))
                .compose(found -> count(transaction, name, now, found.iterator().next())));
    }

    private static Future<Duration> count(SqlConnection transaction, String name, Instant now, Row row) {
        Instant notBefore = row.getOffsetDateTime("not_before").toInstant();
        if (now.isBefore(notBefore)) {
            return Future.succeededFuture(Duration.between(now, notBefore));
        }
        Instant lastTry = row.getOffsetDateTime("last_try_at").toInstant();
        boolean forgotten = lastTry.plus(ThrottleRule.FORGOTTEN_AFTER).isBefore(now);
        int failures = forgotten ? 1 : row.getInteger("failures") + 1;
        OffsetDateTime next = now.plus(ThrottleRule.waitAfter(failures)).atOffset(ZoneOffset.UTC);
        return transaction
                .preparedQuery(COUNT)
                .execute(Tuple.of(name, failures, next, now.atOffset(ZoneOffset.UTC)))
                .map(Duration.ZERO);
    }

    /** Clears a name after a success, in the transaction of that success. */
    Future<Void> clear(SqlConnection transaction, String name) {
        return transaction.preparedQuery(CLEAR).execute(Tuple.of(name)).mapEmpty();
    }

    /** Forgets what is too old to count, so that made-up names do not pile up. */
    Future<Void> forget(Instant now) {
        return database.reads()
                .preparedQuery(FORGET)
                .execute(Tuple.of(now.minus(ThrottleRule.FORGOTTEN_AFTER).atOffset(ZoneOffset.UTC)))
                .mapEmpty();
    }
}
