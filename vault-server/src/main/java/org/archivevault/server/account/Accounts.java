package org.archivevault.server.account;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.archivevault.server.accesslog.AccessEntry;
import org.archivevault.server.accesslog.AccessLog;
import org.archivevault.server.account.Users.User;
import org.archivevault.server.database.Database;
import org.archivevault.server.http.Door;
import org.archivevault.server.http.ErrorCode;
import org.archivevault.server.http.Problem;
import org.archivevault.server.http.RouteGroup;
import org.archivevault.server.identity.Role;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The accounts as a whole: who is at the door, and the operations to sign in and to keep users. */
public final class Accounts {
    /** Name of the account that the first start makes. */
    public static final String FIRST_ADMINISTRATOR = "admin";

    private static final Logger LOG = LoggerFactory.getLogger(Accounts.class);
    private static final long SWEEP_MILLIS = TimeUnit.MINUTES.toMillis(10);

    private final Vertx vertx;
    private final Database database;
    private final AccessLog log;
    private final InstantSource clock;
    private final Passwords passwords;
    private final SignInThrottle throttle;
    private final Sessions sessions;
    private final long sweeper;

    /**
     * @param vertx carries timers and workers
     * @param database where accounts and sessions are kept
     * @param log where sign-ins and changes are recorded
     * @param clock the wall clock
     * @param settings how long a session lasts
     */
    public Accounts(Vertx vertx, Database database, AccessLog log, InstantSource clock, SessionSettings settings) {
        SecureRandom random = new SecureRandom();
        this.vertx = vertx;
        this.database = database;
        this.log = log;
        this.clock = clock;
        this.passwords = new Passwords(vertx, random);
        this.throttle = new SignInThrottle(database);
        this.sessions = new Sessions(vertx, database, clock, settings, random);
        this.sweeper = vertx.setPeriodic(SWEEP_MILLIS, tick -> sweep());
    }

    /**
     * Who is at the door.
     *
     * @return asks memory, then the database
     */
    public Door door() {
        return sessions;
    }

    /**
     * The operations of this feature.
     *
     * @return sign-in and sessions, then users
     */
    public List<RouteGroup> routes() {
        return List.of(
                new SessionRoutes(database, log, clock, passwords, throttle, sessions),
                new UserRoutes(database, log, clock, passwords, sessions));
    }

    /**
     * Makes the first administrator when there is no user at all.
     *
     * @return completes with its one-time password, to be shown once; empty when there are users already
     */
    public Future<Optional<String>> ensureAdministrator() {
        return Users.none(database.reads()).compose(none -> {
            if (!none) {
                return Future.succeededFuture(Optional.empty());
            }
            String oneTime = passwords.oneTime();
            return passwords
                    .hash(oneTime)
                    .compose(this::createAdministrator)
                    .map(Optional.of(oneTime))
                    // Another process was quicker: it has shown its password.
                    .recover(failure -> failure instanceof Problem refusal && refusal.code() == ErrorCode.USER_EXISTS
                            ? Future.succeededFuture(Optional.empty())
                            : Future.failedFuture(failure));
        });
    }

    private Future<Long> createAdministrator(String hash) {
        EnumSet<Role> roles = EnumSet.of(Role.ADMINISTRATOR);
        return database.inTransaction(transaction -> Users.create(
                        transaction,
                        new User(FIRST_ADMINISTRATOR, "管理员 Administrator", hash, true, false, roles),
                        clock.instant(),
                        "system")
                .compose(done -> log.append(
                        transaction,
                        List.of(AccessEntry.of(
                                "user-created",
                                "system",
                                "user:" + FIRST_ADMINISTRATOR,
                                AccessEntry.OK,
                                Map.of("roles", roles))))));
    }

    private void sweep() {
        Future.all(sessions.purge(), throttle.forget(clock.instant()))
                .onFailure(failure -> LOG.debug("Not swept; the next round will", failure));
    }

    /**
     * Stops timers and workers.
     *
     * @return completes when they have stopped
     */
    public Future<Void> close() {
        vertx.cancelTimer(sweeper);
        sessions.close();
        return passwords.close();
    }
}
