package org.archivevault.server.testing;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.archivevault.server.ServerSettings;
import org.archivevault.server.VaultServer;
import org.archivevault.server.account.SessionSettings;
import org.archivevault.server.database.DatabaseSettings;
import org.archivevault.server.http.HttpSettings;
import org.archivevault.server.identity.Role;
import org.jspecify.annotations.Nullable;

/** A whole server on a free port, and a caller to it. */
public final class TestServer implements AutoCloseable {
    /** The administrator's password after the first sign-in. */
    public static final String ADMIN_PASSWORD = "Correct-Horse-7";

    private static final long START_SECONDS = 60;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicInteger users = new AtomicInteger();
    private final VaultServer server;
    private final DatabaseSettings database;
    private @Nullable String adminToken;

    private TestServer(ServerSettings settings, InstantSource clock) {
        this.database = settings.db();
        try {
            this.server = VaultServer.start(vertx, settings, clock)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .orTimeout(START_SECONDS, TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException e) {
            vertx.close();
            throw e;
        }
    }

    /** A server on an empty database. */
    public static TestServer start() {
        return start(TestPostgres.newDatabase(), Clock.systemUTC());
    }

    /** A server on that database, under that clock. */
    public static TestServer start(DatabaseSettings database, InstantSource clock) {
        return start(
                new ServerSettings(
                        HttpSettings.loopback(0),
                        database,
                        SessionSettings.defaults(),
                        null,
                        null,
                        Duration.ofSeconds(40)),
                clock);
    }

    /** An empty folder for a server's files. */
    public static String newDataDir() {
        try {
            Path parent = Files.createDirectories(Path.of("target", "server-data"));
            return Files.createTempDirectory(parent, "run").toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A server with those settings, under that clock. */
    public static TestServer start(ServerSettings settings, InstantSource clock) {
        return new TestServer(settings, clock);
    }

    public VaultServer server() {
        return server;
    }

    public DatabaseSettings database() {
        return database;
    }

    /** The URL of a path below {@code /api/v1}, or of one that begins with two slashes, below the root. */
    public URI url(String path) {
        String below = path.startsWith("//") ? path.substring(1) : "/api/v1" + path;
        return URI.create("http://127.0.0.1:" + server.port() + below);
    }

    /** The token of the account admin; its one-time password is changed on the way. */
    public synchronized String adminToken() {
        if (adminToken == null) {
            String oneTime = server.oneTimePassword().orElse(null);
            if (oneTime == null) {
                adminToken = signIn("admin", ADMIN_PASSWORD);
            } else {
                String first = signIn("admin", oneTime);
                changePassword(first, oneTime, ADMIN_PASSWORD);
                adminToken = first;
            }
        }
        return adminToken;
    }

    /** Makes a user with these roles, signs it in and answers its token. */
    public String tokenOf(Role... roles) {
        return signedIn("user" + users.incrementAndGet(), roles);
    }

    /** Makes a user of that name with these roles, signs it in and answers its token. */
    public String signedIn(String userName, Role... roles) {
        String oneTime = createUser(userName, roles);
        String token = signIn(userName, oneTime);
        changePassword(token, oneTime, ADMIN_PASSWORD);
        return token;
    }

    /** Makes a user and answers its one-time password. */
    public String createUser(String userName, Role... roles) {
        JsonArray codes = new JsonArray();
        Arrays.stream(roles).map(Role::code).forEach(codes::add);
        HttpResponse<String> made = call(
                "POST",
                "/users",
                adminToken(),
                new JsonObject()
                        .put("userName", userName)
                        .put("displayName", "测试 " + userName)
                        .put("roles", codes));
        if (made.statusCode() != 201) {
            throw new AssertionError("cannot make " + userName + ": " + made.body());
        }
        return new JsonObject(made.body()).getString("oneTimePassword");
    }

    public String signIn(String userName, String password) {
        HttpResponse<String> signedIn = trySignIn(userName, password);
        if (signedIn.statusCode() != 201) {
            throw new AssertionError("cannot sign in " + userName + ": " + signedIn.body());
        }
        return new JsonObject(signedIn.body()).getString("token");
    }

    public HttpResponse<String> trySignIn(String userName, String password) {
        return call(
                "POST",
                "/sessions",
                null,
                new JsonObject().put("userName", userName).put("password", password));
    }

    public void changePassword(String token, String from, String to) {
        HttpResponse<String> changed = call(
                "PUT",
                "/sessions/current/password",
                token,
                new JsonObject().put("oldPassword", from).put("newPassword", to));
        if (changed.statusCode() != 204) {
            throw new AssertionError("cannot change the password: " + changed.body());
        }
    }

    public HttpResponse<String> get(String path, @Nullable String token) {
        return call("GET", path, token, null);
    }

    public HttpResponse<String> call(String method, String path, @Nullable String token, @Nullable JsonObject body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url(path)).timeout(Duration.ofSeconds(20));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (body == null) {
            request.method(method, BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json").method(method, BodyPublishers.ofString(body.encode()));
        }
        return send(request.build());
    }

    public HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError("no answer to " + request, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        server.close()
                .toCompletionStage()
                .thenCompose(closed -> vertx.close().toCompletionStage())
                .toCompletableFuture()
                .orTimeout(START_SECONDS, TimeUnit.SECONDS)
                .join();
    }
}
