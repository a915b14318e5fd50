package org.archivevault.server.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.archivevault.firmware.plan.SitePlanLoader;
import org.archivevault.link.mqtt.MqttSettings;
import org.archivevault.link.mqtt.MqttWire;
import org.archivevault.postgres.EmbeddedPostgres;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.command.LockBlock;
import org.archivevault.protocol.command.RefusalCode;
import org.archivevault.protocol.command.StopBlock;
import org.archivevault.protocol.event.Obstacle;
import org.archivevault.protocol.link.EdgeId;
import org.archivevault.server.BrokerSettings;
import org.archivevault.server.ServerSettings;
import org.archivevault.server.account.SessionSettings;
import org.archivevault.server.database.DatabaseSettings;
import org.archivevault.server.http.HttpSettings;
import org.archivevault.server.identity.Role;
import org.archivevault.server.testing.TestBroker;
import org.archivevault.server.testing.TestEdge;
import org.archivevault.server.testing.TestPostgres;
import org.archivevault.server.testing.TestServer;
import org.archivevault.server.testing.Wait;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Over HTTP, a real Mosquitto and a PostgreSQL of its own, all of which go away and come back. */
@EnabledIf("mosquittoIsInstalled")
class ServedRetrievalTest {
    private static final BlockId B1 = BlockId.parse("ES-V1-B1");
    private static final BlockId B2 = BlockId.parse("ES-V1-B2");
    /** People are told within 2 s; a machine that is busy with other tests gets one more. */
    private static final Duration TOLD = Duration.ofSeconds(3);

    @TempDir
    Path folder = Path.of("set by JUnit");

    private final Vertx vertx = Vertx.vertx();
    private @Nullable Site site;

    private record Site(
            EmbeddedPostgres postgres,
            TestBroker broker,
            TestServer server,
            TestEdge edge,
            DatabaseSettings database) {}

    private static long millis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    static boolean mosquittoIsInstalled() {
        return TestBroker.isInstalled();
    }

    @BeforeEach
    void open() throws IOException {
        EmbeddedPostgres postgres = TestPostgres.startAlone(folder.resolve("pg"), 0);
        DatabaseSettings database = TestPostgres.settingsOf(postgres);
        TestBroker broker = new TestBroker(folder);
        Path plan = folder.resolve("site.yaml");
        try (InputStream demo = SitePlanLoader.class.getResourceAsStream("/sites/demo.yaml")) {
            Files.write(plan, java.util.Objects.requireNonNull(demo).readAllBytes());
        }
        TestServer server = TestServer.start(
                new ServerSettings(
                        HttpSettings.loopback(0),
                        database,
                        SessionSettings.defaults(),
                        new BrokerSettings(broker.url(), null, null),
                        plan.toString(),
                        folder.resolve("data").toString(),
                        Duration.ofSeconds(40)),
                Clock.systemUTC());
        MqttWire wire = MqttWire.open(
                vertx, new MqttSettings(broker.url(), "edge-v1", null, null, null), ServedRetrievalTest::millis);
        await("the edge is connected").atMost(Duration.ofSeconds(20)).until(wire::connected);
        TestEdge edge = new TestEdge(vertx, wire, new EdgeId("edge-v1"), List.of(B1, B2), ServedRetrievalTest::millis);
        site = new Site(postgres, broker, server, edge, database);
    }

    @AfterEach
    void close() {
        Site open = site();
        open.server().close();
        open.broker().close();
        Wait.until(vertx.close());
        open.postgres().close();
    }

    private Site site() {
        return java.util.Objects.requireNonNull(site);
    }

    private String archivist(String name) {
        return site().server().signedIn(name, Role.ARCHIVIST);
    }

    private void file(String order, String pack, String position) {
        TestPostgres.execute(
                site().database(),
                ("WITH n AS (INSERT INTO customer_name (name) VALUES ('张三') ON CONFLICT (name) DO UPDATE SET name ="
                                + " EXCLUDED.name RETURNING id), o AS (INSERT INTO business_order (order_no,"
                                + " customer_no, name_id) SELECT '%s', 'C-1', n.id FROM n RETURNING id), p AS (INSERT"
                                + " INTO pack (pack_no, state, state_since, state_by) VALUES ('%s', 'on-shelf', now(),"
                                + " 't') RETURNING id), op AS (INSERT INTO order_pack (order_id, pack_id) SELECT o.id,"
                                + " p.id FROM o, p) INSERT INTO placement (pack_id, position_code, valid_from,"
                                + " placed_by, placed_why) SELECT p.id, '%s', now(), 't', 't' FROM p")
                        .formatted(order, pack, position));
    }

    private HttpResponse<String> ask(String token, String order) {
        return site().server()
                .call(
                        "POST",
                        "/retrievals",
                        token,
                        new JsonObject().put("orderNo", order).put("purpose", "抄表争议"));
    }

    private HttpResponse<String> post(String token, String path) {
        return site().server().call("POST", path, token, null);
    }

    private void awaitMovable(String token) {
        await("the block may move")
                .atMost(Duration.ofSeconds(20))
                .until(() -> obstacles(token).isEmpty());
    }

    private JsonArray obstacles(String token) {
        return new JsonObject(site().server().get("/blocks/ES-V1-B1", token).body()).getJsonArray("obstacles");
    }

    private static String code(HttpResponse<String> answer) {
        return new JsonObject(answer.body()).getString("code");
    }

    @Test
    void anOrderIsAskedForFollowedWaitedForTakenUpAndGivenBack() throws Exception {
        String li = archivist("li");
        String wang = archivist("wang");
        file("WO-1", "P-1", "ES-V1-B1-03A-01-1-01");
        file("WO-2", "P-2", "ES-V1-B1-05A-01-1-01");
        awaitMovable(li);

        // WHEN li asks
        HttpResponse<String> asked = ask(li, "WO-1");
        assertThat(asked.statusCode()).as(asked.body()).isEqualTo(201);
        JsonObject retrieval = new JsonObject(asked.body());
        assertThat(retrieval.getString("aisle")).isEqualTo("ES-V1-B1/2");
        String path = "/retrievals/" + retrieval.getString("id");
        assertThat(asked.headers().firstValue("Location")).hasValue("/api/v1" + path);

        // THEN the stream tells every change once, each with its revision as id
        List<String> lines = stream(li, path + "/events", "0", line -> line.contains("\"state\":\"open\""));
        assertThat(lines).contains("retry: 1000", "event: retrieval", "id: 1", "id: 2");
        assertThat(lines.stream().filter(line -> line.startsWith("id:"))).doesNotHaveDuplicates();
        // AND a listener that comes back gets only what it has missed
        assertThat(stream(li, path + "/events", "1", line -> line.startsWith("data:")))
                .contains("id: 2")
                .doesNotContain("id: 1");

        // WHEN wang asks for another aisle of the block
        HttpResponse<String> waits = ask(wang, "WO-2");

        // THEN wang waits and is told for whom
        assertThat(waits.statusCode()).isEqualTo(202);
        JsonObject waiting = new JsonObject(waits.body());
        assertThat(waiting.getJsonObject("waiting").getJsonObject("behind").getString("displayName"))
                .isEqualTo("测试 li");
        String second = "/retrievals/" + waiting.getString("id");
        // AND li cannot be robbed of the block, nor can wang open before it is offered
        assertThat(code(post(wang, path + "/close"))).isEqualTo("not-your-retrieval");
        assertThat(code(post(wang, second + "/open"))).isEqualTo("retrieval-state");

        // WHEN li gives back
        assertThat(post(li, path + "/close").statusCode()).isEqualTo(200);
        assertThat(new JsonObject(site().server().get(second, wang).body()).getString("state"))
                .isEqualTo("offered");

        // THEN wang opens
        assertThat(post(wang, second + "/open").statusCode()).isEqualTo(200);
        await().atMost(Duration.ofSeconds(10))
                .until(() -> new JsonObject(site().server().get(second, wang).body())
                        .getString("state")
                        .equals("open"));
        assertThat(site().edge().moved()).hasSize(2);
    }

    @Test
    void eachRefusalHasItsOwnCodeAndStatus() {
        String li = archivist("li");
        String auditor = site().server().signedIn("shen", Role.AUDITOR);
        file("WO-1", "P-1", "ES-V1-B1-03A-01-1-01");
        awaitMovable(li);

        assertThat(ask(auditor, "WO-1").statusCode()).isEqualTo(403);
        HttpResponse<String> unknown = ask(li, "WO-9");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(new JsonObject(unknown.body()).getJsonArray("nearest")).contains("WO-1");
        assertThat(site().server()
                        .call("POST", "/retrievals", li, new JsonObject().put("orderNo", "WO-1"))
                        .statusCode())
                .isEqualTo(400);
        assertThat(post(li, "/retrievals/00000000-0000-0000-0000-000000000000/open")
                        .statusCode())
                .isEqualTo(404);

        site().edge().obstacles(B1, new Obstacle(RefusalCode.DOOR_OPEN, ""));
        await().until(() -> !obstacles(li).isEmpty());
        HttpResponse<String> blocked = ask(li, "WO-1");
        assertThat(blocked.statusCode()).isEqualTo(409);
        assertThat(code(blocked)).isEqualTo("block-may-not-move");
        assertThat(new JsonObject(blocked.body())
                        .getJsonArray("refusals")
                        .getJsonObject(0)
                        .getString("code"))
                .isEqualTo("door-open");
        JsonObject pack = new JsonObject(
                        site().server().get("/orders/WO-1/location", li).body())
                .getJsonArray("packs")
                .getJsonObject(0);
        assertThat(pack.getBoolean("mayOpen")).isFalse();
        assertThat(site().edge().received()).isEmpty();
    }

    @Test
    void stopGoesThroughWithoutTheDatabaseAndIsLoggedWhenItIsBack() {
        String auditor = site().server().signedIn("shen", Role.AUDITOR);
        awaitMovable(auditor);
        assertThat(new JsonObject(post(auditor, "/blocks/ES-V1-B1/stop").body()).getBoolean("logged"))
                .isTrue();

        // WHEN the database is gone
        int port = site().postgres().port();
        site().postgres().close();
        long before = System.nanoTime();
        HttpResponse<String> stopped = post(auditor, "/blocks/ES-V1-B1/stop");

        // THEN the stop leaves all the same, and the answer says that the log follows
        assertThat(stopped.statusCode()).as(stopped.body()).isEqualTo(202);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(TOLD);
        assertThat(new JsonObject(stopped.body()).getBoolean("logged")).isFalse();
        await().until(() -> site().edge().received().size() == 2);
        assertThat(site().edge().received()).allSatisfy(c -> assertThat(c).isInstanceOf(StopBlock.class));

        // AND when the database is back the entry is made, and the edge's own events arrive
        EmbeddedPostgres back = TestPostgres.startAlone(folder.resolve("pg"), port);
        try {
            await("both stops are logged").atMost(Duration.ofSeconds(30)).until(() -> logged("block-stop") == 2);
            await("the events arrive").atMost(Duration.ofSeconds(30)).until(() -> logged("edge-command-ended") == 2);
        } finally {
            site = new Site(back, site().broker(), site().server(), site().edge(), site().database());
        }
    }

    private long logged(String kind) {
        HttpResponse<String> page = site().server()
                .get("/access-log?limit=1000", site().server().signIn("shen", TestServer.ADMIN_PASSWORD));
        return page.statusCode() != 200
                ? 0
                : new JsonObject(page.body())
                        .getJsonArray("entries").stream()
                                .filter(e -> ((JsonObject) e).getString("kind").equals(kind))
                                .count();
    }

    @Test
    void withoutTheDatabaseAnOrderIsToldSoInTimeAndWorkResumesByItself() {
        String li = archivist("li");
        file("WO-1", "P-1", "ES-V1-B1-03A-01-1-01");
        awaitMovable(li);
        int port = site().postgres().port();
        site().postgres().close();

        long before = System.nanoTime();
        HttpResponse<String> refused = ask(li, "WO-1");

        assertThat(code(refused)).isEqualTo("database-unavailable");
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(TOLD);
        assertThat(site().edge().received()).isEmpty();
        EmbeddedPostgres back = TestPostgres.startAlone(folder.resolve("pg"), port);
        site = new Site(back, site().broker(), site().server(), site().edge(), site().database());
        await("asking works again")
                .atMost(Duration.ofSeconds(20))
                .until(() -> ask(li, "WO-1").statusCode() < 300);
        await().until(() -> site().edge().moved().size() == 1);
    }

    @Test
    void withoutTheBrokerStopAndOrderAreToldSoInTimeAndWorkResumesByItself() {
        String li = archivist("li");
        file("WO-1", "P-1", "ES-V1-B1-03A-01-1-01");
        awaitMovable(li);
        site().broker().kill();

        long before = System.nanoTime();
        HttpResponse<String> stopped = post(li, "/blocks/ES-V1-B1/stop");
        assertThat(stopped.statusCode()).isEqualTo(503);
        assertThat(code(stopped)).isEqualTo("broker-unavailable");
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(TOLD);
        HttpResponse<String> asked = ask(li, "WO-1");
        assertThat(code(asked)).isEqualTo("broker-unavailable");

        site().broker().restart();
        // The edge's retained status went with the broker that kept nothing.
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            site().edge().status(true);
            return obstacles(li).isEmpty();
        });
        assertThat(ask(li, "WO-1").statusCode()).isEqualTo(201);
        await().until(() -> site().edge().moved().size() == 1);
        assertThat(site().edge().received()).noneMatch(c -> c instanceof StopBlock);
    }

    @Test
    void aBlockIsWatchedLockedAndSeenToGoStale() throws Exception {
        String li = archivist("li");
        String engineer = site().server().signedIn("gong", Role.FACILITIES);
        awaitMovable(li);

        assertThat(site().server()
                        .call(
                                "POST",
                                "/blocks/ES-V1-B1/lock",
                                engineer,
                                new JsonObject().put("reason", "rail inspection"))
                        .statusCode())
                .isEqualTo(202);
        await().until(() -> !site().edge().received().isEmpty());
        assertThat(site().edge().received().get(0)).isInstanceOfSatisfying(LockBlock.class, lock -> {
            assertThat(lock.subject()).isEqualTo("gong");
            assertThat(lock.reason().reference()).isEqualTo("rail inspection");
        });
        assertThat(site().server()
                        .call("POST", "/blocks/ES-V1-B1/lock", engineer, new JsonObject().put("reason", "  "))
                        .statusCode())
                .isEqualTo(400);
        assertThat(site().server().get("/blocks/ES-V1-XX", li).statusCode()).isEqualTo(404);

        // WHEN the edge falls silent THEN the stream says so within 2.5 s of the last view
        site().edge().beating(false);
        List<String> lines = stream(li, "/blocks/ES-V1-B1/events", null, line -> line.contains("stale-state"));
        assertThat(lines).contains("event: block");
        assertThat(lines.stream().filter(line -> line.startsWith("id: "))).isNotEmpty();
    }

    /** Lines of a stream, until one fits. */
    private List<String> stream(
            String token, String path, @Nullable String lastEventId, java.util.function.Predicate<String> last)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(site().server().url(path))
                .header("Authorization", "Bearer " + token)
                .timeout(Duration.ofSeconds(20));
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        HttpResponse<InputStream> response =
                HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
        List<String> lines = new ArrayList<>();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
                if (last.test(line)) {
                    return lines;
                }
                assertThat(System.nanoTime())
                        .as("the line came in time: " + lines)
                        .isLessThan(deadline);
            }
        }
        throw new AssertionError("the stream ended: " + lines);
    }
}
