package org.archivevault.server.inventory;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.archivevault.server.accesslog.AccessEntry;
import org.archivevault.server.accesslog.AccessLog;
import org.archivevault.server.database.Database;
import org.archivevault.server.http.ErrorCode;
import org.archivevault.server.http.Problem;
import org.archivevault.server.identity.Principal;
import org.jspecify.annotations.Nullable;

/** The list of rounds. */
final class Rounds {
    /** Rounds that a list shows, the newest first. */
    private static final int MOST_LISTED = 100;

    private static final String HAS_SLOTS =
            "SELECT EXISTS (SELECT FROM slot" + " WHERE position_code >= $1::text AND position_code < $2::text)";
    private static final String OPEN = "INSERT INTO inventory_round (id, scope, scope_from, scope_to, since, opened_by,"
            + " opened_at) VALUES ($1::uuid, $2::text, $3::text, $4::text, $5::timestamptz, $6::text, $7::timestamptz)"
            + " RETURNING " + Round.COLUMNS;
    private static final String FIND = "SELECT " + Round.COLUMNS + " FROM inventory_round WHERE id = $1::uuid";
    private static final String LIST =
            "SELECT " + Round.COLUMNS + " FROM inventory_round ORDER BY opened_at DESC LIMIT " + MOST_LISTED;

    private final Database database;
    private final AccessLog log;
    private final InstantSource clock;

    Rounds(Database database, AccessLog log, InstantSource clock) {
        this.database = database;
        this.log = log;
        this.clock = clock;
    }

    /**
     * Begins a round.
     *
     * @param scope what it goes over
     * @param since from when on reads count; null for now; not in the future
     * @param caller who
     * @return completes with it after the commit; fails with {@code bad-request} when no slot lies in the scope
     */
    Future<Round> open(Scope scope, @Nullable Instant since, Principal caller) {
        Instant now = clock.instant();
        Instant from = since == null ? now : since;
        if (from.isAfter(now)) {
            return Future.failedFuture(Problem.of(ErrorCode.BAD_REQUEST, "since: ≤ " + now));
        }
        return database.promptly(tx -> tx.preparedQuery(HAS_SLOTS)
                .execute(Tuple.of(scope.from(), scope.to()))
                .compose(rows -> rows.iterator().next().getBoolean(0)
                        ? insert(tx, scope, from, now, caller)
                        : Future.failedFuture(Problem.of(ErrorCode.INVENTORY_SCOPE_EMPTY, scope.text()))));
    }

    private Future<Round> insert(SqlConnection tx, Scope scope, Instant since, Instant now, Principal caller) {
        return tx.preparedQuery(OPEN)
                .execute(Tuple.of(UUID.randomUUID(), scope.text(), scope.from(), scope.to())
                        .addOffsetDateTime(utc(since))
                        .addString(caller.userName())
                        .addOffsetDateTime(utc(now)))
                .compose(rows -> {
                    Round round = Round.of(rows.iterator().next());
                    AccessEntry entry = AccessEntry.of(
                            "inventory-opened",
                            caller.userName(),
                            "inventory:" + round.id(),
                            AccessEntry.OK,
                            Map.of("scope", scope.text(), "since", round.since()));
                    return log.append(tx, List.of(entry)).map(round);
                });
    }

    /**
     * Looks a round up.
     *
     * @return completes with it; fails with {@code inventory-not-found}
     */
    Future<Round> find(UUID id) {
        return database.reads().preparedQuery(FIND).execute(Tuple.of(id)).map(rows -> {
            if (rows.size() == 0) {
                throw Problem.of(ErrorCode.INVENTORY_NOT_FOUND, id);
            }
            return Round.of(rows.iterator().next());
        });
    }

    /** The newest rounds. */
    Future<List<Round>> list() {
        return database.reads().query(LIST).execute().map(rows -> {
            List<Round> rounds = new ArrayList<>();
            rows.forEach(row -> rounds.add(Round.of(row)));
            return rounds;
        });
    }

    static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
