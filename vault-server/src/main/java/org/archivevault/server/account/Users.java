package org.archivevault.server.account;

import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.archivevault.server.http.ErrorCode;
import org.archivevault.server.http.Problem;
import org.archivevault.server.identity.Role;

/** The user accounts in the database. */
final class Users {
    private static final String UNIQUE_VIOLATION = "23505";
    private static final String CHECK_VIOLATION = "23514";

    private static final String COLUMNS =
            "SELECT user_name, display_name, password_hash, must_change_password, disabled, roles FROM app_user";
    private static final String FIND = COLUMNS + " WHERE user_name = $1::text";
    private static final String LIST = COLUMNS + " ORDER BY user_name";
    private static final String INSERT = "INSERT INTO app_user"
            + " (user_name, display_name, password_hash, must_change_password, roles, created_at, created_by)"
            + " VALUES ($1::text, $2::text, $3::text, true, $4::text[], $5::timestamptz, $6::text)";
    private static final String SET_ROLES = "UPDATE app_user SET roles = $2::text[] WHERE user_name = $1::text";
    private static final String SET_DISABLED = "UPDATE app_user SET disabled = $2::boolean WHERE user_name = $1::text";
    private static final String SET_PASSWORD = "UPDATE app_user SET password_hash = $2::text,"
            + " must_change_password = $3::boolean WHERE user_name = $1::text";
    // Locks them, so that two administrators cannot disable each other at the same moment.
    private static final String ADMINISTRATORS = "SELECT user_name FROM app_user"
            + " WHERE NOT disabled AND 'administrator' = ANY (roles) ORDER BY user_name FOR UPDATE";
    private static final String COUNT = "SELECT count(*) AS n FROM app_user";

    private Users() {}

    /**
     * A user account.
     *
     * @param userName its name
     * @param displayName the person's name
     * @param passwordHash bcrypt
     * @param passwordChangeDue has its one-time password still
     * @param disabled may not sign in
     * @param roles what it may do
     */
    record User(
            String userName,
            String displayName,
            String passwordHash,
            boolean passwordChangeDue,
            boolean disabled,
            Set<Role> roles) {}

    static Future<Optional<User>> find(SqlClient client, String userName) {
        return client.preparedQuery(FIND).execute(Tuple.of(userName)).map(rows -> {
            for (Row row : rows) {
                return Optional.of(user(row));
            }
            return Optional.<User>empty();
        });
    }

    static Future<List<User>> list(SqlClient client) {
        return client.preparedQuery(LIST).execute().map(rows -> {
            List<User> users = new ArrayList<>();
            rows.forEach(row -> users.add(user(row)));
            return users;
        });
    }

    static Future<Boolean> none(SqlClient client) {
        return client.preparedQuery(COUNT)
                .execute()
                .map(rows -> rows.iterator().next().getLong("n") == 0);
    }

    static Future<Void> create(SqlConnection transaction, User user, Instant now, String by) {
        return transaction
                .preparedQuery(INSERT)
                .execute(Tuple.of(
                        user.userName(),
                        user.displayName(),
                        user.passwordHash(),
                        codes(user.roles()),
                        now.atOffset(ZoneOffset.UTC),
                        by))
                .recover(failure -> Future.failedFuture(problemOf(failure, user.userName())))
                .mapEmpty();
    }

    static Future<Void> setRoles(SqlConnection transaction, String userName, Set<Role> roles) {
        return transaction
                .preparedQuery(SET_ROLES)
                .execute(Tuple.tuple().addString(userName).addArrayOfString(codes(roles)))
                .recover(failure -> Future.failedFuture(problemOf(failure, userName)))
                .compose(done -> mustExist(done.rowCount(), userName))
                .compose(done -> mustLeaveAnAdministrator(transaction));
    }

    static Future<Void> setDisabled(SqlConnection transaction, String userName, boolean disabled) {
        return transaction
                .preparedQuery(SET_DISABLED)
                .execute(Tuple.of(userName, disabled))
                .compose(done -> mustExist(done.rowCount(), userName))
                .compose(done -> mustLeaveAnAdministrator(transaction));
    }

    static Future<Void> setPassword(SqlConnection transaction, String userName, String hash, boolean changeDue) {
        return transaction
                .preparedQuery(SET_PASSWORD)
                .execute(Tuple.of(userName, hash, changeDue))
                .compose(done -> mustExist(done.rowCount(), userName));
    }

    /** Locks the administrators; taken before a change that could remove one of them. */
    static Future<Void> lockAdministrators(SqlConnection transaction) {
        return transaction.preparedQuery(ADMINISTRATORS).execute().mapEmpty();
    }

    private static Future<Void> mustLeaveAnAdministrator(SqlConnection transaction) {
        return transaction
                .preparedQuery(ADMINISTRATORS)
                .execute()
                .compose(rows -> rows.size() > 0
                        ? Future.succeededFuture()
                        : Future.failedFuture(Problem.of(ErrorCode.LAST_ADMINISTRATOR)));
    }

    private static Future<Void> mustExist(int rows, String userName) {
        return rows == 1
                ? Future.succeededFuture()
                : Future.failedFuture(Problem.of(ErrorCode.USER_NOT_FOUND, userName));
    }

    private static Throwable problemOf(Throwable failure, String userName) {
        if (failure instanceof PgException refused) {
            if (UNIQUE_VIOLATION.equals(refused.getSqlState())) {
                return Problem.of(ErrorCode.USER_EXISTS, userName);
            }
            if (CHECK_VIOLATION.equals(refused.getSqlState()) && "roles_kept_apart".equals(refused.getConstraint())) {
                return Problem.of(ErrorCode.ROLES_NOT_TOGETHER);
            }
        }
        return failure;
    }

    private static User user(Row row) {
        return new User(
                row.getString("user_name"),
                row.getString("display_name"),
                row.getString("password_hash"),
                row.getBoolean("must_change_password"),
                row.getBoolean("disabled"),
                roles(row));
    }

    static Set<Role> roles(Row row) {
        EnumSet<Role> roles = EnumSet.noneOf(Role.class);
        for (String code : row.getArrayOfStrings("roles")) {
            roles.add(Role.of(code));
        }
        return roles;
    }

    private static String[] codes(Set<Role> roles) {
        return roles.stream().map(Role::code).toArray(String[]::new);
    }
}
