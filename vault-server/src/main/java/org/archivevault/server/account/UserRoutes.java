package org.archivevault.server.account;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.sqlclient.SqlConnection;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
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
import org.archivevault.server.identity.Role;

/** Keeping the user accounts. Every change is recorded in its own transaction and takes effect at once. */
final class UserRoutes implements RouteGroup {
    private static final Set<Role> KEEPERS = EnumSet.of(Role.ADMINISTRATOR);
    private static final Set<Role> READERS = EnumSet.of(Role.ADMINISTRATOR, Role.AUDITOR);

    private final Database database;
    private final AccessLog log;
    private final InstantSource clock;
    private final Passwords passwords;
    private final Sessions sessions;

    UserRoutes(Database database, AccessLog log, InstantSource clock, Passwords passwords, Sessions sessions) {
        this.database = database;
        this.log = log;
        this.clock = clock;
        this.passwords = passwords;
        this.sessions = sessions;
    }

    @Override
    public void register(ApiRoutes routes) {
        routes.on("listUsers", READERS, this::list);
        routes.on("createUser", KEEPERS, this::create);
        routes.on("setRoles", KEEPERS, this::setRoles);
        routes.on("disableUser", KEEPERS, context -> setDisabled(context, true));
        routes.on("enableUser", KEEPERS, context -> setDisabled(context, false));
        routes.on("resetPassword", KEEPERS, this::resetPassword);
    }

    private Future<Answer> list(RoutingContext context) {
        return Users.list(database.reads())
                .map(users -> Answer.ok(
                        Map.of("users", users.stream().map(UserRoutes::shown).toList())));
    }

    private static Map<String, Object> shown(User user) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("userName", user.userName());
        shown.put("displayName", user.displayName());
        shown.put("roles", user.roles());
        shown.put("disabled", user.disabled());
        shown.put("passwordChangeDue", user.passwordChangeDue());
        return shown;
    }

    private Future<Answer> create(RoutingContext context) {
        JsonObject body = context.body().asJsonObject();
        String userName = body.getString("userName");
        Set<Role> roles = roles(body);
        String oneTime = passwords.oneTime();
        return passwords
                .hash(oneTime)
                .compose(hash -> change(
                        context,
                        "user-created",
                        userName,
                        Map.of("roles", roles),
                        transaction -> Users.create(
                                transaction,
                                new User(userName, body.getString("displayName"), hash, true, false, roles),
                                clock.instant(),
                                Principals.of(context).userName())))
                .map(done -> Answer.created(
                        "/api/v1/users/" + userName, Map.of("userName", userName, "oneTimePassword", oneTime)));
    }

    private Future<Answer> setRoles(RoutingContext context) {
        String userName = context.pathParam("userName");
        Set<Role> roles = roles(context.body().asJsonObject());
        return change(
                        context,
                        "user-roles-set",
                        userName,
                        Map.of("roles", roles),
                        transaction -> Users.lockAdministrators(transaction)
                                .compose(locked -> Users.setRoles(transaction, userName, roles)))
                .map(Answer.noContent());
    }

    private Future<Answer> setDisabled(RoutingContext context, boolean disabled) {
        String userName = context.pathParam("userName");
        return change(
                        context,
                        disabled ? "user-disabled" : "user-enabled",
                        userName,
                        Map.of(),
                        transaction -> Users.lockAdministrators(transaction)
                                .compose(locked -> Users.setDisabled(transaction, userName, disabled))
                                .compose(done -> disabled
                                        ? sessions.endAll(transaction, userName, null)
                                        : Future.succeededFuture()))
                .map(Answer.noContent());
    }

    private Future<Answer> resetPassword(RoutingContext context) {
        String userName = context.pathParam("userName");
        String oneTime = passwords.oneTime();
        return passwords
                .hash(oneTime)
                .compose(hash -> change(
                        context,
                        "user-password-reset",
                        userName,
                        Map.of(),
                        transaction -> Users.setPassword(transaction, userName, hash, true)
                                .compose(done -> sessions.endAll(transaction, userName, null))))
                .map(done -> Answer.ok(Map.of("userName", userName, "oneTimePassword", oneTime)));
    }

    private Future<Void> change(
            RoutingContext context,
            String kind,
            String userName,
            Map<String, Object> details,
            Function<SqlConnection, Future<Void>> act) {
        String by = Principals.of(context).userName();
        return database.promptly(transaction -> act.apply(transaction)
                        .compose(done -> log.append(
                                transaction,
                                List.of(AccessEntry.of(kind, by, "user:" + userName, AccessEntry.OK, details)))))
                .recover(failure -> failure instanceof Problem refusal
                        ? log.record(AccessEntry.of(
                                        kind,
                                        by,
                                        "user:" + userName,
                                        AccessEntry.REFUSED,
                                        Map.of("code", refusal.code().code())))
                                .compose(logged -> Future.<Long>failedFuture(refusal))
                        : Future.failedFuture(failure))
                .map(logged -> {
                    sessions.forgetUser(userName);
                    return null;
                });
    }

    private static Set<Role> roles(JsonObject body) {
        EnumSet<Role> roles = EnumSet.noneOf(Role.class);
        JsonArray codes = body.getJsonArray("roles");
        codes.forEach(code -> roles.add(Role.of(code.toString())));
        if (!Role.mayShareAnAccount(roles)) {
            throw Problem.of(ErrorCode.ROLES_NOT_TOGETHER);
        }
        return roles;
    }
}
