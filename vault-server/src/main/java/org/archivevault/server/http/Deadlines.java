package org.archivevault.server.http;

import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Answers what would otherwise hang. A request that waits while the database is away is told so before 2 s have
 * passed; any other is given up after {@link #LONGEST_NANOS}. One queue in order of arrival, swept by one timer: a
 * request pays for an array slot, not for a timer. Used on the server's event loop only.
 */
final class Deadlines {
    /** After this a request that waits on an absent database is answered, in nanoseconds: people are told within 2 s. */
    static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(1_700);

    /** After this any request is given up, in nanoseconds: no operation of ours takes that long. */
    static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(15);

    private static final long SWEEP_MILLIS = 100;

    private final BooleanSupplier databaseAvailable;
    private final Deque<Watched> young = new ArrayDeque<>();
    private final List<Watched> old = new ArrayList<>();

    Deadlines(BooleanSupplier databaseAvailable) {
        this.databaseAvailable = databaseAvailable;
    }

    long start(Vertx vertx) {
        return vertx.setPeriodic(SWEEP_MILLIS, tick -> sweep(System.nanoTime()));
    }

    void watch(Exchange exchange, boolean mayTakeLong) {
        young.addLast(new Watched(exchange, mayTakeLong));
    }

    void sweep(long nowNanos) {
        for (Watched first = young.peekFirst(); first != null; first = young.peekFirst()) {
            if (!first.exchange.isAnswered() && nowNanos - first.exchange.startNanos() < PATIENCE_NANOS) {
                break;
            }
            young.removeFirst();
            if (!first.exchange.isAnswered()) {
                old.add(first);
            }
        }
        for (Iterator<Watched> each = old.iterator(); each.hasNext(); ) {
            if (isOver(each.next(), nowNanos)) {
                each.remove();
            }
        }
    }

    private boolean isOver(Watched watched, long nowNanos) {
        Exchange exchange = watched.exchange;
        if (exchange.isAnswered()) {
            return true;
        }
        if (!databaseAvailable.getAsBoolean()) {
            exchange.fail(Problem.of(ErrorCode.DATABASE_UNAVAILABLE));
            return true;
        }
        if (!watched.mayTakeLong && nowNanos - exchange.startNanos() >= LONGEST_NANOS) {
            exchange.fail(Problem.of(ErrorCode.TOOK_TOO_LONG));
            return true;
        }
        return false;
    }

    private record Watched(Exchange exchange, boolean mayTakeLong) {}
}
