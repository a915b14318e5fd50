package org.archivevault.server.climate;

import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.archivevault.protocol.climate.Reading;
import org.archivevault.protocol.event.EdgeEvent.ReadingsTaken;
import org.archivevault.protocol.event.EdgeEvent.SensorChanged;
import org.archivevault.server.edge.EventConsumer;
import org.archivevault.server.edge.Happened;

/**
 * Takes readings into the history, in the transaction that commits the edge's batch. Nothing else happens here: whoever
 * judges readings takes them from {@link ReadingFeed} later, so that intake keeps pace with any number of judges.
 */
final class ReadingIntake implements EventConsumer {
    /** SQLSTATE check_violation: what an insert fails with when its month has been dropped meanwhile. */
    private static final String NO_PARTITION = "23514";

    private final SensorPlaces places;
    private final ReadingMonths months;
    private final ReadingStore store = new ReadingStore();
    private final InstantSource clock;

    ReadingIntake(SensorPlaces places, ReadingMonths months, InstantSource clock) {
        this.places = places;
        this.months = months;
        this.clock = clock;
    }

    @Override
    public Future<Consumed> consume(SqlConnection transaction, String source, List<Happened> events) {
        Instant now = clock.instant();
        List<ReadingRow> rows = rows(events, now);
        List<Happened> changes = events.stream()
                .filter(each -> each.event() instanceof SensorChanged)
                .toList();
        Future<Void> changed = changes.isEmpty() ? Future.succeededFuture() : store.change(transaction, changes, now);
        if (rows.isEmpty()) {
            return changed.map(Consumed.NOTHING);
        }
        return changed.compose(done -> months.ensure(
                        transaction,
                        rows.stream().map(row -> ReadingMonths.of(row.at())).collect(Collectors.toSet())))
                .compose(made -> store.keep(transaction, rows, now)
                        .map(kept -> new Consumed(List.of(), () -> months.remember(made))))
                .onFailure(this::lookAgain);
    }

    private List<ReadingRow> rows(List<Happened> events, Instant now) {
        List<ReadingRow> rows = new ArrayList<>();
        for (Happened happened : events) {
            if (happened.event() instanceof ReadingsTaken taken) {
                for (Reading reading : taken.readings()) {
                    rows.add(new ReadingRow(
                            reading,
                            BelievedTime.of(reading, now, rows.size()),
                            places.zoneOf(reading.sensor()).orElse(null)));
                }
            }
        }
        return rows;
    }

    private void lookAgain(Throwable failure) {
        // The batch comes again, and then the month is made again.
        if (failure instanceof PgException refused && NO_PARTITION.equals(refused.getSqlState())) {
            months.forget();
        }
    }
}
