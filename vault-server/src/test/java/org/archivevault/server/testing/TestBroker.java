package org.archivevault.server.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A Mosquitto on a free port, which can be killed and started again. */
public final class TestBroker implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/mosquitto");
    private static final long START_SECONDS = 20;

    private final Path config;
    private final int port;
    private Process process;

    public TestBroker(Path folder) {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
            config = folder.resolve("mosquitto.conf");
            Files.writeString(
                    config,
                    "listener " + port + " 127.0.0.1\nuser " + System.getProperty("user.name")
                            + "\npersistence false\nallow_anonymous true\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        process = launch();
    }

    /** Whether this machine has one. */
    public static boolean isInstalled() {
        return Files.isExecutable(PROGRAM);
    }

    public String url() {
        return "tcp://127.0.0.1:" + port;
    }

    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    public void restart() {
        process = launch();
    }

    private Process launch() {
        try {
            Process started = new ProcessBuilder(PROGRAM.toString(), "-c", config.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
            while (!started.waitFor(20, TimeUnit.MILLISECONDS) && System.nanoTime() < deadline) {
                try (Socket probe = new Socket()) {
                    probe.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
                    return started;
                } catch (IOException notYet) {
                    // Looked at again.
                }
            }
            throw new AssertionError("mosquitto did not start on " + port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
