package org.archivevault.edge.watch.drive;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.archivevault.edge.watch.Plans;
import org.archivevault.protocol.climate.Quality;
import org.archivevault.protocol.climate.Quantity;
import org.archivevault.protocol.climate.Reading;
import org.archivevault.protocol.climate.SensorId;
import org.archivevault.protocol.event.EdgeEvent;
import org.archivevault.protocol.event.EdgeEvent.CameraChanged;
import org.archivevault.protocol.event.EdgeEvent.ReadingsTaken;
import org.junit.jupiter.api.Test;

/** Events of the watch on their way to the disk. */
final class EventKeeperTest {
    private final List<EdgeEvent> disk = new ArrayList<>();
    private final List<Promise<Void>> slow = new ArrayList<>();
    private boolean full;
    private boolean waits;
    private final EventKeeper keeper = new EventKeeper(this::write);

    private Future<?> write(EdgeEvent event) {
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

    private static List<EdgeEvent> events(int from, int to) {
        return IntStream.range(from, to).mapToObj(EventKeeperTest::event).toList();
    }

    private static EdgeEvent event(int number) {
        Reading one =
                new Reading(new SensorId("a"), Quantity.TEMPERATURE, number, null, Instant.EPOCH, Quality.GOOD, false);
        return new ReadingsTaken(java.util.Collections.nCopies(ReadingsTaken.MAX_READINGS, one));
    }

    @Test
    void whatTheDiskRefusesIsKeptAndWrittenLaterInOrder() {
        keeper.add(events(0, 3));
        full = true;
        keeper.add(events(3, 10));
        keeper.add(events(10, 20));
        assertThat(disk).isEqualTo(events(0, 3));
        assertThat(keeper.waiting()).isEqualTo(17);
        assertThat(keeper.failure()).contains("disk full");
        keeper.retry();
        assertThat(keeper.waiting()).isEqualTo(17);
        full = false;
        keeper.retry();
        assertThat(disk).isEqualTo(events(0, 20));
        assertThat(keeper.isEmpty()).isTrue();
        assertThat(keeper.failure()).isEmpty();
        assertThat(keeper.readingsLost()).isZero();
    }

    @Test
    void noMoreThanTheLimitIsUnderWayAtOnce() {
        waits = true;
        keeper.add(events(0, EventKeeper.MOST_UNDER_WAY + 100));
        assertThat(disk).hasSize(EventKeeper.MOST_UNDER_WAY);
        waits = false;
        slow.get(0).complete();
        assertThat(disk).isEqualTo(events(0, EventKeeper.MOST_UNDER_WAY + 100));
    }

    @Test
    void beyondTheBoundTheOldestReadingsAreLostAndCountedAndWhatMayNotBeLostStays() {
        // GIVEN a disk that takes nothing for a very long time
        full = true;
        CameraChanged changed = new CameraChanged(Plans.CAMERA, false, "x");
        keeper.add(List.of(changed));
        for (int i = 0; i < 2_000; i++) {
            keeper.add(events(i, i + 1));
        }
        // THEN memory is bounded: 8 MiB of readings of 150 bytes
        assertThat(keeper.waiting()).isLessThan(EventKeeper.MOST_BYTES / (ReadingsTaken.MAX_READINGS * 150L) + 2);
        long lost = keeper.readingsLost();
        assertThat(lost).isPositive();
        // WHEN it takes them again
        full = false;
        keeper.retry();
        // THEN the newest are there, all are accounted for, and the camera's word is among them
        assertThat(disk).contains(changed);
        assertThat(disk.get(disk.size() - 1)).isEqualTo(event(1_999));
        long kept = disk.stream().filter(ReadingsTaken.class::isInstance).count();
        assertThat(kept * ReadingsTaken.MAX_READINGS + lost).isEqualTo(2_000L * ReadingsTaken.MAX_READINGS);
    }
}
