package org.archivevault.link.outbox;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.archivevault.link.outbox.OutboxFailure.Kind;
import org.archivevault.link.outbox.OutboxRows.Row;
import org.archivevault.protocol.Json;
import org.archivevault.protocol.MalformedMessage;
import org.archivevault.protocol.event.EdgeEvent;
import org.archivevault.protocol.event.Lane;
import org.archivevault.protocol.link.EventBatch;
import org.archivevault.protocol.link.SequencedEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The outbox in a SQLite file, with one thread of its own. Whatever has queued up while the disk was busy is written in one
 * transaction; nothing ever waits for more to come, so on an idle machine an append takes one fsync.
 */
public final class SqliteOutbox implements Outbox {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteOutbox.class);

    /** What the server has may lie around a little: deleting it at once would keep the next append waiting. */
    private static final long FORGET_DELAY_MILLIS = 50;

    /** Work for the thread; {@code run} happens inside a transaction, {@code done} after its commit. */
    private interface Job {
        void run(OutboxWriter writer) throws SQLException, OutboxFailure;

        void done();

        void failed(OutboxFailure failure);
    }

    private final Vertx vertx;
    private final Path path;
    private final InstantSource clock;
    private final OutboxWriter writer;
    private final BlockingQueue<Job> jobs = new LinkedBlockingQueue<>(OutboxLimits.MAX_WAITING_APPENDS);
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Map<Lane, Long> toForget = Collections.synchronizedMap(new EnumMap<>(Lane.class));
    private final Promise<Void> closed = Promise.promise();
    private final Thread thread;
    private volatile UUID id;
    private volatile Map<Lane, LaneState> lanes;
    private volatile boolean closing;
    private @Nullable Kind failing;

    private SqliteOutbox(Vertx vertx, Path path, InstantSource clock, OutboxWriter writer, UUID id) {
        this.vertx = vertx;
        this.path = path;
        this.clock = clock;
        this.writer = writer;
        this.id = id;
        this.lanes = states();
        this.thread = new Thread(this::work, "outbox");
    }

    /**
     * Opens the file, or makes it. Blocks for some milliseconds: call it before the event loops run.
     *
     * @param vertx on whose contexts the futures complete
     * @param path the file; its folder is made when absent
     * @param limits how much it may hold
     * @param clock stamps the events, for people
     * @return the outbox, held by this process alone
     * @throws OutboxFailure when the file cannot be used; the sentence says why
     */
    public static SqliteOutbox open(Vertx vertx, Path path, OutboxLimits limits, InstantSource clock)
            throws OutboxFailure {
        OutboxFile file = OutboxFile.open(path, limits);
        try {
            OutboxWriter writer = new OutboxWriter(file, limits);
            SqliteOutbox outbox = new SqliteOutbox(vertx, path, clock, writer, file.id());
            outbox.thread.start();
            return outbox;
        } catch (SQLException e) {
            throw file.failure(e);
        }
    }

    @Override
    public UUID id() {
        return id;
    }

    @Override
    public Map<Lane, LaneState> lanes() {
        return lanes;
    }

    @Override
    public void onAppended(Runnable listener) {
        listeners.add(listener);
    }

    @Override
    public Future<Long> append(List<EdgeEvent> events) {
        if (events.isEmpty()) {
            throw new IllegalArgumentException("nothing to append");
        }
        Instant at = clock.instant();
        List<Entry> entries = new ArrayList<>(events.size());
        for (EdgeEvent event : events) {
            byte[] body = Json.bytes(event);
            if (body.length > OutboxLimits.MAX_EVENT_BYTES) {
                return Future.failedFuture(new OutboxFailure(Kind.OVERLOADED, body.length + " bytes", null));
            }
            byte[] stored = event.lane() == Lane.TELEMETRY ? Packed.pack(body) : body;
            entries.add(new Entry(event.lane(), at, stored));
        }
        return submit(new Append(entries));
    }

    @Override
    public Future<Chunk> read(Lane lane, long after) {
        return submit(new Read(lane, after)).map(Read::chunk);
    }

    @Override
    public Future<UUID> renewId() {
        return submit(new RenewId());
    }

    @Override
    public void forget(Lane lane, long upTo) {
        toForget.merge(lane, upTo, Math::max);
    }

    @Override
    public Future<Void> close() {
        closing = true;
        // Wakes the thread if it waits; when the queue is full it is awake.
        jobs.offer(new Wake());
        return closed.future();
    }

    private <T> Future<T> submit(Answering<T> job) {
        if (closing) {
            return Future.failedFuture(new OutboxFailure(Kind.CLOSED, path.toString(), null));
        }
        if (!jobs.offer(job)) {
            return Future.failedFuture(new OutboxFailure(Kind.OVERLOADED, path + ", " + jobs.size(), null));
        }
        if (closed.future().isComplete() && jobs.remove(job)) {
            job.failed(new OutboxFailure(Kind.CLOSED, path.toString(), null));
        }
        return job.promise.future();
    }

    private Map<Lane, LaneState> states() {
        Map<Lane, LaneState> now = new EnumMap<>(Lane.class);
        for (Lane lane : Lane.values()) {
            now.put(lane, writer.committedBook(lane).state());
        }
        return Collections.unmodifiableMap(now);
    }

    // ---- the thread

    private void work() {
        try {
            List<Job> group = new ArrayList<>();
            while (!closing || !jobs.isEmpty()) {
                Job first = jobs.poll(FORGET_DELAY_MILLIS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    group.add(first);
                    jobs.drainTo(group, OutboxLimits.MAX_GROUP - 1);
                }
                if (first != null || !toForget.isEmpty()) {
                    writeTogether(group);
                    group.clear();
                }
            }
            writeTogether(group);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            end();
        }
    }

    private void writeTogether(List<Job> group) {
        try {
            for (Job job : group) {
                job.run(writer);
            }
            Map<Lane, Long> forgotten = takeToForget();
            for (Map.Entry<Lane, Long> each : forgotten.entrySet()) {
                writer.remove(each.getKey(), each.getValue());
            }
            writer.commit();
            lanes = states();
            if (failing != null && group.stream().anyMatch(job -> job instanceof Append)) {
                failing = null;
                LOG.info("The event log can be written again: {}", path);
            }
            // Appends first: a motion may wait for one, and a read takes its time.
            group.stream().filter(job -> job instanceof Append).forEach(Job::done);
            group.stream().filter(job -> !(job instanceof Append)).forEach(Job::done);
        } catch (SQLException e) {
            giveUp(group, writer.failure(e));
        } catch (OutboxFailure e) {
            giveUp(group, e);
        } catch (RuntimeException e) {
            giveUp(group, new OutboxFailure(Kind.DISK, e.toString(), e));
        }
        if (group.stream().anyMatch(job -> job instanceof Append)) {
            listeners.forEach(Runnable::run);
        }
    }

    /** What was not forgotten because of a failure comes again: the server repeats its word with the next batch. */
    private Map<Lane, Long> takeToForget() {
        synchronized (toForget) {
            Map<Lane, Long> taken = new EnumMap<>(Lane.class);
            taken.putAll(toForget);
            toForget.clear();
            return taken;
        }
    }

    private void giveUp(List<Job> group, OutboxFailure failure) {
        if (failing != failure.kind()) {
            // Once: a disk that is full gets no relief from a log that repeats it.
            failing = failure.kind();
            LOG.error("{} / {}", failure.sentence().zh(), failure.sentence().en(), failure);
        }
        try {
            writer.rollback();
        } catch (SQLException e) {
            LOG.error("The outbox could not be rolled back: {}", e.toString());
        }
        lanes = states();
        group.forEach(job -> job.failed(failure));
    }

    private void end() {
        OutboxFailure failure = new OutboxFailure(Kind.CLOSED, path.toString(), null);
        closing = true;
        for (Job job = jobs.poll(); job != null; job = jobs.poll()) {
            job.failed(failure);
        }
        try {
            writer.close();
        } catch (SQLException e) {
            LOG.warn("Closing the outbox failed: {}", e.toString());
        }
        closed.complete();
    }

    /** A job with an answer, given on the context of whoever asked. */
    private abstract class Answering<T> implements Job {
        final Promise<T> promise = Promise.promise();
        private final Context context = vertx.getOrCreateContext();

        abstract T answer();

        @Override
        public void done() {
            T answer = answer();
            context.runOnContext(v -> promise.complete(answer));
        }

        @Override
        public void failed(OutboxFailure failure) {
            context.runOnContext(v -> promise.fail(failure));
        }
    }

    /** An event as it will lie in the file. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, and copied by nobody
    private record Entry(Lane lane, Instant at, byte[] body) {}

    private final class Append extends Answering<Long> {
        private final List<Entry> entries;
        private long lastSeq;

        Append(List<Entry> entries) {
            this.entries = entries;
        }

        @Override
        public void run(OutboxWriter w) throws SQLException, OutboxFailure {
            for (Entry entry : entries) {
                lastSeq = w.append(entry.lane, entry.at, entry.body);
            }
        }

        @Override
        Long answer() {
            return lastSeq;
        }
    }

    private final class RenewId extends Answering<UUID> {
        private final UUID renewed = UUID.randomUUID();

        @Override
        public void run(OutboxWriter w) throws SQLException {
            w.renewId(renewed);
        }

        @Override
        UUID answer() {
            id = renewed;
            return renewed;
        }
    }

    private final class Read extends Answering<Read> {
        private final Lane lane;
        private final long after;
        private List<Row> rows = List.of();
        private long oldestSeq;
        private UUID outbox = id;

        Read(Lane lane, long after) {
            this.lane = lane;
            this.after = after;
        }

        @Override
        public void run(OutboxWriter w) {}

        /** Reads after the commit, so that what it finds is on the disk. */
        @Override
        public void done() {
            try {
                rows = writer.read(lane, after, EventBatch.MAX_EVENTS, OutboxLimits.MAX_BATCH_BYTES);
                oldestSeq = writer.committedBook(lane).oldestSeq();
                outbox = id;
                super.done();
            } catch (SQLException e) {
                failed(writer.failure(e));
            }
        }

        @Override
        Read answer() {
            return this;
        }

        /** On the asker's context: parsing would keep an append waiting. */
        Chunk chunk() {
            List<SequencedEvent> events = rows.stream()
                    .map(row -> new SequencedEvent(row.seq(), row.at(), event(row)))
                    .toList();
            return new Chunk(outbox, oldestSeq, events);
        }
    }

    /** A row of a newer version, after a downgrade, is passed on as it is: it must not stop its lane. */
    private static EdgeEvent event(Row row) {
        try {
            return Json.read(row.body(), EdgeEvent.class);
        } catch (MalformedMessage e) {
            String raw = new String(row.body(), StandardCharsets.UTF_8);
            return new EdgeEvent.Unrecognised("", raw, String.valueOf(e.getMessage()));
        }
    }

    private static final class Wake implements Job {
        @Override
        public void run(OutboxWriter w) {}

        @Override
        public void done() {}

        @Override
        public void failed(OutboxFailure failure) {}
    }
}
