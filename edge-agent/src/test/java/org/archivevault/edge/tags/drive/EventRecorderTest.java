package org.archivevault.edge.tags.drive;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.archivevault.protocol.event.EdgeEvent;
import org.archivevault.protocol.event.EdgeEvent.TagDeparted;
import org.archivevault.protocol.pack.Epc;
import org.archivevault.protocol.tag.ReadPointId;
import org.junit.jupiter.api.Test;

/** Events on their way to the disk. */
final class EventRecorderTest {
    private final List<EdgeEvent> disk = new ArrayList<>();
    private final List<Promise<Void>> slow = new ArrayList<>();
    private boolean full;
    private boolean waits;

    private final EventRecorder recorder = new EventRecorder(new TagSurroundings() {
        @Override
        public Future<?> record(EdgeEvent event) {
            if (full) {
                return Future.failedFuture("disk full");
            }
            disk.add(event);
            if (waits) {
                Promise<Void> later = Promise.promise();
                slow.add(later);
                return later.future();
            }
            return Future.succeededFuture();
        }

        @Override
        public void answered(String device) {}

        @Override
        public void failed(String device, String sentence) {}
    });

    private static List<EdgeEvent> events(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> (EdgeEvent) new TagDeparted(new ReadPointId("desk"), new Epc("AAAA"), i))
                .toList();
    }

    @Test
    void whatTheDiskRefusesIsKeptAndWrittenLaterInOrder() {
        // GIVEN a full disk
        recorder.add(events(0, 3));
        full = true;
        recorder.add(events(3, 10));
        recorder.add(events(10, 20));
        assertThat(disk).isEqualTo(events(0, 3));
        assertThat(recorder.waiting()).isEqualTo(17);

        // WHEN there is room again
        full = false;
        recorder.retry();

        // THEN every event is there, in order, once
        assertThat(disk).isEqualTo(events(0, 20));
        assertThat(recorder.waiting()).isZero();
        assertThat(recorder.recorded()).isEqualTo(20);
        assertThat(recorder.lost()).isZero();
    }

    @Test
    void noMoreThanTheLimitIsUnderWayAtOnce() {
        waits = true;
        recorder.add(events(0, EventRecorder.MAX_UNDER_WAY + 100));
        assertThat(disk).hasSize(EventRecorder.MAX_UNDER_WAY);
        waits = false;
        slow.get(0).complete();
        assertThat(disk).isEqualTo(events(0, EventRecorder.MAX_UNDER_WAY + 100));
    }

    @Test
    void beyondTheLimitEventsAreLostAndCounted() {
        full = true;
        recorder.add(events(0, EventRecorder.MAX_WAITING + 5));
        assertThat(recorder.lost()).isPositive();
        full = false;
        recorder.retry();
        assertThat(disk.size() + recorder.lost()).isEqualTo(EventRecorder.MAX_WAITING + 5);
    }
}
