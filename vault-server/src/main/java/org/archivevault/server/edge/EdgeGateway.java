package org.archivevault.server.edge;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
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
import org.archivevault.link.server.EventSink;
import org.archivevault.protocol.event.Lane;
import org.archivevault.protocol.link.Committed;
import org.archivevault.protocol.link.EventBatch;
import org.archivevault.protocol.link.SequencedEvent;
import org.archivevault.server.accesslog.AccessEntry;
import org.archivevault.server.accesslog.AccessLog;
import org.archivevault.server.database.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits what the edges send. One transaction a batch: events stored, records advanced, access log appended, cursor
 * moved. Only then may the acknowledgement go out; a batch that comes again changes nothing (I15).
 */
public final class EdgeGateway implements EventSink {
    private static final Logger LOG = LoggerFactory.getLogger(EdgeGateway.class);

    private static final String NEW_CURSOR = "INSERT INTO edge_cursor (edge, outbox, lane, seq, moved_at)"
            + " VALUES ($1::text, $2::uuid, $3::text, 0, $4::timestamptz) ON CONFLICT (edge, lane, outbox) DO NOTHING";
    private static final String LOCK_CURSOR = "SELECT seq FROM edge_cursor"
            + " WHERE edge = $1::text AND outbox = $2::uuid AND lane = $3::text FOR UPDATE";
    private static final String OTHER_OUTBOX = "SELECT outbox, seq FROM edge_cursor"
            + " WHERE edge = $1::text AND outbox <> $2::uuid AND lane = $3::text ORDER BY moved_at DESC LIMIT 1";
    private static final String MOVE_CURSOR = "UPDATE edge_cursor SET seq = $4::bigint, moved_at = $5::timestamptz"
            + " WHERE edge = $1::text AND outbox = $2::uuid AND lane = $3::text";
    private static final String STORE =
            "INSERT INTO edge_event (edge, outbox, lane, seq, at, received_at, type, block, command, body)"
                    + " SELECT $1::text, $2::uuid, $3::text, e.seq, e.at, $4::timestamptz, e.type, e.block, e.command, e.body"
                    + " FROM unnest($5::bigint[], $6::timestamptz[], $7::text[], $8::text[], $9::uuid[], $10::text[])"
                    + " AS e (seq, at, type, block, command, body)";

    private final Database database;
    private final AccessLog accessLog;
    private final EventConsumer consumer;
    private final InstantSource clock;

    /**
     * @param database where the events are kept
     * @param accessLog where each event of the access lane is recorded
     * @param consumer advances the records by the events
     * @param clock the wall clock for the time of receipt
     */
    public EdgeGateway(Database database, AccessLog accessLog, EventConsumer consumer, InstantSource clock) {
        this.database = database;
        this.accessLog = accessLog;
        this.consumer = consumer;
        this.clock = clock;
    }

    /** The state of a lane before the batch. */
    private record Before(long cursor, List<AccessEntry> remarks) {}

    private record Done(long cursor, Runnable afterCommit) {}

    /**
     * Commits one batch.
     *
     * @param batch what came
     *
     * @return completes with the cursor once the batch is durable, also for a batch that was known already; fails when
     *     it could not be committed, and then nothing of it has been
     */
    @Override
    public Future<Committed> commit(EventBatch batch) {
        Instant now = clock.instant();
        return database.inTransaction(transaction ->
                        lockCursor(transaction, batch, now).compose(before -> takeIn(transaction, batch, before, now)))
                .map(done -> {
                    done.afterCommit().run();
                    return new Committed(batch.outbox(), batch.lane(), done.cursor());
                })
                .onFailure(failure ->
                        LOG.warn("Batch of edge {} ({} lane) not committed", batch.edge(), batch.lane(), failure));
    }

    private Future<Before> lockCursor(SqlConnection transaction, EventBatch batch, Instant now) {
        Tuple lane = Tuple.of(batch.edge().value(), batch.outbox(), batch.lane().wireName());
        // Three statements on one connection, sent together, executed in this order.
        Future<RowSet<Row>> made = transaction
                .preparedQuery(NEW_CURSOR)
                .execute(Tuple.of(
                        batch.edge().value(), batch.outbox(), batch.lane().wireName(), utc(now)));
        Future<RowSet<Row>> locked = transaction.preparedQuery(LOCK_CURSOR).execute(lane);
        Future<RowSet<Row>> other = transaction.preparedQuery(OTHER_OUTBOX).execute(lane);
        return Future.all(made, locked, other).map(all -> {
            boolean newOutbox = made.result().rowCount() == 1;
            List<AccessEntry> remarks = new ArrayList<>();
            if (newOutbox && other.result().iterator().hasNext()) {
                Row last = other.result().iterator().next();
                remarks.add(outboxReplaced(batch, last.getUUID("outbox"), last.getLong("seq")));
            }
            return new Before(locked.result().iterator().next().getLong("seq"), remarks);
        });
    }

    private Future<Done> takeIn(SqlConnection transaction, EventBatch batch, Before before, Instant now) {
        EventIntake intake = EventIntake.of(before.cursor(), batch);
        if (intake.outOfTurn()) {
            LOG.warn(
                    "Batch of edge {} starts at {} where {} is due; it is to be sent again",
                    batch.edge(),
                    batch.events().get(0).seq(),
                    before.cursor() + 1);
        }
        List<AccessEntry> entries = new ArrayList<>(before.remarks());
        intake.gaps().forEach(gap -> entries.add(gapFound(batch, gap)));
        if (intake.fresh().isEmpty()) {
            return append(transaction, entries).map(new Done(intake.cursor(), () -> {}));
        }
        List<SequencedEvent> kept = intake.fresh().stream()
                .filter(each -> EventRow.isKeptHere(each.event()))
                .toList();
        List<EventRow> rows = kept.stream().map(e -> EventRow.of(e.event())).toList();
        if (batch.lane() == Lane.ACCESS) {
            for (int i = 0; i < rows.size(); i++) {
                entries.add(rows.get(i).entry(batch.edge().value(), kept.get(i)));
            }
        }
        Future<Void> stored = store(transaction, batch, intake.cursor(), kept, rows, now);
        return stored.compose(ok -> consumer.consume(
                        transaction,
                        "edge:" + batch.edge(),
                        intake.fresh().stream()
                                .map(e -> new Happened(e.event(), e.at()))
                                .toList()))
                .compose(consumed -> {
                    entries.addAll(consumed.entries());
                    return append(transaction, entries).map(new Done(intake.cursor(), consumed.afterCommit()));
                });
    }

    private Future<Void> store(
            SqlConnection transaction,
            EventBatch batch,
            long cursor,
            List<SequencedEvent> kept,
            List<EventRow> rows,
            Instant now) {
        Future<RowSet<Row>> moved = transaction
                .preparedQuery(MOVE_CURSOR)
                .execute(Tuple.of(
                        batch.edge().value(), batch.outbox(), batch.lane().wireName(), cursor, utc(now)));
        if (kept.isEmpty()) {
            return moved.mapEmpty();
        }
        Future<RowSet<Row>> events = transaction
                .preparedQuery(STORE)
                .execute(Tuple.tuple()
                        .addString(batch.edge().value())
                        .addUUID(batch.outbox())
                        .addString(batch.lane().wireName())
                        .addOffsetDateTime(utc(now))
                        .addArrayOfLong(kept.stream().map(SequencedEvent::seq).toArray(Long[]::new))
                        .addArrayOfOffsetDateTime(
                                kept.stream().map(e -> utc(e.at())).toArray(OffsetDateTime[]::new))
                        .addArrayOfString(rows.stream().map(EventRow::type).toArray(String[]::new))
                        .addArrayOfString(rows.stream().map(EventRow::block).toArray(String[]::new))
                        .addArrayOfUUID(rows.stream().map(EventRow::command).toArray(UUID[]::new))
                        .addArrayOfString(rows.stream().map(EventRow::body).toArray(String[]::new)));
        return Future.all(events, moved).mapEmpty();
    }

    private Future<Void> append(SqlConnection transaction, List<AccessEntry> entries) {
        return entries.isEmpty()
                ? Future.succeededFuture()
                : accessLog.append(transaction, entries).mapEmpty();
    }

    private static AccessEntry gapFound(EventBatch batch, EventIntake.Gap gap) {
        LOG.warn("Events {}..{} of edge {} ({} lane) are lost", gap.from(), gap.to(), batch.edge(), batch.lane());
        return AccessEntry.of(
                "edge-events-lost",
                "edge:" + batch.edge(),
                "outbox:" + batch.outbox(),
                "gap",
                Map.of("lane", batch.lane(), "from", gap.from(), "to", gap.to()));
    }

    private static AccessEntry outboxReplaced(EventBatch batch, UUID last, long lastSeq) {
        LOG.warn("Edge {} has a new outbox {}; the one before was {}", batch.edge(), batch.outbox(), last);
        return AccessEntry.of(
                "edge-outbox-replaced",
                "edge:" + batch.edge(),
                "outbox:" + batch.outbox(),
                AccessEntry.OK,
                Map.of("lane", batch.lane(), "before", last, "beforeSeq", lastSeq));
    }

    private static OffsetDateTime utc(Instant at) {
        return OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
    }
}
