package org.archivevault.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.archivevault.server.identity.Role;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiServerTest {
    private final HttpFixture fixture = new HttpFixture();

    @AfterAll
    void close() {
        fixture.close();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/v1/nothing, 404, no-such-route",
        "GET, /, 404, no-such-route",
        "DELETE, /api/v1/things, 405, method-not-allowed",
        "PUT, /api/v1/things/a/place, 405, method-not-allowed"
    })
    void whatIsNotThereIsSaidInBothLanguages(String method, String path, int status, String code) {
        HttpResponse<String> answer = fixture.send(fixture.request(path, HttpFixture.ARCHIVIST)
                .method(method, BodyPublishers.noBody())
                .build());
        assertProblem(answer, status, code);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{                       | application/json | 400 | bad-request",
                "{}                      | application/json | 400 | bad-request",
                "[]                      | application/json | 400 | bad-request",
                "null                    | application/json | 400 | bad-request",
                "{\"name\":7}            | application/json | 400 | bad-request",
                "{\"name\":\"a\",\"x\":1}| application/json | 400 | bad-request",
                "{\"name\":\"123456789012345678901\"} | application/json | 400 | bad-request",
                "name=a                  | application/x-www-form-urlencoded | 415 | unsupported-media-type",
                "<name>a</name>          | text/xml         | 415 | unsupported-media-type"
            })
    void aBodyThatDoesNotFitTheContractIsRefused(String body, String mediaType, int status, String code) {
        assertProblem(fixture.post("/api/v1/things", HttpFixture.ARCHIVIST, mediaType, body), status, code);
    }

    @Test
    void aBodyNestedAHundredThousandDeepIsRefused() {
        String bomb = "{\"name\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
        assertProblem(
                fixture.post("/api/v1/things", HttpFixture.ARCHIVIST, "application/json", bomb), 400, "bad-request");
        assertThat(fixture.get("/health/live", null).statusCode()).isEqualTo(200);
    }

    @Test
    void aBodyThatFitsIsHandled() {
        HttpResponse<String> made = fixture.post(
                "/api/v1/things?count=2", HttpFixture.ARCHIVIST, "application/json; charset=utf-8", "{\"name\":\"箱\"}");
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        assertThat(made.body()).isEqualTo("{\"name\":\"箱\"}");
        assertThat(made.headers().firstValue("Location")).hasValue("/api/v1/things/1");
    }

    @Test
    void aQueryThatDoesNotFitTheContractIsRefused() {
        assertProblem(
                fixture.post("/api/v1/things?count=0", HttpFixture.ARCHIVIST, "application/json", "{\"name\":\"a\"}"),
                400,
                "bad-request");
        assertProblem(
                fixture.post("/api/v1/things/upload?mode=c", HttpFixture.ARCHIVIST, "text/csv", "a"),
                400,
                "bad-request");
    }

    @Test
    void aBodyBeyondTheLimitIsRefusedAndAnUploadIsNot() {
        String large = "x".repeat(2 * 1024 * 1024);
        assertProblem(
                fixture.post("/api/v1/things", HttpFixture.ARCHIVIST, "application/json", large),
                413,
                "body-too-large");
        HttpResponse<String> taken = fixture.post("/api/v1/things/upload", HttpFixture.ARCHIVIST, "text/csv", large);
        assertThat(taken.statusCode()).as(taken.body()).isEqualTo(202);
        assertThat(new JsonObject(taken.body()).getLong("bytes")).isEqualTo(large.length());
    }

    @Test
    void aDefectShowsANumberAndNothingInner() {
        HttpResponse<String> answer = fixture.get("/api/v1/things/defect", HttpFixture.ARCHIVIST);
        assertProblem(answer, 500, "internal-error");
        assertThat(answer.body())
                .doesNotContain("SELECT")
                .doesNotContain("Exception")
                .doesNotContain("\tat ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Basic YTpi", "Bearer", "Bearer unknown", "bearer  token-of-an-archivist"})
    void nobodyComesInWithoutAValidToken(String header) {
        HttpResponse<String> answer = fixture.send(
                header.isEmpty()
                        ? fixture.request("/api/v1/things/a/place", null).build()
                        : fixture.request("/api/v1/things/a/place", null)
                                .header("Authorization", header)
                                .build());
        assertProblem(answer, 401, "not-signed-in");
        assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
    }

    @Test
    void aRefusalByRoleIsLoggedBeforeItIsAnswered() {
        HttpResponse<String> answer = fixture.post("/api/v1/things", HttpFixture.AUDITOR, "application/json", "{}");
        assertProblem(answer, 403, "not-allowed");
        assertThat(answer.body()).contains("档案员").contains("archivist");
        assertThat(fixture.refusals).contains("auditor makeThing not-allowed");
    }

    @Test
    void aRefusalThatCannotBeLoggedStaysARefusal() {
        try (HttpFixture own = new HttpFixture()) {
            own.logWorks = false;
            assertProblem(own.get("/api/v1/things/a/place", HttpFixture.AUDITOR), 503, "log-unavailable");
        }
    }

    @Test
    void withAOneTimePasswordOnlyWhatIsAlwaysOpenIsOpen() {
        assertProblem(fixture.get("/api/v1/things/a/place", HttpFixture.NEWCOMER), 403, "password-change-due");
        assertThat(fixture.post("/api/v1/things/stop", HttpFixture.NEWCOMER, "application/json", "")
                        .statusCode())
                .isEqualTo(204);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "WO-2026.1_x", "%41", "a%2Fb", "%E6%A1%A3", "a%20b", "%zz", "a+b", "a;b", "%00"})
    void theShortWayAnswersAsTheContractSays(String raw) throws IOException {
        // GIVEN the same path, once as it is (the short way) and once with a percent sign in it (the ordinary way)
        String direct = status("/api/v1/things/" + raw + "/place");
        String ordinary = status("/api/v1/%74hings/" + raw + "/place");
        assertThat(direct).isIn("200", "400", "404");
        assertThat(direct.equals("200")).isEqualTo(ordinary.equals("200"));
    }

    @Test
    void everyAnswerCarriesTheHeadersThatKeepBrowsersCareful() {
        for (String path : List.of("/api/v1/things/a/place", "/api/v1/things/defect", "/health", "/nothing")) {
            HttpResponse<String> answer = fixture.get(path, HttpFixture.ARCHIVIST);
            assertThat(answer.headers().firstValue("X-Content-Type-Options"))
                    .as(path)
                    .hasValue("nosniff");
            assertThat(answer.headers().firstValue("Cache-Control")).as(path).hasValue("no-store");
            assertThat(answer.headers().firstValue("Content-Security-Policy"))
                    .as(path)
                    .isPresent();
        }
    }

    @Test
    void eventsArriveWithSignsOfLifeAndEndWithTheSession() throws Exception {
        fixture.sessions.put("short-lived", fixture.sessions.get(HttpFixture.ARCHIVIST));
        HttpResponse<InputStream> stream = fixture.send(
                fixture.request("/api/v1/things/events", "short-lived").build(), http -> BodyHandlers.ofInputStream());
        assertThat(stream.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/event-stream");
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
            String first = lines.readLine();
            while (!first.startsWith("event:")) {
                first = lines.readLine();
            }
            assertThat(first).isEqualTo("event: thing");
            assertThat(lines.readLine()).isEqualTo("data: {\"n\":1}");
            assertThat(lines.readLine()).isEmpty();
            assertThat(lines.readLine()).isEqualTo(":");
            // WHEN the session ends
            fixture.sessions.remove("short-lived");
            // THEN so does the stream
            CompletableFuture<Long> rest =
                    CompletableFuture.supplyAsync(() -> lines.lines().count());
            assertThat(rest.get(10, TimeUnit.SECONDS)).isLessThan(20);
        }
    }

    @Test
    void aRequestThatHangsWhileTheDatabaseIsAwayIsToldSoWithinTwoSeconds() {
        try (HttpFixture own = new HttpFixture()) {
            own.databaseAvailable = false;
            long start = System.nanoTime();
            HttpResponse<String> answer = own.get("/api/v1/things/hang", HttpFixture.ARCHIVIST);
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            assertProblem(answer, 503, "database-unavailable");
            assertThat(took).isBetween(Duration.ofMillis(1_500), Duration.ofMillis(2_500));
            assertThat(own.get("/health", null).statusCode()).isEqualTo(503);
            assertThat(own.get("/health/live", null).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aRequestThatIsMerelySlowIsToldAsSoonAsTheDatabaseGoesAway() throws Exception {
        try (HttpFixture own = new HttpFixture()) {
            CompletableFuture<HttpResponse<String>> waiting = own.http.sendAsync(
                    own.request("/api/v1/things/hang", HttpFixture.ARCHIVIST).build(), BodyHandlers.ofString());
            // GIVEN a request older than the patience, while the database answers: it may take its time
            assertThatThrownBy(() -> waiting.get(2_500, TimeUnit.MILLISECONDS))
                    .isInstanceOf(java.util.concurrent.TimeoutException.class);
            // WHEN the database goes away
            own.databaseAvailable = false;
            // THEN it is told at once
            assertProblem(waiting.get(5, TimeUnit.SECONDS), 503, "database-unavailable");
        }
    }

    @Test
    void theContractIsServedWithThePathThatIsTrue() {
        JsonObject contract =
                new JsonObject(fixture.get("/api/v1/openapi.json", null).body());
        assertThat(contract.getString("openapi")).isEqualTo("3.1.0");
        assertThat(contract.getJsonArray("servers").getJsonObject(0).getString("url"))
                .isEqualTo("/api/v1");
        assertThat(contract.getJsonObject("paths").containsKey("/things/{thing}/place"))
                .isTrue();
    }

    @Test
    void metricsCountByOperation() {
        fixture.get("/api/v1/things/a/place", HttpFixture.ARCHIVIST);
        HttpResponse<String> metrics = fixture.get("/metrics", null);
        assertThat(metrics.statusCode()).isEqualTo(200);
        assertThat(metrics.body())
                .contains("vault_http_requests_seconds_count{operation=\"placeOfThing\",status=\"2xx\"}");
    }

    @Test
    void theServerDoesNotStartWhenContractAndHandlersDiffer() {
        Vertx vertx = Vertx.vertx();
        try {
            assertThatThrownBy(() -> HttpFixture.await(start(vertx, routes -> {})))
                    .hasMessageContaining("without handler [defectiveThing");
            assertThatThrownBy(() -> HttpFixture.await(start(vertx, routes -> {
                        for (String id : List.of(
                                "placeOfThing",
                                "makeThing",
                                "watchThings",
                                "uploadThings",
                                "defectiveThing",
                                "hangingThing",
                                "stopThings",
                                "unheardOf")) {
                            routes.on(id, Role.ANY, context -> Future.succeededFuture(Answer.noContent()));
                        }
                    })))
                    .hasMessageContaining("not in the contract [unheardOf]");
        } finally {
            HttpFixture.await(vertx.close());
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyErrorHasAStatusAndASentenceInBothLanguages(ErrorCode code) {
        assertThat(ErrorStatus.of(code)).isBetween(400, 599);
        assertThat(code.sentence().zh()).matches("(?s).*[\\u4e00-\\u9fff].*");
        assertThat(code.sentence().en()).matches("[\\x20-\\x7e]+");
        assertThat(code.code()).matches("[a-z]+(-[a-z]+)*");
    }

    private static Future<ApiServer> start(Vertx vertx, RouteGroup group) {
        Door nobody = new Door() {
            @Override
            public @Nullable Caller known(String token) {
                return null;
            }

            @Override
            public boolean lasts(String token) {
                return false;
            }

            @Override
            public Future<Optional<Caller>> find(String token) {
                return Future.succeededFuture(Optional.empty());
            }
        };
        return ApiServer.start(
                vertx,
                HttpSettings.loopback(0),
                new ApiServer.Parts(
                        List.of("test-feature"),
                        List.of(group),
                        nobody,
                        (caller, operation, path, code) -> Future.succeededFuture(),
                        new HealthChecks(),
                        () -> true,
                        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT)));
    }

    private String status(String rawPath) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), fixture.url("/").getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write(("GET " + rawPath + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer "
                                    + HttpFixture.ARCHIVIST + "\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            return lines.readLine().split(" ")[1];
        }
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        JsonObject problem = new JsonObject(answer.body());
        assertThat(problem.getString("code")).isEqualTo(code);
        assertThat(problem.getInteger("status")).isEqualTo(status);
        assertThat(problem.getString("zh")).matches("(?s).*[\\u4e00-\\u9fff].*");
        assertThat(problem.getString("en")).isNotBlank();
    }
}
