package org.archivevault.server.retrieval;

import static org.archivevault.server.retrieval.Bench.LI;
import static org.archivevault.server.retrieval.Bench.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.archivevault.server.database.Database;
import org.junit.jupiter.api.Test;

class RetrievalFeedTest {
    @Test
    void aChangeThatAnotherProcessMadeIsToldWithoutASharedMessageBus() {
        try (Bench bench = new Bench()) {
            bench.file("WO-1", "P-1", "ES-V1-B1-01B-01-1-01");
            Retrieval asked = await(bench.ask(LI, "WO-1")).retrieval();
            bench.awaitState(asked.id(), RetrievalState.OPEN);

            // GIVEN another process that shares nothing but the database, and watches
            Database other = await(Database.open(bench.vertx, bench.settings));
            RetrievalFeed feed = new RetrievalFeed(other);
            Runnable stop = feed.start(bench.vertx);
            AtomicInteger told = new AtomicInteger();
            Runnable unwatch = feed.watch(asked.id(), told::incrementAndGet);
            await().atMost(Duration.ofSeconds(10)).until(() -> told.get() == 1);

            // WHEN this process changes the retrieval
            await(bench.parts.desk().close(asked.id(), LI));

            // THEN the other is told, once
            await().atMost(Duration.ofSeconds(10)).until(() -> told.get() == 2);
            await().during(Duration.ofMillis(3 * RetrievalFeed.POLL_MILLIS))
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> told.get() == 2);
            unwatch.run();
            stop.run();
            await(other.close());
            assertThat(bench.retrieval(asked.id()).state()).isEqualTo(RetrievalState.CLOSED);
        }
    }
}
