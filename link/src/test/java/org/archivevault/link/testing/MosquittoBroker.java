package org.archivevault.link.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A mosquitto of its own on a free port, that can be killed, frozen and started again on the same port. */
public final class MosquittoBroker implements AutoCloseable {
    /** Where distributions put it. */
    private static final List<Path> PLACES = List.of(
            Path.of("/usr/sbin/mosquitto"), Path.of("/usr/local/sbin/mosquitto"), Path.of("/usr/bin/mosquitto"));

    private static final long START_LIMIT_SECONDS = 10;

    private final Path folder;
    private final int port;
    private final String furtherConfig;
    private @Nullable Process process;

    private MosquittoBroker(Path folder, int port, String furtherConfig) {
        this.folder = folder;
        this.port = port;
        this.furtherConfig = furtherConfig;
    }

    /**
     * Whether there is one on this machine.
     *
     * @return false when tests that need it must be skipped
     */
    public static boolean isInstalled() {
        return program() != null;
    }

    private static @Nullable Path program() {
        return PLACES.stream().filter(Files::isExecutable).findFirst().orElse(null);
    }

    /**
     * Starts one that lets anybody in.
     *
     * @param folder for its configuration and log
     * @return the running broker
     */
    public static MosquittoBroker start(Path folder) {
        return start(folder, "allow_anonymous true");
    }

    /**
     * Starts one.
     *
     * @param folder for its configuration and log
     * @param furtherConfig lines for its configuration, who may do what among them
     * @return the running broker
     */
    public static MosquittoBroker start(Path folder, String furtherConfig) {
        MosquittoBroker broker = new MosquittoBroker(folder, freePort(), furtherConfig);
        broker.restart();
        return broker;
    }

    /**
     * For a further listener.
     *
     * @return a port that nobody uses at this moment
     */
    public static int freePort() {
        try (ServerSocket free = new ServerSocket(0, 1, loopback())) {
            return free.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InetAddress loopback() throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    }

    /** Starts it (again), on the same port, with nothing kept. Returns when it accepts connections. */
    public void restart() {
        Path program = program();
        if (program == null) {
            throw new IllegalStateException("mosquitto is not installed");
        }
        try {
            Path config = folder.resolve("mosquitto-" + port + ".conf");
            // As root it would become "mosquitto", who may not read the folder.
            Files.writeString(
                    config,
                    "listener " + port + " 127.0.0.1\nuser " + System.getProperty("user.name")
                            + "\npersistence false\nlog_type all\n" + furtherConfig + "\n");
            Process started = new ProcessBuilder(program.toString(), "-c", config.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("mosquitto-" + port + ".log").toFile()))
                    .start();
            process = started;
            awaitPort(started);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitPort(Process started) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_LIMIT_SECONDS);
        try {
            while (!started.waitFor(10, TimeUnit.MILLISECONDS) && System.nanoTime() - deadline < 0) {
                try (Socket socket = new Socket()) {
                    socket.connect(new InetSocketAddress(loopback(), port), 500);
                    return;
                } catch (IOException notYet) {
                    // Looked at again.
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new IOException("mosquitto did not start on port " + port + "; see " + folder);
    }

    /**
     * For {@code MqttSettings}.
     *
     * @return {@code tcp://127.0.0.1:PORT}
     */
    public String url() {
        return "tcp://127.0.0.1:" + port;
    }

    /**
     * Where it listens.
     *
     * @return the port
     */
    public int port() {
        return port;
    }

    /** {@code kill -9}; returns when it is gone. */
    public void kill() {
        Process running = running();
        running.destroyForcibly();
        running.onExit().join();
    }

    /** {@code kill -STOP}: its connections stay, nothing moves. */
    public void freeze() {
        signal("STOP");
    }

    /** {@code kill -CONT}. */
    public void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            int status = new ProcessBuilder(
                            "kill", "-" + name, Long.toString(running().pid()))
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new IllegalStateException("kill -" + name + " ended with " + status);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Process running() {
        Process running = process;
        if (running == null) {
            throw new IllegalStateException("not started");
        }
        return running;
    }

    @Override
    public void close() {
        kill();
    }
}
