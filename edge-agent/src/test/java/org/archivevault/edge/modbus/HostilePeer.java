package org.archivevault.edge.modbus;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.archivevault.edge.modbus.PeerFormat.Asked;
import org.archivevault.firmware.plan.ControllerPlan.Connection;

/**
 * A Modbus server that answers honestly, except for the next question after {@link #misbehaveOnce}. Plain java.io and
 * java.net; shares nothing with the client.
 */
abstract class HostilePeer implements AutoCloseable {
    /** What to do with one question instead of answering it. */
    @FunctionalInterface
    interface Reaction {
        void to(Asked asked, Wire wire) throws IOException;
    }

    private static final Reaction HONEST =
            (asked, wire) -> wire.send(wire.format().frame(asked.transaction(), asked.unit(), asked.honest()));

    private final PeerFormat format;
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicReference<Reaction> next = new AtomicReference<>(HONEST);
    private final Queue<Runnable> lateAnswers = new ConcurrentLinkedQueue<>();
    private volatile Reaction usual = HONEST;
    private final List<Future<?>> scheduled = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "hostile-peer-later");
        thread.setDaemon(true);
        return thread;
    });

    HostilePeer(PeerFormat format) {
        this.format = format;
    }

    abstract Connection connection();

    /** Goes away so that nobody can connect any more. */
    abstract void vanish() throws IOException;

    /** Comes back at the same place. */
    abstract void comeBack() throws IOException;

    /** Sends bytes that nobody asked for, on whatever is connected. */
    abstract void sendUnasked(byte[] bytes) throws IOException;

    /** How long bytes may be under way to the client's end on a loaded machine. */
    abstract Duration transit();

    PeerFormat format() {
        return format;
    }

    void misbehaveOnce(Reaction reaction) {
        next.set(reaction);
    }

    void misbehaveAlways(Reaction reaction) {
        usual = reaction;
        next.set(reaction);
    }

    void behave() {
        misbehaveAlways(HONEST);
    }

    /** Every question received, in order. */
    List<Asked> asked() {
        return asked;
    }

    long timesWritten(int address) {
        return asked.stream().filter(a -> a.isWrite() && a.address() == address).count();
    }

    /** Sends what was held back until its request had failed; returns when the operating system has it. */
    void sendLateAnswers() {
        for (Runnable send = lateAnswers.poll(); send != null; send = lateAnswers.poll()) {
            send.run();
        }
    }

    /** As {@link #sendLateAnswers}, after a while. */
    void sendLateAnswersAfter(Duration delay) {
        scheduled.add(later.schedule(this::sendLateAnswers, delay.toMillis(), TimeUnit.MILLISECONDS));
    }

    boolean holdsLateAnswers() {
        return !lateAnswers.isEmpty();
    }

    int connections() {
        return connections.get();
    }

    /** Reads questions until the stream ends. */
    protected void serve(InputStream stream, Wire wire) {
        connections.incrementAndGet();
        try {
            DataInputStream in = new DataInputStream(stream);
            while (!wire.deaf) {
                Asked question = format.read(in, asked.size() + 1);
                asked.add(question);
                sendLateAnswers();
                Reaction reaction = next.getAndSet(usual);
                reaction.to(question, wire);
            }
        } catch (IOException ended) {
            wire.ended = ended;
        }
    }

    @Override
    public void close() throws IOException {
        scheduled.forEach(task -> task.cancel(false));
        later.shutdownNow();
    }

    /** One connection, as a reaction sees it. */
    abstract class Wire {
        /** A deaf wire reads nothing more, although it stays open. */
        volatile boolean deaf;

        volatile IOException ended = new IOException("still open");

        PeerFormat format() {
            return format;
        }

        abstract void send(byte[] bytes) throws IOException;

        abstract void close() throws IOException;

        abstract void reset() throws IOException;

        void answer(Asked question, byte[] pdu) throws IOException {
            send(format.frame(question.transaction(), question.unit(), pdu));
        }

        void answerHonestly(Asked question) throws IOException {
            answer(question, question.honest());
        }

        void sendLater(long millis, byte[] bytes) {
            scheduled.add(later.schedule(() -> sendIfOpen(bytes), millis, TimeUnit.MILLISECONDS));
        }

        /**
         * Sends when the request has been given up (see {@link #sendLateAnswers}), at the latest just before the answer
         * to the next question; on the newest connection, as a gateway does.
         */
        void sendTooLate(byte[] bytes) {
            lateAnswers.add(() -> {
                try {
                    sendUnasked(bytes);
                } catch (IOException closedByClient) {
                    ended = closedByClient;
                }
            });
        }

        void drip(byte[] bytes, long everyMillis) {
            for (int i = 0; i < bytes.length; i++) {
                sendLater(i * everyMillis, new byte[] {bytes[i]});
            }
        }

        /** A late byte on a connection that the client has closed meanwhile goes nowhere, which is the point. */
        private void sendIfOpen(byte[] bytes) {
            try {
                send(bytes);
            } catch (IOException closedByClient) {
                ended = closedByClient;
            }
        }
    }
}
