package org.archivevault.link;

import static org.archivevault.link.testing.Waiting.answer;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.archivevault.link.testing.MemorySink;
import org.archivevault.link.testing.MosquittoBroker;

/** Prints how fast the outbox and the link are on this machine. A program, not a test: figures have no right value. */
final class LinkFigures {
    private static final int ONE_BY_ONE = 3_000;
    private static final int TOGETHER = 50_000;
    private static final int GROUP = 1_000;

    private LinkFigures() {}

    public static void main(String[] args) throws Exception {
        Path folder = Files.createTempDirectory("link-figures");
        Vertx vertx = Vertx.vertx();
        try (MosquittoBroker broker = MosquittoBroker.start(folder)) {
            Rig.Edge edge = new Rig.Edge(vertx, broker.url(), folder.resolve("outbox.db"));
            Rig.awaitConnected(edge.wire);
            oneByOne(edge, "warm-up");
            oneByOne(edge, "append, one at a time, server away");
            together(edge);
            drain(vertx, broker, edge);
            edge.close();
        }
        answer(vertx.close());
    }

    private static void oneByOne(Rig.Edge edge, String what) throws Exception {
        long[] micros = new long[ONE_BY_ONE];
        for (int i = 0; i < ONE_BY_ONE; i++) {
            long before = System.nanoTime();
            answer(edge.outbox.append(Rig.event(i)));
            micros[i] = (System.nanoTime() - before) / 1_000;
        }
        Arrays.sort(micros);
        System.out.printf(
                "%s: median %d us, p99 %d us, worst %d us%n",
                what, micros[ONE_BY_ONE / 2], micros[ONE_BY_ONE * 99 / 100], micros[ONE_BY_ONE - 1]);
    }

    private static void together(Rig.Edge edge) throws Exception {
        long before = System.nanoTime();
        for (int i = 0; i < TOGETHER; i += GROUP) {
            List<Future<Long>> group = new ArrayList<>();
            for (int n = 0; n < GROUP; n++) {
                group.add(edge.outbox.append(Rig.event(i + n)));
            }
            answer(Future.all(group));
        }
        perSecond("append, " + GROUP + " at a time", TOGETHER, before);
    }

    private static void drain(Vertx vertx, MosquittoBroker broker, Rig.Edge edge) throws Exception {
        MemorySink sink = new MemorySink();
        long waiting = edge.waiting();
        long before = System.nanoTime();
        Rig.Server server = new Rig.Server(vertx, broker.url(), "server", sink, false);
        org.awaitility.Awaitility.await().atMost(Rig.LONG).pollInSameThread().until(() -> edge.waiting() == 0);
        perSecond("drain to a server in memory, one batch on its way", waiting, before);
        server.close();
    }

    private static void perSecond(String what, long count, long since) {
        System.out.printf("%s: %.0f events/s%n", what, count * 1e9 / (System.nanoTime() - since));
    }
}
