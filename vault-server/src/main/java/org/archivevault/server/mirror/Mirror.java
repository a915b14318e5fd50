package org.archivevault.server.mirror;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.archivevault.protocol.Bilingual;
import org.archivevault.server.climate.ReadingFeed;
import org.archivevault.server.climate.StoredReading;
import org.archivevault.server.database.Database;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends every reading on, in the order of the feed. The cursor moves only once a batch is in, so that an outage of any
 * length loses nothing; after a crash some are sent twice, which changes nothing. Requests block, on a thread of the
 * mirror's own; no transaction is open meanwhile. Runs on the event loop that it is started on.
 */
final class Mirror {
    /** The cursor's name. */
    static final String CONSUMER = "mirror";

    private static final Logger LOG = LoggerFactory.getLogger(Mirror.class);

    /** Lines of one request: about half a megabyte. */
    private static final int BATCH = 5_000;

    /** Between two looks when all is sent, in milliseconds. */
    private static final long LOOK_MILLIS = 2_000;

    /** Longest a request may keep its thread, before that is remarked upon. */
    private static final long THREAD_SECONDS = 60;

    private static final String KEEP_REFUSED = "INSERT INTO mirror_refused"
            + " (sensor, quantity, at, refused_at, detail) SELECT r.sensor, r.quantity, r.at, $1::timestamptz, r.detail"
            + " FROM unnest($2::text[], $3::text[], $4::timestamptz[], $5::text[]) AS r (sensor, quantity, at, detail)"
            + " ON CONFLICT DO NOTHING";

    private final Vertx vertx;
    private final Database database;
    private final ReadingFeed feed;
    private final LineSink sink;
    private final String place;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final WorkerExecutor thread;
    private long timer = -1;
    private boolean ended;
    private int failures;
    private volatile Status status;

    /**
     * @param vertx carries it
     * @param database where the readings are
     * @param feed hands them on
     * @param sink where they go
     * @param place where that is, for people
     * @param clock the wall clock
     * @param random for the jitter
     */
    Mirror(
            Vertx vertx,
            Database database,
            ReadingFeed feed,
            LineSink sink,
            String place,
            InstantSource clock,
            RandomGenerator random) {
        this.vertx = vertx;
        this.database = database;
        this.feed = feed;
        this.sink = sink;
        this.place = place;
        this.clock = clock;
        this.random = random;
        this.thread = vertx.createSharedWorkerExecutor(
                "mirror-" + System.identityHashCode(this), 1, THREAD_SECONDS, TimeUnit.SECONDS);
        this.status = Status.starting(place);
    }

    /**
     * How it stands.
     *
     * @param state in a word
     * @param sentence for people
     * @param sent readings that are in, since the start
     * @param refused readings that were refused one by one, since the start
     * @param beyondRetention batches of which the store dropped what is older than its bucket keeps, since the start
     * @param lastInAt when a batch was last taken; null when none was
     * @param behindSince when the oldest reading was stored that is not in; null when all are
     */
    record Status(
            MirrorState state,
            Bilingual sentence,
            long sent,
            long refused,
            long beyondRetention,
            @Nullable Instant lastInAt,
            @Nullable Instant behindSince) {
        static Status starting(String place) {
            return new Status(MirrorState.STARTING, MirrorState.STARTING.sentence(place, ""), 0, 0, 0, null, null);
        }

        Status told(MirrorState next, Bilingual words, @Nullable Instant behind) {
            return new Status(next, words, sent, refused, beyondRetention, lastInAt, behind);
        }

        Status in(int more, Delivery.End end, Instant at) {
            int out = end.refused().size();
            boolean old = end.result().kind() == SendResult.Kind.BEYOND_RETENTION;
            return new Status(
                    state,
                    sentence,
                    sent + more - out,
                    refused + out,
                    beyondRetention + (old ? 1 : 0),
                    at,
                    behindSince);
        }
    }

    Status status() {
        return status;
    }

    void start() {
        schedule(1);
    }

    private void schedule(long millis) {
        if (!ended) {
            timer = vertx.setTimer(Math.max(1, millis), tick -> turn());
        }
    }

    private void turn() {
        feed.peek(database.reads(), CONSUMER, BATCH).compose(this::send).onComplete(done -> {
            if (done.succeeded()) {
                schedule(done.result());
            } else {
                LOG.warn("The mirror cannot read the history; tried again", done.cause());
                tell(MirrorState.NO_DATABASE, "", status.behindSince());
                schedule(LOOK_MILLIS);
            }
        });
    }

    /** Completes with how long to wait before the next turn, in milliseconds. */
    private Future<Long> send(ReadingFeed.Peeked peeked) {
        if (peeked.readings().isEmpty()) {
            if (status.state() != MirrorState.STARTING || failures > 0) {
                tell(MirrorState.WELL, "", null);
            }
            return Future.succeededFuture(LOOK_MILLIS);
        }
        List<String> lines = peeked.readings().stream().map(MirrorLine::of).toList();
        return thread.executeBlocking(() -> Delivery.deliver(sink, lines))
                .compose(end -> end.result().isIn()
                        ? taken(peeked, end)
                        : Future.succeededFuture(failed(peeked, end.result())));
    }

    private Future<Long> taken(ReadingFeed.Peeked peeked, Delivery.End end) {
        return database.inTransaction(transaction -> keepRefused(transaction, peeked.readings(), end)
                        .compose(kept -> feed.advance(transaction, CONSUMER, peeked)))
                .map(moved -> {
                    failures = 0;
                    status = status.in(peeked.readings().size(), end, clock.instant());
                    boolean more = peeked.readings().size() == BATCH;
                    tell(MirrorState.WELL, "", more ? behind(peeked) : null);
                    return more ? 1 : LOOK_MILLIS;
                });
    }

    private Future<Void> keepRefused(SqlConnection transaction, List<StoredReading> readings, Delivery.End end) {
        if (end.refused().isEmpty()) {
            return Future.succeededFuture();
        }
        List<StoredReading> out = new ArrayList<>();
        end.refused().forEach(line -> {
            StoredReading stored = readings.get(line.index());
            out.add(stored);
            LOG.warn("{} refuses {}: {}", place, MirrorLine.of(stored), line.detail());
        });
        return transaction
                .preparedQuery(KEEP_REFUSED)
                .execute(Tuple.tuple()
                        .addOffsetDateTime(utc(clock.instant()))
                        .addArrayOfString(out.stream()
                                .map(s -> s.reading().sensor().value())
                                .toArray(String[]::new))
                        .addArrayOfString(out.stream()
                                .map(s -> s.reading().quantity().wireName())
                                .toArray(String[]::new))
                        .addArrayOfOffsetDateTime(
                                out.stream().map(s -> utc(s.reading().at())).toArray(OffsetDateTime[]::new))
                        .addArrayOfString(end.refused().stream()
                                .map(line -> line.detail().replace('\0', '\uFFFD'))
                                .toArray(String[]::new)))
                .mapEmpty();
    }

    private long failed(ReadingFeed.Peeked peeked, SendResult result) {
        failures++;
        MirrorState next = MirrorState.of(result);
        if (next != status.state()) {
            LOG.warn("{}", next.sentence(place, result.detail()));
        }
        tell(next, result.detail(), behind(peeked));
        Duration wait = MirrorPace.after(failures, result.retryAfter(), random.nextDouble());
        LOG.debug("Mirror tries again in {} ms", wait.toMillis());
        return wait.toMillis();
    }

    private void tell(MirrorState next, String detail, @Nullable Instant behind) {
        if (next == MirrorState.WELL && !status.state().isFine()) {
            LOG.info("镜像恢复 / The mirror to {} goes on", place);
        }
        status = status.told(next, next.sentence(place, detail), behind);
    }

    private static Instant behind(ReadingFeed.Peeked peeked) {
        return peeked.readings().get(0).storedAt();
    }

    private static OffsetDateTime utc(Instant at) {
        return OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
    }

    /** Ends it; a request under way is not waited for. */
    Future<Void> close() {
        ended = true;
        vertx.cancelTimer(timer);
        return thread.close().onComplete(closed -> sink.close());
    }
}
