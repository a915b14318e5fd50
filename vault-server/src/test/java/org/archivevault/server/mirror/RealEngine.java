package org.archivevault.server.mirror;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/** A time-series engine as a process of its own, on free ports, with its files below the build's folder. */
final class RealEngine implements AutoCloseable {
    private final Process process;
    private final Path log;

    private RealEngine(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** The program of a Debian package; without it the test is skipped and says what to install. */
    static Path program(String name, String debianPackage) {
        for (String folder : List.of("/usr/bin", "/usr/local/bin", "/usr/sbin")) {
            Path program = Path.of(folder, name);
            if (Files.isExecutable(program)) {
                return program;
            }
        }
        return Assumptions.abort("not run: " + name + " is not here (apt-get install " + debianPackage + ")");
    }

    static Path folder(String name) {
        try {
            Path parent = Files.createDirectories(Path.of("target", "engines").toAbsolutePath());
            return Files.createTempDirectory(parent, name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it, and waits until that URL answers with 2xx. */
    static RealEngine start(Path folder, List<String> command, String readyUrl) {
        try {
            Path log = folder.resolve("log");
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            RealEngine engine = new RealEngine(process, log);
            try {
                Awaitility.await().atMost(90, TimeUnit.SECONDS).until(() -> engine.isReady(readyUrl));
            } catch (RuntimeException e) {
                engine.close();
                throw new AssertionError(command.get(0) + " did not get ready:\n" + Files.readString(log), e);
            }
            return engine;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isReady(String url) throws IOException {
        if (!process.isAlive()) {
            throw new AssertionError("ended by itself:\n" + Files.readString(log));
        }
        try {
            return get(url).statusCode() / 100 == 2;
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    static HttpResponse<String> get(String url) {
        return send(HttpRequest.newBuilder(URI.create(url)).GET());
    }

    static HttpResponse<String> post(String url) {
        return send(HttpRequest.newBuilder(URI.create(url)).POST(HttpRequest.BodyPublishers.noBody()));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Asks it to end, as an operator does, and waits until it has. */
    void stop() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                throw new AssertionError("does not end:\n" + Files.readString(log));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Kills it. */
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
    }
}
