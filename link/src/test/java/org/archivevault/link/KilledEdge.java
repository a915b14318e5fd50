package org.archivevault.link;

import io.vertx.core.Vertx;
import java.nio.file.Path;

/** An edge to be killed: appends and prints each number that the outbox has acknowledged, with the event's own number. */
final class KilledEdge {
    private KilledEdge() {}

    public static void main(String[] args) throws Exception {
        Vertx vertx = Vertx.vertx();
        Rig.Edge edge = new Rig.Edge(vertx, args[0], Path.of(args[1]));
        int first = Integer.parseInt(args[2]);
        System.out.println("outbox " + edge.outbox.id());
        for (int i = 0; i < 8; i++) {
            append(edge, first + i, 8);
        }
    }

    private static void append(Rig.Edge edge, int number, int step) {
        edge.outbox.append(Rig.event(number)).onComplete(done -> {
            if (done.succeeded()) {
                System.out.println("kept " + done.result() + " " + number);
                append(edge, number + step, step);
            } else {
                System.out.println("failed " + done.cause());
            }
        });
    }
}
