package org.archivevault.server.alarm;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.List;
import org.archivevault.protocol.event.EdgeEvent.EdgeStarted;
import org.archivevault.protocol.event.EdgeEvent.TagsWithheld;
import org.archivevault.server.accesslog.AccessEntry;
import org.archivevault.server.edge.EventConsumer;
import org.archivevault.server.edge.Happened;

/**
 * Floods of unknown tags, of which the edges tell the number only: whoever looks for a pack there, or relies on a gate,
 * must know that not every tag was told. Raised at the first word of a place, counted up with each further one, and cleared
 * when the edge says that it is over. An edge that starts anew knows of no flood before.
 */
final class TagFloodAlarms implements EventConsumer {
    private static final long MILLIS_PER_SECOND = 1_000;

    private final AlarmBook book;

    TagFloodAlarms(AlarmBook book) {
        this.book = book;
    }

    @Override
    public Future<Consumed> consume(SqlConnection transaction, String source, List<Happened> events) {
        List<AccessEntry> entries = new ArrayList<>();
        Future<Void> done = Future.succeededFuture();
        for (Happened happened : events) {
            if (happened.event() instanceof TagsWithheld withheld) {
                done = done.compose(before -> told(transaction, source, happened, withheld))
                        .map(told -> add(entries, told));
            } else if (happened.event() instanceof EdgeStarted) {
                done = done.compose(before -> book.clearWherever(
                                transaction, AlarmKind.TAG_FLOOD, source, "", happened.at(), "edge started", source))
                        .map(told -> add(entries, told));
            }
        }
        return done.map(all -> entries.isEmpty() ? Consumed.NOTHING : new Consumed(entries, book::told));
    }

    @SuppressWarnings("NullAway") // A Future of nothing.
    private static Void add(List<AccessEntry> entries, List<AccessEntry> more) {
        entries.addAll(more);
        return null;
    }

    private Future<List<AccessEntry>> told(
            SqlConnection transaction, String source, Happened happened, TagsWithheld withheld) {
        long seconds = withheld.overMillis() / MILLIS_PER_SECOND;
        Cause cause = Cause.of(AlarmKind.TAG_FLOOD, source, withheld.place(), happened.at())
                .detail(withheld.tags() + " / " + seconds + " s");
        return withheld.isOver()
                ? book.clear(transaction, cause.key(), happened.at(), "", source)
                        .map(entry -> entry.map(List::of).orElse(List.of()))
                : book.raise(transaction, cause, source).map(List::of);
    }
}
