package org.archivevault.server.mirror;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An InfluxDB written for tests: takes {@code /api/v2/write}, reads line protocol with a grammar of its own, keeps each
 * point once by series and time, and misbehaves as told.
 */
final class StubInflux implements AutoCloseable {
    static final String ORG = "vault";
    static final String BUCKET = "climate";
    static final String TOKEN = "secret-token";

    private static final Pattern LINE =
            Pattern.compile("([a-z]+(?:,[a-z]+=[a-z0-9-]+)+) ([a-z0-9_]+)=(-?[0-9.E-]+) (\\d+)");

    /** How it answers. */
    private record Manner(int status, String body, Map<String, String> headers) {}

    private final Map<String, String> points = new ConcurrentHashMap<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final int port;
    private volatile @Nullable HttpServer server;
    private volatile @Nullable Manner manner;
    private volatile @Nullable CountDownLatch hanging;
    private volatile Predicate<String> bad = line -> false;

    StubInflux() {
        this.port = open(0);
    }

    InfluxSettings settings() {
        return new InfluxSettings("http://127.0.0.1:" + port, TOKEN, ORG, BUCKET);
    }

    /** Series, field and time of every value that is in. */
    Map<String, String> points() {
        return Map.copyOf(points);
    }

    int requests() {
        return requests.get();
    }

    /** Requests that it did not take, and connections that it cannot have seen count as none. */
    int failed() {
        return failed.get();
    }

    /** Is there, and takes everything. */
    void works() {
        manner = null;
        CountDownLatch held = hanging;
        hanging = null;
        if (held != null) {
            held.countDown();
        }
        if (server == null) {
            open(port);
        }
    }

    /** Answers so. */
    void answers(int status, String body, Map<String, String> headers) {
        manner = new Manner(status, body, headers);
    }

    /** Takes connections and requests, and never answers. */
    void hangs() {
        hanging = new CountDownLatch(1);
    }

    /** Refuses connections. */
    void refuses() {
        HttpServer open = server;
        server = null;
        if (open != null) {
            open.stop(0);
        }
    }

    /** Refuses every request in which such a line is. */
    void cannotTake(Predicate<String> lines) {
        bad = lines;
    }

    private int open(int wanted) {
        try {
            HttpServer made = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted), 0);
            made.createContext("/", this::handle);
            made.setExecutor(threads);
            made.start();
            server = made;
            return made.getAddress().getPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        CountDownLatch held = hanging;
        if (held != null) {
            failed.incrementAndGet();
            try {
                held.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
            return;
        }
        Manner now = manner != null ? manner : judge(exchange, body);
        if (now.status() >= 300) {
            failed.incrementAndGet();
        }
        now.headers().forEach(exchange.getResponseHeaders()::set);
        byte[] answer = now.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(now.status(), answer.length == 0 ? -1 : answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private Manner judge(HttpExchange exchange, String body) {
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        if (!("Token " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            return error(401, "unauthorized access");
        }
        if (!exchange.getRequestURI().getPath().equals("/api/v2/write")
                || !query.contains("bucket=" + BUCKET)
                || !query.contains("org=" + ORG)
                || !query.contains("precision=us")) {
            return error(404, "bucket not found");
        }
        List<String> lines = body.lines().toList();
        if (lines.stream().anyMatch(bad)) {
            return error(400, "unable to parse: field type conflict");
        }
        for (String line : lines) {
            Matcher parts = LINE.matcher(line);
            if (!parts.matches()) {
                return error(400, "unable to parse '" + line + "'");
            }
            points.put(parts.group(1) + " " + parts.group(2) + " " + parts.group(4), parts.group(3));
        }
        return new Manner(204, "", Map.of());
    }

    private static Manner error(int status, String message) {
        return new Manner(
                status,
                "{\"code\":\"error\",\"message\":\"" + message.replace("\"", "'") + "\"}",
                Map.of("Content-Type", "application/json"));
    }

    @Override
    public void close() {
        CountDownLatch held = hanging;
        if (held != null) {
            held.countDown();
        }
        refuses();
        threads.shutdownNow();
    }
}
