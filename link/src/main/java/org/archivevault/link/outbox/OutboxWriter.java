package org.archivevault.link.outbox;

import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.archivevault.link.outbox.OutboxRows.Row;
import org.archivevault.protocol.Json;
import org.archivevault.protocol.MalformedMessage;
import org.archivevault.protocol.event.EdgeEvent;
import org.archivevault.protocol.event.EdgeEvent.EventsDropped;
import org.archivevault.protocol.event.Lane;

/**
 * One transaction after another on the file, with the books of both lanes. The books change only with a commit; after a
 * failure they are read from the file again, because only the file knows what it kept. Used by one thread.
 */
final class OutboxWriter {
    /** Room that the note of a loss needs, in bytes; with three numbers of 19 digits it is about 110. */
    private static final int DROP_NOTE_BYTES = 160;

    private final OutboxFile file;
    private final OutboxLimits limits;
    private final Map<Lane, LaneBook> committed = new EnumMap<>(Lane.class);
    private final Map<Lane, LaneBook> open = new EnumMap<>(Lane.class);

    OutboxWriter(OutboxFile file, OutboxLimits limits) throws SQLException {
        this.file = file;
        this.limits = limits;
        readBooks();
    }

    private void readBooks() throws SQLException {
        for (Lane lane : Lane.values()) {
            committed.put(lane, file.book(lane));
        }
        open.putAll(committed);
    }

    /** Adds an event to the open transaction. */
    long append(Lane lane, Instant at, byte[] body) throws SQLException, OutboxFailure {
        if (lane == Lane.TELEMETRY) {
            makeRoom(at, body.length);
        }
        return insert(lane, at, body, false);
    }

    private long insert(Lane lane, Instant at, byte[] body, boolean saysDropped) throws SQLException {
        LaneBook book = book(lane);
        file.writing().insert(lane, new Row(book.nextSeq(), at, body), saysDropped);
        open.put(lane, book.appended(body.length));
        return book.nextSeq();
    }

    private void makeRoom(Instant at, int size) throws SQLException, OutboxFailure {
        EventsDropped dropped = null;
        while (book(Lane.TELEMETRY).exceededBy(2, (long) size + DROP_NOTE_BYTES, limits)) {
            EventsDropped more = dropOldest();
            dropped = dropped == null
                    ? more
                    : new EventsDropped(dropped.fromSeq(), more.toSeq(), dropped.count() + more.count());
        }
        if (dropped != null) {
            insert(Lane.TELEMETRY, at, Json.bytes(dropped), true);
        }
    }

    /** Among what goes may be the note of an earlier loss: the new note speaks for that one too. */
    private EventsDropped dropOldest() throws SQLException, OutboxFailure {
        LaneBook book = book(Lane.TELEMETRY);
        long upTo = book.dropUpTo();
        long from = book.oldestSeq();
        long count = upTo - from + 1;
        for (Row note : file.reading().dropNotesUpTo(Lane.TELEMETRY, upTo)) {
            EventsDropped earlier = earlierNote(note);
            from = Math.min(from, earlier.fromSeq());
            count += earlier.count();
        }
        remove(Lane.TELEMETRY, upTo);
        return new EventsDropped(from, upTo, count);
    }

    private static EventsDropped earlierNote(Row note) throws OutboxFailure {
        try {
            return (EventsDropped) Json.read(note.body(), EdgeEvent.class);
        } catch (MalformedMessage e) {
            throw new OutboxFailure(OutboxFailure.Kind.UNREADABLE, "telemetry " + note.seq(), e);
        }
    }

    /** Takes away, in the open transaction, all up to a number; what is gone already stays gone. */
    void remove(Lane lane, long upTo) throws SQLException {
        LaneBook book = book(lane);
        if (upTo >= book.oldestSeq()) {
            long bytes = file.reading().bytesUpTo(lane, upTo);
            file.writing().delete(lane, upTo);
            open.put(lane, book.without(upTo, bytes));
        }
    }

    void renewId(UUID id) throws SQLException {
        file.renewId(id);
    }

    /** Ends the transaction: when this returns, all of it is on the disk. */
    void commit() throws SQLException {
        for (Lane lane : Lane.values()) {
            if (book(lane).lastSeq() != committedBook(lane).lastSeq()) {
                file.writing().setLastSeq(lane, book(lane).lastSeq());
            }
        }
        file.commit();
        committed.putAll(open);
    }

    /** Gives the open transaction up. */
    void rollback() throws SQLException {
        open.putAll(committed);
        file.rollback();
        readBooks();
    }

    List<Row> read(Lane lane, long after, int maxRows, long maxBytes) throws SQLException {
        return file.reading().read(lane, after, maxRows, maxBytes);
    }

    /** The lane as the last commit left it. */
    LaneBook committedBook(Lane lane) {
        return java.util.Objects.requireNonNull(committed.get(lane));
    }

    private LaneBook book(Lane lane) {
        return java.util.Objects.requireNonNull(open.get(lane));
    }

    OutboxFailure failure(SQLException e) {
        return file.failure(e);
    }

    void close() throws SQLException {
        file.close();
    }
}
