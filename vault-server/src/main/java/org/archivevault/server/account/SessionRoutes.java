package org.archivevault.server.account;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.archivevault.protocol.Bilingual;
import org.archivevault.server.accesslog.AccessEntry;
import org.archivevault.server.accesslog.AccessLog;
import org.archivevault.server.account.Users.User;
import org.archivevault.server.database.Database;
import org.archivevault.server.http.Answer;
import org.archivevault.server.http.ApiRoutes;
import org.archivevault.server.http.ErrorCode;
import org.archivevault.server.http.Principals;
import org.archivevault.server.http.Problem;
import org.archivevault.server.http.RouteGroup;
import org.archivevault.server.identity.Principal;

/** Signing in and out, and changing one's own password. Every attempt is recorded before it is answered. */
final class SessionRoutes implements RouteGroup {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,39}");

    private final Database database;
    private final AccessLog log;
    private final InstantSource clock;
    private final Passwords passwords;
    private final SignInThrottle throttle;
    private final Sessions sessions;

    SessionRoutes(
            Database database,
            AccessLog log,
            InstantSource clock,
            Passwords passwords,
            SignInThrottle throttle,
            Sessions sessions) {
        this.database = database;
        this.log = log;
        this.clock = clock;
        this.passwords = passwords;
        this.throttle = throttle;
        this.sessions = sessions;
    }

    @Override
    public void register(ApiRoutes routes) {
        routes.anonymous("signIn", this::signIn);
        routes.always("currentSession", this::current);
        routes.always("signOut", this::signOut);
        routes.always("changePassword", this::changePassword);
    }

    private Future<Answer> signIn(RoutingContext context) {
        JsonObject body = context.body().asJsonObject();
        String typed = body.getString("userName").trim().toLowerCase(Locale.ROOT);
        String password = body.getString("password");
        // What is no name at all is counted under one name, so that made-up text does not fill the table.
        String name = NAME.matcher(typed).matches() ? typed : "?";
        return throttle.attempt(name, clock.instant())
                .compose(wait -> wait.isZero() ? checked(name, password) : throttled(name, wait));
    }

    private Future<Answer> throttled(String name, Duration wait) {
        long seconds = wait.toSeconds() + 1;
        return log.record(AccessEntry.of("sign-in", "unknown:" + name, "user:" + name, "throttled"))
                .compose(logged -> Future.failedFuture(
                        Problem.of(ErrorCode.SIGN_IN_THROTTLED, seconds).with("retryAfterSeconds", seconds)));
    }

    private Future<Answer> checked(String name, String password) {
        return Users.find(database.reads(), name)
                .compose(found -> passwords
                        .matches(
                                password,
                                found.filter(user -> !user.disabled())
                                        .map(User::passwordHash)
                                        .orElse(null))
                        .compose(matches -> matches ? open(found.orElseThrow()) : refused(name)));
    }

    private Future<Answer> refused(String name) {
        return log.record(AccessEntry.of("sign-in", "unknown:" + name, "user:" + name, AccessEntry.REFUSED))
                .compose(logged -> Future.failedFuture(Problem.of(ErrorCode.SIGN_IN_REFUSED)));
    }

    private Future<Answer> open(User user) {
        return database.promptly(transaction -> throttle.clear(transaction, user.userName())
                        .compose(cleared -> sessions.open(transaction, user.userName()))
                        .compose(opened -> log.append(
                                        transaction,
                                        List.of(AccessEntry.of(
                                                "sign-in", user.userName(), "user:" + user.userName(), AccessEntry.OK)))
                                .map(opened)))
                .map(opened -> {
                    Map<String, Object> answer = new LinkedHashMap<>();
                    answer.put("token", opened.token());
                    answer.put("userName", user.userName());
                    answer.put("displayName", user.displayName());
                    answer.put("roles", user.roles());
                    answer.put("passwordChangeDue", user.passwordChangeDue());
                    answer.put("expiresAt", opened.expiresAt());
                    answer.put("idleSeconds", opened.idleSeconds());
                    return Answer.created("/api/v1/sessions/current", answer);
                });
    }

    private Future<Answer> current(RoutingContext context) {
        Principal caller = Principals.of(context);
        return Future.succeededFuture(Answer.ok(Map.of(
                "userName",
                caller.userName(),
                "displayName",
                caller.displayName(),
                "roles",
                caller.roles(),
                "passwordChangeDue",
                Principals.passwordChangeDue(context))));
    }

    private Future<Answer> signOut(RoutingContext context) {
        String userName = Principals.of(context).userName();
        String token = Principals.token(context);
        return database.promptly(transaction -> sessions.end(transaction, token)
                        .compose(ended -> log.append(
                                transaction,
                                List.of(AccessEntry.of("sign-out", userName, "user:" + userName, AccessEntry.OK)))))
                .map(logged -> {
                    sessions.forget(token);
                    return Answer.noContent();
                });
    }

    private Future<Answer> changePassword(RoutingContext context) {
        String userName = Principals.of(context).userName();
        JsonObject body = context.body().asJsonObject();
        String oldPassword = body.getString("oldPassword");
        String newPassword = body.getString("newPassword");
        Optional<Bilingual> unfit = Passwords.unfit(newPassword, userName, oldPassword);
        if (unfit.isPresent()) {
            Bilingual frame = ErrorCode.PASSWORD_UNFIT.sentence();
            return Future.failedFuture(Problem.of(
                    ErrorCode.PASSWORD_UNFIT,
                    new Bilingual(
                            frame.with(unfit.get().zh()).zh(),
                            frame.with(unfit.get().en()).en())));
        }
        // A stolen session must not become a way to guess the password: attempts count as those to sign in.
        return throttle.attempt(userName, clock.instant())
                .compose(wait -> wait.isZero()
                        ? Users.find(database.reads(), userName)
                                .compose(found -> passwords.matches(
                                        oldPassword,
                                        found.map(User::passwordHash).orElse(null)))
                                .compose(matches -> matches
                                        ? replace(userName, newPassword, Principals.token(context))
                                        : wrongOld(userName))
                        : throttled(userName, wait));
    }

    private Future<Answer> wrongOld(String userName) {
        return log.record(AccessEntry.of("password-change", userName, "user:" + userName, AccessEntry.REFUSED))
                .compose(logged -> Future.failedFuture(Problem.of(ErrorCode.SIGN_IN_REFUSED)));
    }

    private Future<Answer> replace(String userName, String newPassword, String token) {
        return passwords
                .hash(newPassword)
                .compose(hash -> database.promptly(transaction -> Users.setPassword(transaction, userName, hash, false)
                        .compose(done -> sessions.endAll(transaction, userName, token))
                        .compose(done -> throttle.clear(transaction, userName))
                        .compose(done -> log.append(
                                transaction,
                                List.of(AccessEntry.of(
                                        "password-change", userName, "user:" + userName, AccessEntry.OK))))))
                .map(logged -> {
                    sessions.forgetUser(userName);
                    return Answer.noContent();
                });
    }
}
