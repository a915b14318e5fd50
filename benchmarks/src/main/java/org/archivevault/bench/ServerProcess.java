package org.archivevault.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.archivevault.postgres.EmbeddedPostgres;

/** The vault server in a process of its own, as {@code ./vault server} starts it, with one person signed in. */
final class ServerProcess {
    private static final Pattern READY = Pattern.compile("ready: (http://\\S+)");
    private static final Pattern ONE_TIME_PASSWORD = Pattern.compile("one-time password: (\\S+)");
    /** The first start makes a row per slot, of which there may be a million. */
    private static final Duration START_LIMIT = Duration.ofMinutes(10);

    private static final String PERSON = "bench";
    private static final String PASSWORD_FILE = "password";

    private final Child child;
    private final Api api;

    private ServerProcess(Child child, Api api) {
        this.child = child;
        this.api = api;
    }

    static ServerProcess start(Running running, Path home, EmbeddedPostgres postgres, Broker broker, Path plan)
            throws IOException {
        Path settings = Files.createDirectories(home).resolve("server.yaml");
        Files.writeString(
                settings,
                String.format(
                        Locale.ROOT,
                        """
                http: {host: 127.0.0.1, port: 0}
                db: {url: "postgresql://%s:%d/%s", user: %s}
                mqtt: {url: "%s"}
                sitePlan: "%s"
                dataDir: "%s"
                """,
                        postgres.host(),
                        postgres.port(),
                        postgres.database(),
                        postgres.user(),
                        broker.url(),
                        plan,
                        home.resolve("server")));
        Child child = running.add(Child.java(
                "server",
                Launcher.flags("VAULT_SERVER_FLAGS"),
                home.resolve("server.log"),
                Map.of("VAULT_DB_PASSWORD", postgres.password()),
                List.of("org.archivevault.server.VaultServer", "--settings", settings.toString())));
        String ready = child.awaitLine(l -> READY.matcher(l).find(), START_LIMIT);
        URI address = URI.create(find(READY, ready).orElseThrow());
        return new ServerProcess(child, signIn(new Api(address, ""), child.lines(), home));
    }

    private static Optional<String> find(Pattern pattern, String line) {
        Matcher m = pattern.matcher(line);
        return m.find() ? Optional.of(m.group(1)) : Optional.empty();
    }

    private static Api signIn(Api anybody, List<String> said, Path home) throws IOException {
        Path kept = home.resolve(PASSWORD_FILE);
        Optional<String> oneTime =
                said.stream().flatMap(l -> find(ONE_TIME_PASSWORD, l).stream()).findFirst();
        if (oneTime.isPresent()) {
            String password = random();
            String administrator = replacePassword(anybody, "admin", oneTime.get(), random());
            JsonNode created = anybody.as(administrator)
                    .post(
                            "/users",
                            Map.of(
                                    "userName",
                                    PERSON,
                                    "displayName",
                                    "测量 bench",
                                    "roles",
                                    List.of("archivist", "facilities", "security")));
            replacePassword(anybody, PERSON, created.path("oneTimePassword").asText(), password);
            Files.writeString(kept, password);
        }
        return anybody.as(token(anybody, PERSON, Files.readString(kept)));
    }

    private static String replacePassword(Api anybody, String user, String oneTime, String lasting) {
        String token = token(anybody, user, oneTime);
        anybody.as(token).put("/sessions/current/password", Map.of("oldPassword", oneTime, "newPassword", lasting));
        return token;
    }

    private static String token(Api anybody, String user, String password) {
        return anybody.post("/sessions", Map.of("userName", user, "password", password))
                .path("token")
                .asText();
    }

    private static String random() {
        byte[] bytes = new byte[15];
        new SecureRandom().nextBytes(bytes);
        // Three kinds of characters are asked for, and chance may give two.
        return "Aa1-" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    Api api() {
        return api;
    }

    ProcessHandle handle() {
        return child.handle();
    }
}
