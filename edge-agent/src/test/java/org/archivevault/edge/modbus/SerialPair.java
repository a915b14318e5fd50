package org.archivevault.edge.modbus;

import static org.awaitility.Awaitility.await;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.archivevault.firmware.plan.ControllerPlan.Connection;
import org.archivevault.firmware.plan.ControllerPlan.Parity;
import org.archivevault.firmware.plan.ControllerPlan.RtuSerial;

/** Two pseudo terminals joined by socat: two ends of a serial line without a wire. They know no parity. */
final class SerialPair implements AutoCloseable {
    private final Path folder;
    private final Path clientEnd;
    private final Path peerEnd;
    private final Process socat;
    /** socat ends when the last opener of an end closes it; the client must be free to close and open its end. */
    private final InputStream keepsClientEndAlive;

    SerialPair() throws IOException {
        this(Files.createTempDirectory("modbus-pty"));
    }

    private SerialPair(Path folder) throws IOException {
        this.folder = folder;
        clientEnd = folder.resolve("client");
        peerEnd = folder.resolve("peer");
        socat = new ProcessBuilder("socat", "pty,raw,echo=0,link=" + clientEnd, "pty,raw,echo=0,link=" + peerEnd)
                .inheritIO()
                .start();
        await().pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(10))
                .until(() -> Files.exists(clientEnd) && Files.exists(peerEnd));
        keepsClientEndAlive = new FileInputStream(clientEnd.toFile());
    }

    /** The line again, at the same place, after {@link #unplug}. */
    SerialPair plugAgain() throws IOException {
        return new SerialPair(folder);
    }

    Connection connection() {
        return new RtuSerial(clientEnd.toString(), 19_200, Parity.NONE, 2);
    }

    String peerEnd() {
        return peerEnd.toString();
    }

    /** The device files disappear. */
    void unplug() throws IOException {
        // With SIGTERM it would first wait for what lies in the line to be read, which nobody may do.
        socat.destroyForcibly();
        await().atMost(Duration.ofSeconds(10)).until(() -> !socat.isAlive());
        keepsClientEndAlive.close();
        Files.deleteIfExists(clientEnd);
        Files.deleteIfExists(peerEnd);
    }

    @Override
    public void close() throws IOException {
        unplug();
        Files.deleteIfExists(folder);
    }
}
