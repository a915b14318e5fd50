package org.archivevault.edge.shelving.drive;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.event.EdgeEvent;
import org.junit.jupiter.api.Test;

class EventBundleTest {
    private final List<List<EdgeEvent>> recorded = new ArrayList<>();
    private final List<Promise<Void>> disk = new ArrayList<>();
    private final EventBundle bundle = new EventBundle(events -> {
        recorded.add(events);
        Promise<Void> kept = Promise.promise();
        disk.add(kept);
        return kept.future();
    });

    private static EdgeEvent event(int number) {
        return new EdgeEvent.LockChanged(BlockId.parse("ES-V1-B" + number), true, "li.wei");
    }

    @Test
    void eventsOfOneDecisionGoToTheDiskTogetherAndInOrder() {
        // GIVEN a receipt that may wait, and the intent that follows from it
        Future<Void> receipt = bundle.addPatient(event(1));
        bundle.send();
        assertThat(recorded).isEmpty();
        Future<Void> intent = bundle.add(event(2));
        // WHEN the decision is over
        bundle.send();
        // THEN there is one wait for the disk
        assertThat(recorded).containsExactly(List.of(event(1), event(2)));
        assertThat(receipt.isComplete() || intent.isComplete()).isFalse();
        disk.get(0).complete();
        assertThat(receipt.succeeded() && intent.succeeded()).isTrue();
    }

    @Test
    void whatMayWaitDoesNotWaitForEver() {
        bundle.addPatient(event(1));
        // WHEN time has passed and nothing else came
        bundle.sendAll();
        assertThat(recorded).containsExactly(List.of(event(1)));
        // THEN it is sent once
        bundle.sendAll();
        bundle.send();
        assertThat(recorded).hasSize(1);
    }

    @Test
    void aDiskThatTakesNothingFailsThemAllAndNothingThatComesAfter() {
        Future<Void> first = bundle.add(event(1));
        bundle.send();
        Future<Void> second = bundle.add(event(2));
        bundle.send();
        // WHEN only the first bundle cannot be kept
        disk.get(0).fail("disk full");
        disk.get(1).complete();
        assertThat(first.failed()).isTrue();
        assertThat(second.succeeded()).isTrue();
    }

    @Test
    void whoHearsOfARecordMayRecordMore() {
        bundle.add(event(1)).onSuccess(kept -> bundle.add(event(2)));
        bundle.send();
        disk.get(0).complete();
        bundle.send();
        assertThat(recorded).containsExactly(List.of(event(1)), List.of(event(2)));
    }
}
