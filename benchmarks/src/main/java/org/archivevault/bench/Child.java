package org.archivevault.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** A process of its own that runs beside the measurement; its output is kept line by line. */
final class Child implements AutoCloseable {
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long STOP_SECONDS = 15;

    private final String name;
    private final Process process;
    private final List<String> lines = new ArrayList<>();

    private Child(String name, Process process) {
        this.name = name;
        this.process = process;
        Thread reader = new Thread(this::read, "output-of-" + name);
        reader.setDaemon(true);
        reader.start();
    }

    static Child start(String name, Map<String, String> environment, List<String> command) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().putAll(environment);
            return new Child(name, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + name, e);
        }
    }

    /** A Java program of the product in a JVM of its own, on the class path of this one. */
    static Child java(
            String name, List<String> flags, Path log, Map<String, String> environment, List<String> mainAndArguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> flag.startsWith("--enable-native-access"))
                .forEach(command::add);
        command.addAll(flags);
        command.addAll(List.of(
                "-Dfile.encoding=UTF-8",
                "-Dvault.log.to=file",
                "-Dvault.log=" + log,
                "-cp",
                System.getProperty("java.class.path", "")));
        command.addAll(mainAndArguments);
        return start(name, environment, command);
    }

    /** Waits for the first line that fits. */
    String awaitLine(Predicate<String> wanted, Duration within) {
        long end = System.nanoTime() + within.toNanos();
        while (true) {
            boolean alive = process.isAlive();
            for (String line : lines()) {
                if (wanted.test(line)) {
                    return line;
                }
            }
            if (!alive || System.nanoTime() > end) {
                throw new IllegalStateException(
                        name + (alive ? " does not get ready" : " has ended") + ":\n" + String.join("\n", lines()));
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /** Waits until it has ended by itself, without a complaint. */
    void awaitEnd(long within, TimeUnit unit) {
        try {
            if (!process.waitFor(within, unit) || process.exitValue() != 0) {
                throw new IllegalStateException(name + " did not end as it should:\n" + String.join("\n", lines()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    List<String> lines() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }

    @Override
    public String toString() {
        return name;
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
