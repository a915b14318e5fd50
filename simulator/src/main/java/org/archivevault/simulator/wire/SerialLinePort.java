package org.archivevault.simulator.wire;

import com.fazecast.jSerialComm.SerialPort;
import com.fazecast.jSerialComm.SerialPortInvalidPortException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import org.archivevault.firmware.plan.ControllerPlan.Parity;
import org.archivevault.firmware.plan.ControllerPlan.RtuSerial;
import org.jspecify.annotations.Nullable;

/** An endpoint on a serial line: RTU through jSerialComm. */
public final class SerialLinePort implements Port {
    private static final int DATA_BITS = 8;

    private final Vertx vertx;
    private final RtuSerial line;
    private final Endpoint endpoint;
    private volatile @Nullable SerialSession session;

    private SerialLinePort(Vertx vertx, RtuSerial line, Endpoint endpoint) {
        this.vertx = vertx;
        this.line = line;
        this.endpoint = endpoint;
    }

    /**
     * Opens a serial line.
     *
     * @param vertx for late answers
     * @param line which
     * @param endpoint what answers
     * @return succeeds when it is open; fails when there is no such device or it is in use
     */
    public static Future<Port> open(Vertx vertx, RtuSerial line, Endpoint endpoint) {
        SerialLinePort opened = new SerialLinePort(vertx, line, endpoint);
        return opened.plug().map(opened);
    }

    @Override
    public int number() {
        return 0;
    }

    @Override
    public Future<Void> plug() {
        return vertx.executeBlocking(() -> {
            if (session == null) {
                session = new SerialSession(opened(), endpoint).started();
            }
            return null;
        });
    }

    private SerialPort opened() throws IOException {
        SerialPort port;
        try {
            port = SerialPort.getCommPort(line.device());
        } catch (SerialPortInvalidPortException e) {
            throw cannotOpen(e);
        }
        int stopBits = line.stopBits() == 2 ? SerialPort.TWO_STOP_BITS : SerialPort.ONE_STOP_BIT;
        port.setComPortParameters(line.baud(), DATA_BITS, stopBits, parity(line.parity()));
        port.setComPortTimeouts(SerialPort.TIMEOUT_READ_SEMI_BLOCKING, SerialSession.SILENCE_MILLIS, 0);
        if (!port.openPort()) {
            throw cannotOpen(null);
        }
        return port;
    }

    private IOException cannotOpen(@Nullable Throwable cause) {
        return new IOException(
                "无法打开串口 " + line.device() + "，请检查设备名与权限 / cannot open serial line " + line.device()
                        + ", check its name and that nobody else uses it",
                cause);
    }

    private static int parity(Parity parity) {
        return switch (parity) {
            case NONE -> SerialPort.NO_PARITY;
            case EVEN -> SerialPort.EVEN_PARITY;
            case ODD -> SerialPort.ODD_PARITY;
        };
    }

    @Override
    public Future<Void> unplug() {
        SerialSession closing = session;
        session = null;
        return closing == null ? Future.succeededFuture() : closing.ended();
    }
}
