package org.archivevault.server.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.event.EdgeEvent;
import org.archivevault.protocol.event.Lane;
import org.archivevault.protocol.link.Committed;
import org.archivevault.protocol.link.EdgeId;
import org.archivevault.protocol.link.EventBatch;
import org.archivevault.protocol.link.SequencedEvent;
import org.archivevault.server.accesslog.AccessLog;
import org.archivevault.server.database.Database;
import org.archivevault.server.edge.EventConsumer.Consumed;
import org.archivevault.server.testing.TestPostgres;
import org.archivevault.server.testing.Wait;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EdgeGatewayTest {
    private static final EdgeId EDGE = new EdgeId("edge-v1");
    private static final UUID OUTBOX = new UUID(1, 1);

    private final Vertx vertx = Vertx.vertx();
    private final Database database = await(Database.open(vertx, TestPostgres.newDatabase()));
    private final AccessLog log = new AccessLog(database, Clock.systemUTC());
    private final List<EdgeEvent> consumed = new CopyOnWriteArrayList<>();
    private final EdgeGateway gateway = new EdgeGateway(
            database,
            log,
            (transaction, source, events) -> {
                events.forEach(happened -> consumed.add(happened.event()));
                return Future.succeededFuture(Consumed.NOTHING);
            },
            Clock.systemUTC());

    @AfterEach
    void close() {
        await(database.close().transform(done -> vertx.close()));
    }

    private static <T> T await(Future<T> future) {
        return Wait.until(future);
    }

    private static EventBatch batch(UUID outbox, long oldest, long from, long to) {
        List<SequencedEvent> events = new ArrayList<>();
        for (long seq = from; seq <= to; seq++) {
            events.add(new SequencedEvent(seq, Instant.EPOCH, new EdgeEvent.EdgeStarted("1", "digest-" + seq)));
        }
        return new EventBatch(EDGE, outbox, Lane.ACCESS, oldest, events);
    }

    private List<String> rows(String sql) {
        List<String> rows = new ArrayList<>();
        for (Row row : await(database.reads().query(sql).execute())) {
            rows.add(String.valueOf(row.getValue(0)));
        }
        return rows;
    }

    @Test
    void aBatchIsStoredLoggedAndAcknowledgedOnceHoweverOftenItComes() {
        Committed first = await(gateway.commit(batch(OUTBOX, 1, 1, 3)));
        Committed again = await(gateway.commit(batch(OUTBOX, 1, 1, 3)));
        Committed longer = await(gateway.commit(batch(OUTBOX, 1, 2, 5)));

        assertThat(first).isEqualTo(new Committed(OUTBOX, Lane.ACCESS, 3));
        assertThat(again.upTo()).isEqualTo(3);
        assertThat(longer.upTo()).isEqualTo(5);
        assertThat(rows("SELECT seq FROM edge_event ORDER BY seq")).containsExactly("1", "2", "3", "4", "5");
        assertThat(consumed).hasSize(5);
        assertThat(rows("SELECT count(*) FROM access_log")).containsExactly("5");
    }

    @Test
    void theSameBatchAtTheSameTimeIsStoredOnce() {
        List<Future<Committed>> all = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            all.add(gateway.commit(batch(OUTBOX, 1, 1, 50)));
        }
        await(Future.all(all));
        assertThat(rows("SELECT count(*) FROM edge_event")).containsExactly("50");
        assertThat(consumed).hasSize(50);
    }

    @Test
    void aGapIsReportedInTheAccessLogAndDoesNotStopTheLane() {
        await(gateway.commit(batch(OUTBOX, 1, 1, 2)));
        assertThat(await(gateway.commit(batch(OUTBOX, 6, 6, 7))).upTo()).isEqualTo(7);

        assertThat(rows("SELECT details FROM access_log WHERE kind = 'edge-events-lost'"))
                .singleElement()
                .asString()
                .contains("\"from\":3")
                .contains("\"to\":5");
    }

    @Test
    void aBatchThatOvertookAnotherIsNotAcknowledged() {
        assertThat(await(gateway.commit(batch(OUTBOX, 1, 4, 6))).upTo()).isEqualTo(0);
        assertThat(rows("SELECT count(*) FROM edge_event")).containsExactly("0");
        assertThat(await(gateway.commit(batch(OUTBOX, 1, 1, 6))).upTo()).isEqualTo(6);
        assertThat(rows("SELECT count(*) FROM access_log WHERE kind = 'edge-events-lost'"))
                .containsExactly("0");
    }

    @Test
    void aNewOutboxStartsANewCountAndIsLogged() {
        await(gateway.commit(batch(OUTBOX, 1, 1, 9)));
        UUID replaced = new UUID(2, 2);

        assertThat(await(gateway.commit(batch(replaced, 1, 1, 2))).upTo()).isEqualTo(2);

        assertThat(rows("SELECT count(*) FROM edge_event")).containsExactly("11");
        assertThat(rows("SELECT object FROM access_log WHERE kind = 'edge-outbox-replaced'"))
                .containsExactly("outbox:" + replaced);
    }

    @Test
    void whatCannotBeReadIsKeptAsItCameAndStopsNothing() {
        // GIVEN an event of a newer edge, with a NUL in a text, which jsonb would not take
        String raw = "{\"type\":\"lamp\",\"text\":\"a\\u0000b\"}";
        EventBatch odd = new EventBatch(
                EDGE,
                OUTBOX,
                Lane.ACCESS,
                1,
                List.of(
                        new SequencedEvent(1, Instant.EPOCH, new EdgeEvent.Unrecognised("lamp\0", raw, "unknown type")),
                        new SequencedEvent(
                                2, Instant.EPOCH, new EdgeEvent.LockChanged(BlockId.parse("ES-V1-B1"), true, "li\0"))));

        assertThat(await(gateway.commit(odd)).upTo()).isEqualTo(2);

        assertThat(rows("SELECT body FROM edge_event WHERE type = 'unrecognised'"))
                .containsExactly(raw);
        assertThat(rows("SELECT result FROM access_log ORDER BY seq")).containsExactly("unrecognised", "ok");
    }

    @Test
    void nothingIsAcknowledgedOrKeptWhenTheRecordsCannotBeAdvanced() {
        EdgeGateway failing = new EdgeGateway(
                database,
                log,
                (transaction, source, events) -> Future.failedFuture(new IllegalStateException("no")),
                Clock.systemUTC());

        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> await(failing.commit(batch(OUTBOX, 1, 1, 3)))))
                .isInstanceOf(CompletionException.class);

        assertThat(rows("SELECT count(*) FROM edge_event")).containsExactly("0");
        assertThat(rows("SELECT count(*) FROM access_log")).containsExactly("0");
        assertThat(await(gateway.commit(batch(OUTBOX, 1, 1, 3))).upTo()).isEqualTo(3);
    }
}
