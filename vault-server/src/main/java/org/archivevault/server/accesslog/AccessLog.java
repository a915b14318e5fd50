package org.archivevault.server.accesslog;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.archivevault.server.database.Database;
import org.archivevault.server.database.DatabaseUnavailable;
import org.archivevault.server.http.ErrorCode;
import org.archivevault.server.http.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The append-only, hash-chained record. Every entry is durable before what it records is answered: append in the
 * transaction of the act, or {@link #record} and wait.
 */
public final class AccessLog {
    /** Entries that may wait for the running commit; more are refused, and with them what they should record. */
    private static final int LONGEST_QUEUE = 10_000;

    /** Entries of one group commit. */
    private static final int LARGEST_GROUP = 500;

    private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);

    private static final String LOCK_HEAD = "SELECT seq, hash FROM access_log_head WHERE only_row FOR UPDATE";
    private static final String INSERT = "INSERT INTO access_log"
            + " (seq, at, kind, subject, object, result, details, algorithm, prev_hash, hash) VALUES"
            + " ($1::bigint, $2::timestamptz, $3::text, $4::text, $5::text, $6::text, $7::text, $8::text, $9::bytea,"
            + " $10::bytea)";
    private static final String MOVE_HEAD =
            "UPDATE access_log_head SET seq = $1::bigint, hash = $2::bytea WHERE only_row";

    private final Database database;
    private final InstantSource clock;
    private final Deque<Waiting> queue = new ArrayDeque<>();
    private boolean committing;

    /**
     * @param database where it is kept
     * @param clock the wall clock for the time of each entry
     */
    public AccessLog(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Appends in the caller's transaction. The end of the chain stays locked until that transaction ends, so make this
     * its last step.
     *
     * @param transaction the caller's transaction
     * @param entries what to append, in order; at least one
     * @return completes with the number of the last entry once it is written (durable at the caller's commit); fails
     *     when the database does, and then the caller's transaction must fail too
     */
    public Future<Long> append(SqlConnection transaction, List<AccessEntry> entries) {
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("nothing to append");
        }
        return lockEnd(transaction).compose(end -> append(transaction, end, entries));
    }

    /**
     * The end of the chain, locked. Good for one {@link #append(SqlConnection, End, List) append} in the same transaction.
     */
    public static final class End {
        private final long seq;
        private final byte[] hash;

        private End(long seq, byte[] hash) {
            this.seq = seq;
            this.hash = hash;
        }
    }

    /**
     * Locks the end of the chain until the transaction ends, for an append that need not wait for it then. Everybody else's
     * entries wait meanwhile, so this belongs into a transaction that writes next and has taken every lock that it might
     * have to wait for.
     *
     * @param transaction the caller's transaction
     * @return completes with the end; fails when the database does, and then the caller's transaction must fail too
     */
    public Future<End> lockEnd(SqlConnection transaction) {
        return transaction
                .preparedQuery(LOCK_HEAD)
                .execute()
                .map(found -> {
                    Row head = found.iterator().next();
                    return new End(head.getLong("seq"), head.getBuffer("hash").getBytes());
                })
                .recover(failure -> Future.failedFuture(told(failure)));
    }

    /**
     * Appends behind an end that the caller's transaction has locked. All statements are sent before this returns.
     *
     * @param transaction the caller's transaction
     * @param end what {@link #lockEnd} gave in this transaction; used once
     * @param entries what to append, in order; at least one
     * @return as {@link #append(SqlConnection, List)}
     */
    public Future<Long> append(SqlConnection transaction, End end, List<AccessEntry> entries) {
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("nothing to append");
        }
        return write(transaction, chain(end.seq, end.hash, entries, clock.instant()))
                .recover(failure -> Future.failedFuture(told(failure)));
    }

    /** A database that is there but does not take the entry (full, damaged, no right to) is a sentence of its own. */
    private static Throwable told(Throwable failure) {
        if (failure instanceof PgException refused
                && !Database.mayRunAgain(refused)
                && !DatabaseUnavailable.isMeantBy(refused)) {
            LOG.error("The access log cannot be written", refused);
            return Problem.of(ErrorCode.LOG_UNAVAILABLE);
        }
        return failure;
    }

    /**
     * Records in a transaction of its own. Entries that come while another is being committed share the next commit.
     *
     * @param entry what to record
     * @return completes with its number once it is durable; fails when the database does, and then what it should have
     *     recorded must not be done
     */
    public Future<Long> record(AccessEntry entry) {
        Promise<Long> recorded = Promise.promise();
        synchronized (queue) {
            if (queue.size() >= LONGEST_QUEUE) {
                return Future.failedFuture(Problem.of(ErrorCode.LOG_UNAVAILABLE));
            }
            queue.addLast(new Waiting(entry, recorded));
            if (committing) {
                return recorded.future();
            }
            committing = true;
        }
        commitGroup();
        return recorded.future();
    }

    private void commitGroup() {
        List<Waiting> group = new ArrayList<>();
        synchronized (queue) {
            while (group.size() < LARGEST_GROUP && !queue.isEmpty()) {
                group.add(queue.removeFirst());
            }
            if (group.isEmpty()) {
                committing = false;
                return;
            }
        }
        List<AccessEntry> entries = group.stream().map(Waiting::entry).toList();
        database.inTransaction(transaction -> append(transaction, entries))
                .onSuccess(last -> {
                    long seq = last - group.size();
                    for (Waiting waiting : group) {
                        seq++;
                        waiting.recorded.complete(seq);
                    }
                    commitGroup();
                })
                .onFailure(failure -> {
                    group.forEach(waiting -> waiting.recorded.fail(failure));
                    commitGroup();
                });
    }

    private static List<ChainedEntry> chain(long lastSeq, byte[] lastHash, List<AccessEntry> entries, Instant now) {
        // PostgreSQL keeps microseconds; what is hashed must be what is kept.
        Instant at = now.truncatedTo(ChronoUnit.MICROS);
        List<ChainedEntry> chained = new ArrayList<>(entries.size());
        long seq = lastSeq;
        byte[] previous = lastHash;
        for (AccessEntry entry : entries) {
            seq++;
            ChainedEntry next = ChainedEntry.after(previous, seq, at, entry);
            chained.add(next);
            previous = next.hash();
        }
        return chained;
    }

    private static Future<Long> write(SqlConnection transaction, List<ChainedEntry> chained) {
        List<Tuple> rows = new ArrayList<>(chained.size());
        for (ChainedEntry entry : chained) {
            rows.add(Tuple.tuple()
                    .addLong(entry.seq())
                    .addOffsetDateTime(OffsetDateTime.ofInstant(entry.at(), ZoneOffset.UTC))
                    .addString(entry.entry().kind())
                    .addString(entry.entry().subject())
                    .addString(entry.entry().object())
                    .addString(entry.entry().result())
                    .addString(entry.entry().details())
                    .addString(entry.algorithm())
                    .addBuffer(Buffer.buffer(entry.previousHash()))
                    .addBuffer(Buffer.buffer(entry.hash())));
        }
        ChainedEntry last = chained.get(chained.size() - 1);
        return Future.all(
                        transaction.preparedQuery(INSERT).executeBatch(rows),
                        transaction.preparedQuery(MOVE_HEAD).execute(Tuple.of(last.seq(), Buffer.buffer(last.hash()))))
                .map(last.seq());
    }

    private record Waiting(AccessEntry entry, Promise<Long> recorded) {}
}
