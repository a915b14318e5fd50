package org.archivevault.simulator.wire;

import com.fazecast.jSerialComm.SerialPort;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.archivevault.simulator.modbus.Framing;
import org.archivevault.simulator.modbus.RtuFraming;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An open serial line, with a thread that reads and one that writes: neither is an event loop. */
final class SerialSession implements Line {
    /** After so much silence an unfinished frame is over; above the jitter of USB adapters. */
    static final int SILENCE_MILLIS = 20;

    private static final Logger LOG = LoggerFactory.getLogger(SerialSession.class);
    private static final int READ_BYTES = 256;

    private final SerialPort port;
    private final Endpoint endpoint;
    private final Framing framing = new RtuFraming();
    private final Promise<Void> ended = Promise.promise();
    private final Thread reader;
    private final ExecutorService writer;
    private volatile boolean ending;

    SerialSession(SerialPort port, Endpoint endpoint) {
        this.port = port;
        this.endpoint = endpoint;
        this.reader = daemon(this::read, "read");
        this.writer = Executors.newSingleThreadExecutor(work -> daemon(work, "write"));
    }

    private Thread daemon(Runnable work, String what) {
        Thread thread = new Thread(work, "serial-" + what + "-" + port.getSystemPortName());
        thread.setDaemon(true);
        return thread;
    }

    SerialSession started() {
        reader.start();
        return this;
    }

    /** Ends the session; succeeds when the device is closed. */
    Future<Void> ended() {
        ending = true;
        return ended.future();
    }

    private void read() {
        byte[] bytes = new byte[READ_BYTES];
        try {
            int count = 0;
            while (!ending && count >= 0) {
                count = port.readBytes(bytes, bytes.length);
                handle(count > 0 ? framing.take(Arrays.copyOf(bytes, count)) : framing.silence());
            }
        } catch (Framing.BrokenStream e) {
            LOG.error("{}: RTU has no broken streams", endpoint.controller(), e);
        } finally {
            if (!ending) {
                LOG.warn("{}: 串口已断开 / the serial line is gone", endpoint.controller());
            }
            writer.shutdown();
            port.closePort();
            ended.complete();
        }
    }

    private void handle(List<Framing.Request> requests) {
        requests.forEach(request -> endpoint.handle(request, framing, this));
    }

    @Override
    public void send(byte[] bytes) {
        try {
            writer.execute(() -> port.writeBytes(bytes, bytes.length));
        } catch (RejectedExecutionException e) {
            LOG.debug("{}: a late answer found the line closed", endpoint.controller());
        }
    }

    @Override
    public void close() {
        // A serial line has no connection that could be closed.
    }

    @Override
    public void reset() {
        // A serial line has no connection that could be reset.
    }

    @Override
    public void halfOpen() {
        // A serial line has no connection; the request is lost, which is all that can be seen.
    }

    @Override
    public void stopReading() {
        // A serial line has no connection; the request is lost, which is all that can be seen.
    }
}
