package org.archivevault.system.parts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A Mosquitto broker on a port of its own. */
public final class Mosquitto implements AutoCloseable {
    private static final Path BINARY = Path.of("/usr/sbin/mosquitto");
    private final Path home;
    private final int port;
    private Part part;

    private Mosquitto(Path home, int port) throws IOException {
        this.home = home;
        this.port = port;
        Files.writeString(
                home.resolve("mosquitto.conf"),
                "listener " + port + " 127.0.0.1\nallow_anonymous true\npersistence false\n");
        this.part = launch();
    }

    /**
     * Whether this machine has one.
     *
     * @return true when it does
     */
    public static boolean installed() {
        return Files.isExecutable(BINARY);
    }

    /**
     * Starts a broker.
     *
     * @param home an empty folder
     * @return the broker, listening
     * @throws IOException when the folder cannot be written
     */
    public static Mosquitto start(Path home) throws IOException {
        return new Mosquitto(Files.createDirectories(home), Part.freePort());
    }

    private Part launch() {
        Part started = Part.start(
                "mosquitto",
                home,
                BINARY.toString(),
                "-c",
                home.resolve("mosquitto.conf").toString());
        started.awaitPort(port, Duration.ofSeconds(10));
        return started;
    }

    /**
     * Its port.
     *
     * @return on 127.0.0.1
     */
    public int port() {
        return port;
    }

    /** Kills it with SIGKILL. */
    public void kill() {
        part.kill();
    }

    /** Starts it again on the same port. */
    public void restart() {
        part = launch();
    }

    /**
     * Where clients connect.
     *
     * @return the url
     */
    public String url() {
        return "tcp://127.0.0.1:" + port;
    }

    @Override
    public void close() {
        part.close();
    }
}
