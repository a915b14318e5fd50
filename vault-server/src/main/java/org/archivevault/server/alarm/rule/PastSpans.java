package org.archivevault.server.alarm.rule;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.archivevault.protocol.climate.Quantity;
import org.archivevault.protocol.climate.Reading;
import org.archivevault.protocol.climate.SensorId;

/** The spans of time that devices have told about afterwards: noted as they come, looked at when no more comes. */
final class PastSpans {
    /** A device that empties its memory does so in one go. */
    static final Duration SETTLES = Duration.ofSeconds(60);
    /** How far before the span an excursion may have begun, and after it a swing may have ended. */
    private static final Duration AROUND = Duration.ofHours(24);
    /** Spans looked at in one sweep; the rest follow in the next. */
    private static final int MAX_PER_SWEEP = 5;
    /** Readings looked at of one span: a week of one a minute, several times over. */
    private static final int MAX_READINGS = 50_000;

    private static final String NOTE =
            "INSERT INTO alarm_past_span AS p (sensor, quantity, span_from, span_to, told_at)"
                    + " VALUES ($1::text, $2::text, $3::timestamptz, $4::timestamptz, $5::timestamptz)"
                    + " ON CONFLICT (sensor, quantity) DO UPDATE SET span_from = least(p.span_from, EXCLUDED.span_from),"
                    + " span_to = greatest(p.span_to, EXCLUDED.span_to), told_at = EXCLUDED.told_at";
    private static final String TAKE = "DELETE FROM alarm_past_span WHERE (sensor, quantity) IN (SELECT sensor,"
            + " quantity FROM alarm_past_span WHERE told_at <= $1::timestamptz ORDER BY told_at LIMIT $2::int)"
            + " RETURNING sensor, quantity, span_from, span_to";
    private static final String READINGS = "SELECT at, value, historical FROM reading WHERE sensor = $1::text AND"
            + " quantity = $2::text AND quality = 'good' AND at >= $3::timestamptz AND at <= $4::timestamptz"
            + " ORDER BY at LIMIT $5::int";

    private PastSpans() {}

    /** A span of one quantity of one sensor. */
    record Span(SensorId sensor, Quantity quantity, Instant from, Instant to) {
        private Span with(Instant at) {
            return new Span(sensor, quantity, at.isBefore(from) ? at : from, at.isAfter(to) ? at : to);
        }
    }

    /** The spans of historical readings. */
    static Collection<Span> of(List<Reading> historical) {
        Map<String, Span> spans = new HashMap<>();
        for (Reading reading : historical) {
            spans.merge(
                    reading.sensor() + "/" + reading.quantity(),
                    new Span(reading.sensor(), reading.quantity(), reading.at(), reading.at()),
                    (old, own) -> old.with(own.from()));
        }
        return spans.values();
    }

    static Future<Void> note(SqlConnection transaction, Collection<Span> spans, Instant now) {
        if (spans.isEmpty()) {
            return Future.succeededFuture();
        }
        List<Tuple> rows = new ArrayList<>();
        for (Span span : spans) {
            rows.add(Tuple.of(
                    span.sensor().value(), span.quantity().wireName(), utc(span.from()), utc(span.to()), utc(now)));
        }
        return transaction.preparedQuery(NOTE).executeBatch(rows).mapEmpty();
    }

    /** Takes spans to which nothing has been added for a while. */
    static Future<List<Span>> take(SqlConnection transaction, Instant now) {
        return transaction
                .preparedQuery(TAKE)
                .execute(Tuple.of(utc(now.minus(SETTLES)), MAX_PER_SWEEP))
                .map(rows -> {
                    List<Span> spans = new ArrayList<>();
                    for (Row row : rows) {
                        spans.add(new Span(
                                new SensorId(row.getString("sensor")),
                                Quantity.of(row.getString("quantity")),
                                row.getOffsetDateTime("span_from").toInstant(),
                                row.getOffsetDateTime("span_to").toInstant()));
                    }
                    return spans;
                });
    }

    /**
     * The good readings of a span and of a day before and after it: for its beginning and end, and because a swing is that
     * of 24 h.
     */
    static Future<List<PastExcursion.Kept>> readings(SqlConnection transaction, Span span) {
        return transaction
                .preparedQuery(READINGS)
                .execute(Tuple.of(
                        span.sensor().value(),
                        span.quantity().wireName(),
                        utc(span.from().minus(AROUND)),
                        utc(span.to().plus(AROUND)),
                        MAX_READINGS))
                .map(rows -> {
                    List<PastExcursion.Kept> all = new ArrayList<>(rows.size());
                    for (Row row : rows) {
                        all.add(new PastExcursion.Kept(
                                row.getOffsetDateTime("at").toInstant(),
                                row.getDouble("value"),
                                row.getBoolean("historical")));
                    }
                    return all;
                });
    }

    private static OffsetDateTime utc(Instant at) {
        return OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
    }
}
