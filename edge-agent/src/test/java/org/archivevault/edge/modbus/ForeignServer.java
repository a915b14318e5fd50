package org.archivevault.edge.modbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A server that somebody else wrote, in a process of its own; its lines "ready PORT" and "write …" are collected. */
final class ForeignServer implements AutoCloseable {
    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    private ForeignServer(List<String> command) throws IOException {
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Thread reader = new Thread(this::collect, "foreign-server");
        reader.setDaemon(true);
        reader.start();
    }

    static ForeignServer start(List<String> command) throws IOException {
        ForeignServer server = new ForeignServer(command);
        await().atMost(Duration.ofSeconds(30)).until(() -> !server.lines.isEmpty() || !server.process.isAlive());
        return server;
    }

    /** Compiles the C server; skips the test where that is not possible. */
    static Path compileLibmodbusServer(Path folder) throws IOException, InterruptedException {
        assumeTrue(
                Files.exists(Path.of("/usr/include/modbus/modbus.h")) && run("gcc", "--version"),
                "skipped: gcc or libmodbus is not installed (apt-get install gcc libmodbus-dev)");
        Path source = copy("libmodbus-server.c", folder);
        Path program = folder.resolve("libmodbus-server");
        assertThat(run("gcc", "-O1", "-I/usr/include/modbus", "-o", program.toString(), source.toString(), "-lmodbus"))
                .as("the C server compiles")
                .isTrue();
        return program;
    }

    static void assumePymodbus() throws IOException, InterruptedException {
        assumeTrue(
                run("/usr/bin/python3", "-c", "import pymodbus.server.async_io"),
                "skipped: pymodbus is not installed (apt-get install python3-pymodbus python3-serial-asyncio)");
    }

    static Path copy(String resource, Path folder) throws IOException {
        Path file = folder.resolve(resource);
        try (InputStream in = Objects.requireNonNull(ForeignServer.class.getResourceAsStream("/modbus/" + resource))) {
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        }
        return file;
    }

    int port() {
        return Integer.parseInt(lines.get(0).split(" ", -1)[1]);
    }

    long writes() {
        return lines.stream().filter(line -> line.startsWith("write")).count();
    }

    List<String> lines() {
        return lines;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private void collect() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.US_ASCII)) {
            reader.lines().forEach(lines::add);
        } catch (IOException ended) {
            lines.add("ended " + ended);
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        if (!Files.isExecutable(Path.of(command[0])) && !Files.isExecutable(Path.of("/usr/bin", command[0]))) {
            return false;
        }
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
    }
}
