package org.archivevault.edge.tags.llrp;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.util.List;
import org.archivevault.edge.tags.TagReader;
import org.archivevault.edge.tags.TagReport;
import org.archivevault.firmware.reader.ReaderPlan;
import org.archivevault.protocol.Bilingual;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An RFID reader that speaks LLRP. Connects, configures and starts it as the plan says; connects again, after a pause that
 * grows, whenever it is lost. The listener hears {@code silent} once for each reason in a row, not for each attempt.
 */
public final class LlrpReader implements TagReader {
    private static final Logger LOG = LoggerFactory.getLogger(LlrpReader.class);
    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final Context context;
    private final ReaderPlan plan;
    private final Listener listener;
    private final LlrpTiming timing;
    private final NetClient client;
    private @Nullable LlrpSession session;
    private long timer = NO_TIMER;
    private int failuresInARow;
    private boolean reading;
    private String lastSentence = "";
    private boolean closed;

    private LlrpReader(Vertx vertx, ReaderPlan plan, Listener listener, LlrpTiming timing) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.plan = plan;
        this.listener = listener;
        this.timing = timing;
        this.client = vertx.createNetClient(new NetClientOptions()
                .setConnectTimeout((int) timing.connect().toMillis())
                .setReconnectAttempts(0)
                .setTcpNoDelay(true)
                .setTcpKeepAlive(true));
    }

    /**
     * Opens a reader; see {@link TagReader.Opener#open}.
     *
     * @param vertx runs it, on the current context
     * @param plan which reader, and how it is told to read; at least one read point
     * @param listener is told
     * @return the reader
     */
    public static TagReader open(Vertx vertx, ReaderPlan plan, Listener listener) {
        return open(vertx, plan, listener, LlrpTiming.USUAL);
    }

    static TagReader open(Vertx vertx, ReaderPlan plan, Listener listener, LlrpTiming timing) {
        if (Radio.ports(plan).isEmpty()) {
            throw new IllegalArgumentException("reader " + plan.name() + " has no antenna in the plan");
        }
        LlrpReader reader = new LlrpReader(vertx, plan, listener, timing);
        reader.context.runOnContext(now -> reader.connect());
        return reader;
    }

    @Override
    public Future<Void> close() {
        Promise<Void> done = Promise.promise();
        context.runOnContext(now -> {
            closed = true;
            vertx.cancelTimer(timer);
            LlrpSession current = session;
            session = null;
            (current == null ? Future.<Void>succeededFuture() : current.close())
                    .eventually(() -> client.close().otherwiseEmpty())
                    .onComplete(ended -> done.tryComplete());
        });
        return done.future();
    }

    private void connect() {
        if (closed) {
            return;
        }
        client.connect(plan.port(), plan.host())
                .onSuccess(this::connected)
                .onFailure(failure -> failed(LlrpFailure.unreachable(String.valueOf(failure.getMessage()))));
    }

    private void connected(NetSocket socket) {
        if (closed) {
            socket.close();
            return;
        }
        Connection connection = new Connection();
        LlrpSession begun = new LlrpSession(vertx, socket, plan, timing, connection);
        connection.session = begun;
        session = begun;
        begun.begin();
    }

    private void failed(LlrpFailure failure) {
        if (closed) {
            return;
        }
        session = null;
        failuresInARow++;
        silent(String.valueOf(failure.getMessage()));
        timer = vertx.setTimer(timing.pauseAfter(failuresInARow).toMillis(), fired -> connect());
    }

    private void silent(String sentence) {
        if (reading || !sentence.equals(lastSentence)) {
            LOG.warn("{}: {}", plan.name(), sentence);
            reading = false;
            lastSentence = sentence;
            listener.silent(sentence);
        }
    }

    /** One connection's word, heard only while it is the present one. */
    private final class Connection implements LlrpSession.Owner {
        private @Nullable LlrpSession session;

        private boolean isCurrent() {
            return !closed && session != null && LlrpReader.this.session == session;
        }

        @Override
        public void reading() {
            if (isCurrent()) {
                LOG.info("{}: reading", plan.name());
                reading = true;
                lastSentence = "";
                listener.reading();
            }
        }

        @Override
        public void blind(Bilingual sentence) {
            if (isCurrent()) {
                silent(sentence.toString());
            }
        }

        @Override
        public void reported(List<TagReport> reports) {
            if (isCurrent()) {
                listener.reported(reports);
            }
        }

        @Override
        public void ended(LlrpFailure failure, boolean proven) {
            if (isCurrent()) {
                failuresInARow = proven ? 0 : failuresInARow;
                failed(failure);
            }
        }
    }
}
