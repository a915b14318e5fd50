package org.archivevault.link.testing;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.archivevault.link.server.Cursor;
import org.archivevault.link.server.EventSink;
import org.archivevault.protocol.event.Lane;
import org.archivevault.protocol.link.Committed;
import org.archivevault.protocol.link.EventBatch;
import org.archivevault.protocol.link.SequencedEvent;

/** What the server's database does, in memory: stores what is new, moves the cursor, keeps the gaps. */
public final class MemorySink implements EventSink {
    /**
     * One lane of one outbox.
     *
     * @param outbox the outbox
     * @param lane the lane
     */
    public record Key(UUID outbox, Lane lane) {}

    private final Map<Key, Long> cursors = new HashMap<>();
    private final Map<Key, List<SequencedEvent>> events = new HashMap<>();
    private final List<Cursor.Gap> gaps = new ArrayList<>();

    @Override
    public synchronized Future<Committed> commit(EventBatch batch) {
        Key key = new Key(batch.outbox(), batch.lane());
        Cursor.Judgement judgement = Cursor.judge(batch, cursors.getOrDefault(key, 0L));
        if (judgement instanceof Cursor.Accept accept) {
            events.computeIfAbsent(key, k -> new ArrayList<>()).addAll(accept.newEvents());
            accept.gap().ifPresent(gaps::add);
        }
        cursors.put(key, judgement.upTo());
        return Future.succeededFuture(new Committed(batch.outbox(), batch.lane(), judgement.upTo()));
    }

    /**
     * What came to rest.
     *
     * @param outbox of which outbox
     * @param lane of which lane
     * @return in the order of arrival
     */
    public synchronized List<SequencedEvent> events(UUID outbox, Lane lane) {
        return List.copyOf(events.getOrDefault(new Key(outbox, lane), List.of()));
    }

    /**
     * What never came.
     *
     * @return in the order of discovery
     */
    public synchronized List<Cursor.Gap> gaps() {
        return List.copyOf(gaps);
    }

    /**
     * Forgets the newest, as a database restored from a backup does.
     *
     * @param outbox of which outbox
     * @param lane of which lane
     * @param upTo what it still knows
     */
    public synchronized void restoreTo(UUID outbox, Lane lane, long upTo) {
        Key key = new Key(outbox, lane);
        cursors.put(key, upTo);
        events.computeIfAbsent(key, k -> new ArrayList<>()).removeIf(e -> e.seq() > upTo);
    }
}
