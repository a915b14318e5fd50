package org.archivevault.server.account;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.archivevault.server.database.Database;
import org.archivevault.server.http.Caller;
import org.archivevault.server.http.Door;
import org.archivevault.server.identity.Principal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is signed in. Sessions live in the database; those used here are also kept in memory, so that a stop passes while
 * the database is away. Every {@link #REFRESH_MILLIS} memory is held against the database: what another process ended
 * is ended here no later than that. What this process ends is ended at once.
 */
final class Sessions implements Door {
    /** A session ended by another server process lives on here for at most this long, in milliseconds. */
    static final long REFRESH_MILLIS = 3_000;

    /** What the database knows of a session's use is at most this much behind, in milliseconds. */
    private static final long LONGEST_UNSAVED_MILLIS = 30_000;

    /** Random bytes of a token: 256 bits. */
    private static final int TOKEN_BYTES = 32;

    /** Sessions kept in memory; beyond that the database is asked for the others. */
    private static final int LARGEST_CACHE = 20_000;

    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

    private static final String VALID = "SELECT s.token_hash, s.last_seen_at, s.expires_at, u.user_name,"
            + " u.display_name, u.roles, u.must_change_password FROM session s JOIN app_user u USING (user_name)"
            + " WHERE NOT u.disabled AND s.expires_at > $1::timestamptz AND s.last_seen_at > $2::timestamptz";
    private static final String FIND = VALID + " AND s.token_hash = $3::bytea";
    private static final String FIND_ALL = VALID + " AND s.token_hash = ANY ($3::bytea[])";
    private static final String SEEN = "UPDATE session s SET last_seen_at = GREATEST(s.last_seen_at, n.at)"
            + " FROM unnest($1::bytea[], $2::timestamptz[]) AS n (hash, at) WHERE s.token_hash = n.hash";
    private static final String INSERT = "INSERT INTO session (token_hash, user_name, created_at, last_seen_at,"
            + " expires_at) VALUES ($1::bytea, $2::text, $3::timestamptz, $3::timestamptz, $4::timestamptz)";
    private static final String END = "DELETE FROM session WHERE token_hash = $1::bytea";
    private static final String END_ALL = "DELETE FROM session WHERE user_name = $1::text AND token_hash <> $2::bytea";
    private static final String PURGE =
            "DELETE FROM session WHERE expires_at <= $1::timestamptz OR last_seen_at <= $2::timestamptz";

    private final Vertx vertx;
    private final Database database;
    private final InstantSource clock;
    private final SessionSettings settings;
    private final SecureRandom random;
    private final Map<TokenHash, Known> cache = new ConcurrentHashMap<>();
    private final long timer;
    private boolean refreshing;

    Sessions(Vertx vertx, Database database, InstantSource clock, SessionSettings settings, SecureRandom random) {
        this.vertx = vertx;
        this.database = database;
        this.clock = clock;
        this.settings = settings;
        this.random = random;
        this.timer = vertx.setPeriodic(REFRESH_MILLIS, tick -> refresh());
    }

    @Override
    public @Nullable Caller known(String token) {
        Known known = valid(TokenHash.of(token));
        if (known == null) {
            return null;
        }
        known.lastSeenMillis = clock.millis();
        return known.caller;
    }

    @Override
    public boolean lasts(String token) {
        return valid(TokenHash.of(token)) != null;
    }

    private @Nullable Known valid(TokenHash hash) {
        Known known = cache.get(hash);
        if (known == null) {
            return null;
        }
        long now = clock.millis();
        if (now >= known.expiresMillis
                || now >= known.lastSeenMillis + settings.idle().toMillis()) {
            cache.remove(hash);
            return null;
        }
        return known;
    }

    @Override
    public Future<Optional<Caller>> find(String token) {
        TokenHash hash = TokenHash.of(token);
        Instant now = clock.instant();
        return database.reads()
                .preparedQuery(FIND)
                .execute(Tuple.of(at(now), at(now.minus(settings.idle())), hash.buffer()))
                .map(rows -> {
                    if (rows.size() == 0) {
                        return Optional.<Caller>empty();
                    }
                    Known found = new Known(rows.iterator().next());
                    found.lastSeenMillis = now.toEpochMilli();
                    if (cache.size() < LARGEST_CACHE) {
                        cache.put(hash, found);
                    }
                    return Optional.of(found.caller);
                });
    }

    /** Opens a session in the transaction of the sign-in. */
    Future<Opened> open(SqlConnection transaction, String userName) {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Instant now = clock.instant();
        Instant expires = now.plus(settings.longest());
        return transaction
                .preparedQuery(INSERT)
                .execute(Tuple.of(TokenHash.of(token).buffer(), userName, at(now), at(expires)))
                .map(new Opened(token, expires, settings.idle().toSeconds()));
    }

    Future<Void> end(SqlConnection transaction, String token) {
        return transaction
                .preparedQuery(END)
                .execute(Tuple.of(TokenHash.of(token).buffer()))
                .mapEmpty();
    }

    /** Ends all sessions of a user, but the one with that token. */
    Future<Void> endAll(SqlConnection transaction, String userName, @Nullable String butToken) {
        Buffer but = butToken == null ? Buffer.buffer() : TokenHash.of(butToken).buffer();
        return transaction
                .preparedQuery(END_ALL)
                .execute(Tuple.of(userName, but))
                .mapEmpty();
    }

    /** Forgets a session here; call it once its end is committed. */
    void forget(String token) {
        cache.remove(TokenHash.of(token));
    }

    /** Forgets a user here; call it once a change to the user is committed. The next request asks the database. */
    void forgetUser(String userName) {
        cache.values().removeIf(known -> known.caller.principal().userName().equals(userName));
    }

    /** Holds memory against the database, and tells the database who was seen. */
    Future<Void> refresh() {
        if (refreshing || cache.isEmpty()) {
            return Future.succeededFuture();
        }
        refreshing = true;
        Map<TokenHash, Known> before = new HashMap<>(cache);
        Buffer[] all = before.keySet().stream().map(TokenHash::buffer).toArray(Buffer[]::new);
        Instant now = clock.instant();
        return saveSeen(before, now)
                .compose(done -> database.reads()
                        .preparedQuery(FIND_ALL)
                        .execute(Tuple.of(at(now), at(now.minus(settings.idle())), all)))
                .onSuccess(rows -> apply(before, rows))
                // Away database: memory stays as it is, which is what lets a stop pass.
                .onFailure(failure -> LOG.debug("Sessions not refreshed", failure))
                .onComplete(done -> refreshing = false)
                .mapEmpty();
    }

    /** Only what has been seen since it was last saved, and not more often than matters: a quiet server writes nothing. */
    private Future<Void> saveSeen(Map<TokenHash, Known> sessions, Instant now) {
        long rarely = Math.min(LONGEST_UNSAVED_MILLIS, settings.idle().toMillis() / 4);
        List<Buffer> hashes = new ArrayList<>();
        List<OffsetDateTime> seen = new ArrayList<>();
        sessions.forEach((hash, known) -> {
            if (known.lastSeenMillis > known.savedMillis && now.toEpochMilli() - known.savedMillis >= rarely) {
                hashes.add(hash.buffer());
                seen.add(at(Instant.ofEpochMilli(known.lastSeenMillis)));
            }
        });
        return hashes.isEmpty()
                ? Future.succeededFuture()
                : database.reads()
                        .preparedQuery(SEEN)
                        .execute(Tuple.tuple()
                                .addArrayOfBuffer(hashes.toArray(Buffer[]::new))
                                .addArrayOfOffsetDateTime(seen.toArray(OffsetDateTime[]::new)))
                        .mapEmpty();
    }

    private void apply(Map<TokenHash, Known> before, RowSet<Row> rows) {
        Map<TokenHash, Known> now = new HashMap<>();
        for (Row row : rows) {
            now.put(new TokenHash(row.getBuffer("token_hash").getBytes()), new Known(row));
        }
        before.forEach((hash, known) -> {
            Known fresh = now.get(hash);
            if (fresh == null) {
                cache.remove(hash, known);
            } else {
                fresh.lastSeenMillis = Math.max(known.lastSeenMillis, fresh.lastSeenMillis);
                cache.replace(hash, known, fresh);
            }
        });
    }

    Future<Void> purge() {
        Instant now = clock.instant();
        return database.reads()
                .preparedQuery(PURGE)
                .execute(Tuple.of(at(now), at(now.minus(settings.idle()))))
                .mapEmpty();
    }

    void close() {
        vertx.cancelTimer(timer);
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    /**
     * A session just opened.
     *
     * @param token what the caller must send; kept nowhere
     * @param expiresAt when it ends at the latest
     * @param idleSeconds when it ends without requests, in seconds
     */
    record Opened(String token, Instant expiresAt, long idleSeconds) {}

    private static final class Known {
        final Caller caller;
        final long expiresMillis;
        final long savedMillis;
        volatile long lastSeenMillis;

        Known(Row row) {
            this.caller = new Caller(
                    new Principal(row.getString("user_name"), row.getString("display_name"), Users.roles(row)),
                    row.getBoolean("must_change_password"));
            this.expiresMillis = row.getOffsetDateTime("expires_at").toInstant().toEpochMilli();
            this.savedMillis = row.getOffsetDateTime("last_seen_at").toInstant().toEpochMilli();
            this.lastSeenMillis = savedMillis;
        }
    }
}
