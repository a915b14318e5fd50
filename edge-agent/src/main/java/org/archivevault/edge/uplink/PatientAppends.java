package org.archivevault.edge.uplink;

import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.archivevault.protocol.event.EdgeEvent;

/**
 * Events on their way to the disk: so many appends under way at a time, and what the disk refuses is tried again. How many
 * may wait is its owner's to say. Everything on one context. Events may overtake one another only around a failure.
 */
public final class PatientAppends {
    /** What becomes of the events. */
    public interface Listener {
        /**
         * An event is on disk.
         *
         * @param event which
         */
        void kept(EdgeEvent event);

        /**
         * The disk refused an event; it stays.
         *
         * @param why as the disk says
         * @param first whether it is the first since the last {@link PatientAppends#retry()} that tried anything
         */
        void refused(Throwable why, boolean first);
    }

    private final Function<EdgeEvent, Future<?>> disk;
    private final int mostUnderWay;
    private final Listener listener;
    private final Deque<EdgeEvent> waiting = new ArrayDeque<>();
    private final Deque<EdgeEvent> refused = new ArrayDeque<>();
    private boolean pumping;
    private boolean failing;
    private int underWay;

    /**
     * @param disk succeeds when the event is on disk; fails when it cannot be
     * @param mostUnderWay appends under way at a time, 1 upwards
     * @param listener what becomes of them
     */
    public PatientAppends(Function<EdgeEvent, Future<?>> disk, int mostUnderWay, Listener listener) {
        this.disk = disk;
        this.mostUnderWay = mostUnderWay;
        this.listener = listener;
    }

    /**
     * Lets an event wait; {@link #pump()} sends it on.
     *
     * @param event behind all others
     */
    public void add(EdgeEvent event) {
        waiting.addLast(event);
    }

    /** Sends on as many as may be under way. */
    public void pump() {
        if (pumping) {
            return;
        }
        pumping = true;
        while (!failing && underWay < mostUnderWay && !waiting.isEmpty()) {
            EdgeEvent event = waiting.removeFirst();
            underWay++;
            disk.apply(event).onComplete(done -> kept(event), why -> refuse(event, why));
        }
        pumping = false;
    }

    /** Tries again what the disk has refused, once all that went with it has had its answer: so they keep their order. */
    public void retry() {
        if (failing && underWay == 0) {
            while (!refused.isEmpty()) {
                waiting.addFirst(refused.removeLast());
            }
            failing = false;
            pump();
        }
    }

    private void kept(EdgeEvent event) {
        underWay--;
        listener.kept(event);
        pump();
    }

    private void refuse(EdgeEvent event, Throwable why) {
        underWay--;
        refused.addLast(event);
        boolean first = !failing;
        failing = true;
        listener.refused(why, first);
    }

    /**
     * Offers those that are not under way to be given up, the oldest first.
     *
     * @param enough when to stop
     * @param givenUp true for one that goes
     * @param told gets each that goes
     */
    public void giveUp(BooleanSupplier enough, Predicate<EdgeEvent> givenUp, Consumer<EdgeEvent> told) {
        giveUp(refused, enough, givenUp, told);
        giveUp(waiting, enough, givenUp, told);
    }

    private static void giveUp(
            Deque<EdgeEvent> events, BooleanSupplier enough, Predicate<EdgeEvent> givenUp, Consumer<EdgeEvent> told) {
        for (Iterator<EdgeEvent> oldest = events.iterator(); !enough.getAsBoolean() && oldest.hasNext(); ) {
            EdgeEvent event = oldest.next();
            if (givenUp.test(event)) {
                oldest.remove();
                told.accept(event);
            }
        }
    }

    /**
     * Those that are not under way.
     *
     * @return 0 upwards
     */
    public int idle() {
        return waiting.size() + refused.size();
    }

    /**
     * Those that are not on disk yet.
     *
     * @return 0 upwards
     */
    public long waiting() {
        return (long) idle() + underWay;
    }
}
