package org.archivevault.server.climate;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The months that there are partitions for. Those to come are made ahead; one of the past is made when a device hands in
 * what it had kept back, in the transaction that needs it. Making one locks out nobody who reads or writes.
 */
final class ReadingMonths {
    /** The partitioned tables. */
    static final List<String> TABLES = List.of("reading", "reading_5min", "reading_1h");

    /** Months made ahead, beside the running one: a server that is not restarted for years makes them daily. */
    private static final int AHEAD = 2;

    private static final String ENSURE =
            "SELECT ensure_month(t, m::date)" + " FROM unnest($1::text[]) AS m, unnest($2::text[]) AS t ORDER BY t, m";

    // By year and month, for example 2026-11-01: known to be there.
    private final Set<LocalDate> known = ConcurrentHashMap.newKeySet();

    /** The first day of the month that a time lies in, as the partitions have it. */
    static LocalDate of(Instant at) {
        return LocalDate.ofInstant(at, ZoneOffset.UTC).withDayOfMonth(1);
    }

    /** The running month and those to come. */
    static List<LocalDate> ahead(Instant now) {
        LocalDate month = of(now);
        return java.util.stream.IntStream.rangeClosed(0, AHEAD)
                .mapToObj(month::plusMonths)
                .toList();
    }

    /**
     * Sees to it that months are there.
     *
     * @param transaction makes them, if they must be
     * @param months which
     * @return completes with the months made or found anew, to be {@link #remember remembered} after the commit; fails
     *     when the database does
     */
    Future<SortedSet<LocalDate>> ensure(SqlConnection transaction, Collection<LocalDate> months) {
        SortedSet<LocalDate> unknown = new TreeSet<>(months);
        unknown.removeAll(known);
        if (unknown.isEmpty()) {
            return Future.succeededFuture(unknown);
        }
        return transaction
                .preparedQuery(ENSURE)
                .execute(Tuple.tuple()
                        .addArrayOfString(
                                unknown.stream().map(LocalDate::toString).toArray(String[]::new))
                        .addArrayOfString(TABLES.toArray(String[]::new)))
                .map(unknown);
    }

    void remember(Collection<LocalDate> months) {
        known.addAll(months);
    }

    /** What is known may no longer be so: another process has dropped a month. */
    void forget() {
        known.clear();
    }
}
