package org.archivevault.server.alarm;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.archivevault.protocol.event.EdgeEvent.DeviceHealthChanged;
import org.archivevault.server.accesslog.AccessEntry;
import org.archivevault.server.edge.EventConsumer;
import org.archivevault.server.edge.Happened;

/** Readers, controllers and bridges that do not work, as the edges tell: raised with the event, cleared with it. */
final class DeviceAlarms implements EventConsumer {
    private final AlarmBook book;

    DeviceAlarms(AlarmBook book) {
        this.book = book;
    }

    @Override
    public Future<Consumed> consume(SqlConnection transaction, String source, List<Happened> events) {
        List<AccessEntry> entries = new ArrayList<>();
        Future<Void> done = Future.succeededFuture();
        for (Happened happened : events) {
            if (happened.event() instanceof DeviceHealthChanged changed) {
                done = done.compose(before -> told(transaction, source, happened, changed))
                        .map(entry -> {
                            entry.ifPresent(entries::add);
                            return null;
                        });
            }
        }
        return done.map(all -> entries.isEmpty() ? Consumed.NOTHING : new Consumed(entries, book::told));
    }

    private Future<Optional<AccessEntry>> told(
            SqlConnection transaction, String source, Happened happened, DeviceHealthChanged changed) {
        Cause cause = Cause.of(AlarmKind.DEVICE_FAULT, "device:" + changed.device(), source, happened.at())
                .detail(changed.detail());
        return changed.healthy()
                ? book.clear(transaction, cause.key(), happened.at(), changed.detail(), source)
                : book.raise(transaction, cause, source).map(Optional::of);
    }
}
