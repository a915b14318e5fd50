package org.archivevault.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.archivevault.firmware.plan.SitePlanLoader;
import org.archivevault.link.mqtt.MqttSettings;
import org.archivevault.link.mqtt.MqttWire;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.event.EdgeEvent;
import org.archivevault.protocol.link.EdgeId;
import org.archivevault.protocol.pack.Epc;
import org.archivevault.protocol.tag.Direction;
import org.archivevault.server.account.SessionSettings;
import org.archivevault.server.database.DatabaseSettings;
import org.archivevault.server.http.HttpSettings;
import org.archivevault.server.identity.Role;
import org.archivevault.server.testing.TestBroker;
import org.archivevault.server.testing.TestEdge;
import org.archivevault.server.testing.TestPostgres;
import org.archivevault.server.testing.TestServer;
import org.archivevault.server.testing.Wait;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Alarms as people and programs meet them: the list, the live stream, and a person's word, over HTTP alone. */
@EnabledIf("mosquittoIsInstalled")
class AlarmsOverHttpTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final EdgeId EDGE = new EdgeId("edge-v1");
    private static final List<BlockId> BLOCKS = List.of(BlockId.parse("ES-V1-B1"), BlockId.parse("ES-V1-B2"));

    @TempDir
    Path folder = Path.of("set by JUnit");

    private final Vertx vertx = Vertx.vertx();

    @SuppressWarnings("NullAway.Init")
    private TestBroker broker;

    @SuppressWarnings("NullAway.Init")
    private TestServer server;

    @SuppressWarnings("NullAway.Init")
    private TestEdge edge;

    static boolean mosquittoIsInstalled() {
        return TestBroker.isInstalled();
    }

    private static long millis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    @BeforeEach
    void open() throws IOException {
        broker = new TestBroker(folder);
        Path plan = folder.resolve("site.yaml");
        try (InputStream demo = SitePlanLoader.class.getResourceAsStream("/sites/demo.yaml")) {
            Files.write(plan, Objects.requireNonNull(demo).readAllBytes());
        }
        DatabaseSettings database = TestPostgres.newDatabase();
        server = TestServer.start(
                new ServerSettings(
                        HttpSettings.loopback(0),
                        database,
                        SessionSettings.defaults(),
                        new BrokerSettings(broker.url(), null, null),
                        plan.toString(),
                        folder.resolve("data").toString(),
                        Duration.ofSeconds(40)),
                Clock.systemUTC());
        TestPostgres.execute(
                database,
                "INSERT INTO pack (pack_no, epc, state, state_since, state_by) SELECT 'P-' || g, 'E' || lpad(g::text, 5,"
                        + " '0'), 'on-shelf', now(), 'test' FROM generate_series(1, 3) g");
        TestPostgres.execute(
                database,
                "INSERT INTO placement (pack_id, position_code, valid_from, placed_by, placed_why) SELECT id,"
                        + " 'ES-V1-B1-05A-01-1-0' || substr(pack_no, 3), now(), 't', 't' FROM pack");
        MqttWire wire = MqttWire.open(
                vertx, new MqttSettings(broker.url(), "edge-v1", null, null, null), AlarmsOverHttpTest::millis);
        await("the edge is connected").atMost(PATIENCE).until(wire::connected);
        edge = new TestEdge(vertx, wire, EDGE, BLOCKS, AlarmsOverHttpTest::millis);
    }

    @AfterEach
    void close() {
        server.close();
        broker.close();
        Wait.until(vertx.close());
    }

    private void carriedOut(int pack) {
        edge.happened(new EdgeEvent.GatePassed("gate", new Epc("E0000" + pack), null, Direction.OUT, 300));
    }

    private static Predicate<JsonObject> of(int pack) {
        return alarm -> ("P-" + pack).equals(alarm.getString("pack"));
    }

    private List<JsonObject> list(String token, String query) {
        HttpResponse<String> answer = server.get("/alarms" + query, token);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new JsonArray(answer.body()).stream().map(JsonObject.class::cast).toList();
    }

    private HttpResponse<String> acknowledge(String token, String id, String reason) {
        return server.call("POST", "/alarms/" + id + "/acknowledge", token, new JsonObject().put("reason", reason));
    }

    /** Someone who listens to the stream, and keeps what is told. */
    private final class Listener implements AutoCloseable {
        private final BlockingQueue<JsonObject> told = new LinkedBlockingQueue<>();
        private final InputStream body;

        Listener(String token) throws IOException, InterruptedException {
            HttpRequest request = HttpRequest.newBuilder(server.url("/alarms/events"))
                    .header("Authorization", "Bearer " + token)
                    .build();
            HttpResponse<InputStream> response =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofInputStream());
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
            body = response.body();
            Thread reader = new Thread(this::read, "alarm-listener");
            reader.setDaemon(true);
            reader.start();
        }

        private void read() {
            String event = "";
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith("event:")) {
                        event = line.substring("event:".length()).strip();
                    } else if (line.startsWith("data:") && event.equals("alarm")) {
                        told.add(new JsonObject(line.substring("data:".length()).strip()));
                    }
                }
            } catch (IOException e) {
                // The listener was closed, which is how it ends.
                event = "";
            }
        }

        /** The next one that fits; what comes before it is passed over. */
        JsonObject next(Predicate<JsonObject> fits) throws InterruptedException {
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (System.nanoTime() < end) {
                JsonObject alarm = told.poll(100, TimeUnit.MILLISECONDS);
                if (alarm != null && fits.test(alarm)) {
                    return alarm;
                }
            }
            throw new AssertionError("no such alarm came on the stream");
        }

        @Override
        public void close() {
            try {
                body.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    void theStreamTellsAnAlarmThatItHappensAgainAndWhoAcknowledgedIt() throws Exception {
        String guard = server.signedIn("zhou", Role.SECURITY);
        try (Listener listener = new Listener(guard)) {
            // WHEN a pack is carried out without a request
            carriedOut(1);

            // THEN the stream tells it by name, place and sentence
            JsonObject first = listener.next(of(1));
            assertThat(first.getString("kind")).isEqualTo("unapproved-exit");
            assertThat(first.getString("place")).isEqualTo("gate");
            assertThat(first.getInteger("times")).isEqualTo(1);
            assertThat(first.getJsonObject("sentence").getString("en")).contains("P-1", "gate");
            assertThat(first.getString("acknowledgedAt")).isNull();

            // AND when it happens again it is the same alarm, told again
            carriedOut(1);
            JsonObject again = listener.next(of(1).and(a -> a.getInteger("times") == 2));
            assertThat(again.getString("id")).isEqualTo(first.getString("id"));

            // WHEN the guard has looked
            HttpResponse<String> answer = acknowledge(guard, first.getString("id"), "演练 / a drill");

            // THEN the answer, the stream and the list say who, when and why
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            JsonObject over = listener.next(of(1).and(a -> a.getString("acknowledgedAt") != null));
            assertThat(over.getString("acknowledgedBy")).isEqualTo("zhou");
            assertThat(over.getString("reason")).isEqualTo("演练 / a drill");
            assertThat(list(guard, "")).isEmpty();
            assertThat(list(guard, "?all=true"))
                    .singleElement()
                    .satisfies(alarm -> assertThat(alarm.getString("reason")).isEqualTo("演练 / a drill"));
        }
    }

    @Test
    void whoComesLaterHearsWhatIsOpenAndNotWhatIsOver() throws Exception {
        String guard = server.signedIn("zhou", Role.SECURITY);
        String auditor = server.signedIn("shen", Role.AUDITOR);
        // GIVEN one alarm that is over and one that is open
        carriedOut(1);
        carriedOut(2);
        await("both are raised").atMost(PATIENCE).until(() -> list(auditor, "").size() == 2);
        String over = list(auditor, "").stream()
                .filter(of(1))
                .findFirst()
                .orElseThrow()
                .getString("id");
        assertThat(acknowledge(guard, over, "drill").statusCode()).isEqualTo(200);

        // WHEN somebody begins to listen
        try (Listener listener = new Listener(auditor)) {
            carriedOut(3);

            // THEN the open one comes, then the new one, and nothing of the one that is over
            assertThat(listener.next(alarm -> true).getString("pack")).isEqualTo("P-2");
            assertThat(listener.next(alarm -> true).getString("pack")).isEqualTo("P-3");
        }
    }

    @Test
    void onlyAGuardAcknowledgesOnceAndWithAReason() {
        String guard = server.signedIn("zhou", Role.SECURITY);
        String archivist = server.signedIn("li", Role.ARCHIVIST);
        String administrator = server.adminToken();
        carriedOut(1);
        await("it is raised").atMost(PATIENCE).until(() -> list(archivist, "").size() == 1);
        String id = list(archivist, "").get(0).getString("id");

        // WHEN the wrong person, no reason, or no alarm of that id
        assertThat(acknowledge(archivist, id, "I know").statusCode()).isEqualTo(403);
        assertThat(acknowledge(guard, id, "").statusCode()).isEqualTo(400);
        assertThat(acknowledge(guard, UUID.randomUUID().toString(), "x").statusCode())
                .isEqualTo(404);
        assertThat(acknowledge(guard, "one", "x").statusCode()).isIn(400, 404);
        assertThat(server.get("/alarms", administrator).statusCode()).isEqualTo(403);
        assertThat(server.get("/alarms", null).statusCode()).isEqualTo(401);

        // THEN it is open as before
        assertThat(list(archivist, "")).hasSize(1);

        // WHEN two guards acknowledge it, the first one's word stands
        String other = server.signedIn("wu", Role.SECURITY);
        assertThat(acknowledge(guard, id, "the courier").statusCode()).isEqualTo(200);
        HttpResponse<String> second = acknowledge(other, id, "another word");
        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(new JsonObject(second.body()).getString("reason")).isEqualTo("the courier");
        assertThat(new JsonObject(second.body()).getString("acknowledgedBy")).isEqualTo("zhou");
    }
}
