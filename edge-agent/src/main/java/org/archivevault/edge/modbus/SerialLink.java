package org.archivevault.edge.modbus;

import com.fazecast.jSerialComm.SerialPort;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.archivevault.firmware.plan.ControllerPlan.Parity;
import org.archivevault.firmware.plan.ControllerPlan.RtuSerial;

/**
 * A serial line. jSerialComm blocks, so opening, writing and closing run one after the other on a worker thread of this
 * line, and a thread of each connection reads; both come back to the client's context.
 */
final class SerialLink implements Link {
    /** Start bit, 8 data bits, parity or second stop bit, stop bit (Serial Line 1.02, 2.5.1). */
    private static final int BITS_PER_CHARACTER = 11;
    /** Silence between frames, in half characters: 3.5 characters (Serial Line 1.02, 2.5.1.1). */
    private static final int HALF_CHARACTERS_OF_SILENCE = 7;
    /** Above this the silence is a fixed 1.75 ms (Serial Line 1.02, 2.5.1.1). */
    private static final int FASTEST_COUNTED_BAUD = 19_200;

    private static final Duration FIXED_SILENCE = Duration.ofNanos(1_750_000);
    /** How long one blocking read waits; an upper limit of how long the reader outlives its connection. */
    private static final int READ_WAIT_MILLIS = 50;
    /** Generous for blocking calls that should take milliseconds; Vert.x only warns after it. */
    private static final long WARN_AFTER_SECONDS = 5;

    private final Vertx vertx;
    private final RtuSerial plan;
    private final LongSupplier nanoClock;
    private final WorkerExecutor worker;

    SerialLink(Vertx vertx, RtuSerial plan, LongSupplier nanoClock) {
        this.vertx = vertx;
        this.plan = plan;
        this.nanoClock = nanoClock;
        this.worker =
                vertx.createSharedWorkerExecutor("modbus-" + plan.device(), 1, WARN_AFTER_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public String name() {
        return plan.device();
    }

    @Override
    public Duration shortestSilence() {
        return plan.baud() > FASTEST_COUNTED_BAUD
                ? FIXED_SILENCE
                : Duration.ofSeconds(1)
                        .multipliedBy((long) HALF_CHARACTERS_OF_SILENCE * BITS_PER_CHARACTER)
                        .dividedBy(2L * plan.baud());
    }

    @Override
    public Future<Line> connect(Listener listener) {
        Context context = vertx.getOrCreateContext();
        return worker.executeBlocking(this::openPort).map(port -> {
            SerialLine line = new SerialLine(port, context, listener);
            line.startReading();
            return line;
        });
    }

    @Override
    public Future<Void> close() {
        return worker.close();
    }

    private SerialPort openPort() throws SerialFailure {
        SerialPort port = SerialPort.getCommPort(plan.device());
        int stopBits = plan.stopBits() == 2 ? SerialPort.TWO_STOP_BITS : SerialPort.ONE_STOP_BIT;
        port.setComPortParameters(plan.baud(), 8, stopBits, parity());
        port.setFlowControl(SerialPort.FLOW_CONTROL_DISABLED);
        port.setComPortTimeouts(SerialPort.TIMEOUT_READ_SEMI_BLOCKING, READ_WAIT_MILLIS, 0);
        if (!port.openPort()) {
            throw new SerialFailure("cannot open the device, error " + port.getLastErrorCode());
        }
        port.flushIOBuffers();
        return port;
    }

    private int parity() {
        if (plan.parity() == Parity.EVEN) {
            return SerialPort.EVEN_PARITY;
        }
        return plan.parity() == Parity.ODD ? SerialPort.ODD_PARITY : SerialPort.NO_PARITY;
    }

    /** The port failed. */
    private static final class SerialFailure extends Exception {
        SerialFailure(String message) {
            super(message, null, false, false);
        }
    }

    private final class SerialLine implements Line {
        private final SerialPort port;
        private final Context context;
        private final Listener listener;
        private volatile boolean closing;

        SerialLine(SerialPort port, Context context, Listener listener) {
            this.port = port;
            this.context = context;
            this.listener = listener;
        }

        @Override
        public Future<Void> send(byte[] frame, Duration latest) {
            long handedOver = nanoClock.getAsLong();
            return worker.executeBlocking(() -> {
                        if (closing || nanoClock.getAsLong() - handedOver > latest.toNanos()) {
                            throw new NotSent("the line was not free in time");
                        }
                        int written = port.writeBytes(frame, frame.length);
                        if (written != frame.length) {
                            throw new SerialFailure(written + " of " + frame.length + " bytes written");
                        }
                        return frame;
                    })
                    .mapEmpty();
        }

        /** Flushing first: closing a serial device otherwise waits until all has left, for up to half a minute. */
        @Override
        public Future<Void> abort() {
            closing = true;
            return worker.executeBlocking(() -> {
                        port.flushIOBuffers();
                        return port.closePort();
                    })
                    .mapEmpty();
        }

        void startReading() {
            Thread reader = new Thread(this::read, "modbus-read-" + plan.device());
            reader.setDaemon(true);
            reader.start();
        }

        private void read() {
            byte[] bytes = new byte[RtuFraming.LARGEST_FRAME];
            int count = 0;
            while (!closing && count >= 0) {
                count = port.readBytes(bytes, bytes.length);
                if (count > 0) {
                    byte[] received = Arrays.copyOf(bytes, count);
                    context.runOnContext(now -> listener.received(received));
                } else if (count == 0 && port.bytesAvailable() < 0) {
                    count = -1;
                }
            }
            if (!closing) {
                context.runOnContext(now -> listener.lost("the serial device is gone"));
            }
        }
    }
}
