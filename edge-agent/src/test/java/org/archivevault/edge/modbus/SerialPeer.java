package org.archivevault.edge.modbus;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.archivevault.firmware.plan.ControllerPlan.Connection;
import org.archivevault.firmware.plan.ControllerPlan.Parity;
import org.archivevault.firmware.plan.ControllerPlan.RtuSerial;

/** A hostile peer at the other end of a pair of pseudo terminals made by socat. */
final class SerialPeer extends HostilePeer {
    private final Path folder;
    private final Path clientEnd;
    private final Path peerEnd;
    private Process socat;
    private RandomAccessFile line;
    /** socat ends when the last opener of an end closes it; the client must be free to close and open its end. */
    private InputStream keepsClientEndAlive;

    private volatile SerialWire wire;

    SerialPeer() throws IOException {
        super(PeerFormat.RTU);
        folder = Files.createTempDirectory("modbus-pty");
        clientEnd = folder.resolve("client");
        peerEnd = folder.resolve("peer");
        comeBack();
    }

    static void assumeSocat() {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/socat")) || Files.isExecutable(Path.of("/usr/local/bin/socat")),
                "skipped: socat is not installed, so there is no pair of serial lines (apt-get install socat)");
    }

    @Override
    Connection connection() {
        return new RtuSerial(clientEnd.toString(), 19_200, Parity.NONE, 2);
    }

    @Override
    void vanish() throws IOException {
        socat.destroy();
        await().atMost(Duration.ofSeconds(5)).until(() -> !socat.isAlive());
        keepsClientEndAlive.close();
        line.close();
        Files.deleteIfExists(clientEnd);
        Files.deleteIfExists(peerEnd);
    }

    @Override
    void comeBack() throws IOException {
        socat = new ProcessBuilder("socat", "pty,raw,echo=0,link=" + clientEnd, "pty,raw,echo=0,link=" + peerEnd)
                .inheritIO()
                .start();
        await().pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(5))
                .until(() -> Files.exists(clientEnd) && Files.exists(peerEnd));
        keepsClientEndAlive = new FileInputStream(clientEnd.toFile());
        line = new RandomAccessFile(peerEnd.toFile(), "rw");
        SerialWire opened = new SerialWire(line);
        wire = opened;
        InputStream in = new FileInputStream(line.getFD());
        Thread reader = new Thread(() -> serve(in, opened), "hostile-serial-peer");
        reader.setDaemon(true);
        reader.start();
    }

    @Override
    void sendUnasked(byte[] bytes) throws IOException {
        wire.send(bytes);
    }

    @Override
    public void close() throws IOException {
        super.close();
        vanish();
        Files.deleteIfExists(folder);
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
