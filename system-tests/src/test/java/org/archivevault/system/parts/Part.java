package org.archivevault.system.parts;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** A process of its own whose output is kept line by line. */
public final class Part implements AutoCloseable {
    private final String name;
    private final Process process;
    private final List<String> lines = new ArrayList<>();
    private final Thread reader;

    private Part(String name, Process process) {
        this.name = name;
        this.process = process;
        this.reader = new Thread(this::read, "output-of-" + name);
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts a process.
     *
     * @param name for messages
     * @param directory where it runs
     * @param command what to run
     * @return the running part
     */
    public static Part start(String name, Path directory, String... command) {
        return start(name, directory, Map.of(), Arrays.asList(command));
    }

    /**
     * Starts a process with additions to its environment.
     *
     * @param name for messages
     * @param directory where it runs
     * @param environment added to ours
     * @param command what to run
     * @return the running part
     */
    public static Part start(String name, Path directory, Map<String, String> environment, List<String> command) {
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
            builder.environment().putAll(environment);
            return new Part(name, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start " + name, e);
        }
    }

    /**
     * A port that nobody uses at this moment.
     *
     * @return 1–65535
     */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Whether nobody listens on a port of the loopback interface at this moment.
     *
     * @param port 1–65535
     * @return true when it can be bound
     */
    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    /**
     * Waits until a line of output fits.
     *
     * @param wanted what to wait for
     * @param within the longest wait
     * @return the first line that fits
     */
    public String awaitLine(Predicate<String> wanted, Duration within) {
        Awaitility.await(name + " says what it should; it said: " + output())
                .atMost(within)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> !alive() || lines().stream().anyMatch(wanted));
        return lines().stream()
                .filter(wanted)
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " ended without saying it: " + output()));
    }

    /**
     * Waits until a TCP port answers.
     *
     * @param port on 127.0.0.1
     * @param within the longest wait
     */
    public void awaitPort(int port, Duration within) {
        Awaitility.await(name + " listens on " + port)
                .atMost(within)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> !alive() || answers(port));
        if (!alive()) {
            throw new AssertionError(name + " ended: " + output());
        }
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * All lines so far.
     *
     * @return a copy
     */
    public List<String> lines() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    /**
     * All output so far.
     *
     * @return the lines, joined
     */
    public String output() {
        return String.join("\n", lines());
    }

    /**
     * Whether it still runs.
     *
     * @return true while it does
     */
    public boolean alive() {
        return process.isAlive();
    }

    /**
     * The process.
     *
     * @return for signals
     */
    public Process process() {
        return process;
    }

    /**
     * Waits for its end.
     *
     * @param within the longest wait
     * @return its exit code
     */
    public int awaitExit(Duration within) {
        try {
            if (!process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError(name + " still runs after " + within + ": " + output());
            }
            // What it wrote last may still be on its way.
            reader.join(2_000);
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /**
     * Writes a line to its standard input.
     *
     * @param line without its end
     */
    public void tell(String line) {
        try {
            process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot tell " + name, e);
        }
    }

    /** Ends it without a chance to clean up. */
    public void kill() {
        process.destroyForcibly();
        awaitExit(Duration.ofSeconds(10));
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(15, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }

    private void read() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                synchronized (lines) {
                    lines.add(line);
                }
            }
        } catch (IOException e) {
            synchronized (lines) {
                lines.add("(output lost: " + e.getMessage() + ")");
            }
        }
    }
}
