package org.archivevault.server.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.archivevault.server.identity.Role;
import org.archivevault.server.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import picocli.CommandLine;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.SAME_THREAD)
class AccessLogRoutesTest {
    private TestServer server;
    private String auditor;

    @TempDir
    Path folder;

    @BeforeAll
    void start() {
        server = TestServer.start();
        auditor = server.signedIn("an.auditor", Role.AUDITOR);
    }

    @AfterAll
    void close() {
        server.close();
    }

    @Test
    void readingTheLogIsInTheLog() {
        JsonArray before = entries("/access-log?limit=1");
        JsonObject reading = before.getJsonObject(0);
        // the page shows the very reading that asked for it
        assertThat(reading.getString("kind")).isEqualTo("access-log-read");
        assertThat(reading.getString("subject")).isEqualTo("an.auditor");
        assertThat(new JsonObject(reading.getString("details")).getString("limit"))
                .isEqualTo("1");
    }

    @Test
    void pagesFollowEachOtherWithoutGapAndFiltersHold() {
        JsonArray first = entries("/access-log?after=0&limit=2");
        JsonArray second = entries("/access-log?after=2&limit=2");
        assertThat(first.getJsonObject(0).getLong("seq")).isEqualTo(1);
        assertThat(first.getJsonObject(1).getLong("seq")).isEqualTo(2);
        assertThat(second.getJsonObject(0).getLong("seq")).isEqualTo(3);
        assertThat(entries("/access-log?subject=an.auditor&after=0&limit=1000"))
                .isNotEmpty()
                .allSatisfy(entry ->
                        assertThat(((JsonObject) entry).getString("subject")).isEqualTo("an.auditor"));
        assertThat(entries("/access-log?object=user:admin&after=0&limit=1000"))
                .isNotEmpty()
                .allSatisfy(entry ->
                        assertThat(((JsonObject) entry).getString("object")).isEqualTo("user:admin"));
    }

    @Test
    void anExportIsVerifiedWithoutServerAndDatabaseAndAChangedByteIsFound() throws IOException {
        // GIVEN an export
        HttpResponse<String> exported = server.get("/access-log/export", auditor);
        assertThat(exported.statusCode()).isEqualTo(200);
        Path file = folder.resolve("access-log.jsonl");
        Files.writeString(file, exported.body());
        assertThat(exported.body().lines().count()).isGreaterThan(3);
        // WHEN it is verified, as it is and with a name changed
        assertThat(verify(file)).isEqualTo(0);
        Files.writeString(file, exported.body().replaceFirst("an\\.auditor", "no.auditor"));
        // THEN only the first is intact
        assertThat(verify(file)).isEqualTo(1);
        // AND neither an empty place nor a text that is no log passes for one
        Files.writeString(file, "no log\n");
        assertThat(verify(file)).isEqualTo(1);
        assertThat(verify(folder.resolve("absent"))).isEqualTo(3);
    }

    @Test
    void newEntriesArriveLiveEachOnce() throws Exception {
        HttpResponse<InputStream> stream = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(server.url("/access-log/events"))
                                .header("Authorization", "Bearer " + auditor)
                                .build(),
                        BodyHandlers.ofInputStream());
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
            // WHEN two things happen one after the other
            server.trySignIn("ghost.one", "x");
            server.trySignIn("ghost.two", "x");
            // THEN both are told, in order
            CompletableFuture<List<String>> told = CompletableFuture.supplyAsync(() -> lines.lines()
                    .filter(line -> line.startsWith("data: ") && line.contains("ghost."))
                    .limit(2)
                    .map(line -> new JsonObject(line.substring(6)).getString("object"))
                    .toList());
            assertThat(told.get(30, TimeUnit.SECONDS)).containsExactly("user:ghost.one", "user:ghost.two");
        }
    }

    private JsonArray entries(String path) {
        HttpResponse<String> answer = server.get(path, auditor);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new JsonObject(answer.body()).getJsonArray("entries");
    }

    private static int verify(Path file) {
        return new CommandLine(new VerifyAccessLog())
                .setOut(new PrintWriter(new StringWriter(), true))
                .setErr(new PrintWriter(new StringWriter(), true))
                .execute("--file", file.toString());
    }
}
