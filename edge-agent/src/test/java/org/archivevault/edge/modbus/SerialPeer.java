package org.archivevault.edge.modbus;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.archivevault.firmware.plan.ControllerPlan.Connection;

/** A hostile peer at the other end of a serial line. */
final class SerialPeer extends HostilePeer {
    private volatile SerialPair pair = new SerialPair();
    private volatile SerialWire wire = open();

    SerialPeer() throws IOException {
        super(PeerFormat.RTU);
    }

    static void assumeSocat() {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/socat")) || Files.isExecutable(Path.of("/usr/local/bin/socat")),
                "skipped: socat is not installed, so there is no pair of serial lines (apt-get install socat)");
    }

    @Override
    Connection connection() {
        return pair.connection();
    }

    @Override
    void vanish() throws IOException {
        pair.unplug();
        wire.file.close();
    }

    @Override
    void comeBack() throws IOException {
        pair = pair.plugAgain();
        wire = open();
    }

    @Override
    void sendUnasked(byte[] bytes) throws IOException {
        wire.send(bytes);
    }

    /** They pass through another process. */
    @Override
    Duration transit() {
        return Duration.ofMillis(500);
    }

    @Override
    public void close() throws IOException {
        super.close();
        pair.close();
        wire.file.close();
    }

    private SerialWire open() throws IOException {
        SerialWire opened = new SerialWire(new RandomAccessFile(pair.peerEnd(), "rw"));
        InputStream in = new FileInputStream(opened.file.getFD());
        Thread reader = new Thread(() -> serve(in, opened), "hostile-serial-peer");
        reader.setDaemon(true);
        reader.start();
        return opened;
    }

    private final class SerialWire extends Wire {
        private final RandomAccessFile file;

        SerialWire(RandomAccessFile file) {
            this.file = file;
        }

        @Override
        void send(byte[] bytes) throws IOException {
            file.write(bytes);
        }

        @Override
        void close() throws IOException {
            throw new IOException("a serial line has no end to close");
        }

        @Override
        void reset() throws IOException {
            close();
        }
    }
}
