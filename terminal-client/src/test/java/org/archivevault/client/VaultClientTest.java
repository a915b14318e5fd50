package org.archivevault.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultClientTest {
    private record Ran(int exitCode, String out, String err) {}

    @Test
    void tellsWithinTwoSecondsThatTheServerIsGone(@TempDir Path home) throws Exception {
        // GIVEN a session for a server that is not there
        int nobody;
        try (ServerSocket socket = new ServerSocket(0)) {
            nobody = socket.getLocalPort();
        }
        List<Duration> took = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            long before = System.nanoTime();

            // WHEN somebody asks
            Ran ran = run(home, URI.create("http://127.0.0.1:" + nobody), "locate", "GD-1");

            // THEN it says so, with its own exit code
            assertThat(ran.exitCode()).isEqualTo(ClientFailure.UNREACHABLE);
            assertThat(ran.err()).contains("无应答").contains("does not answer");
            took.add(Duration.ofNanos(System.nanoTime() - before));
        }

        // and in time. What the program waits for, it waits for each time; a busy machine does not hold up all three.
        assertThat(Collections.min(took)).as("%s", took).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void namesTheNearestNumbersOfAnUnknownOrder(@TempDir Path home) throws Exception {
        // GIVEN a server that does not know the order
        try (Served server = new Served(
                Map.of(
                        "/api/v1/orders/GD-1/location",
                        "404 {\"code\":\"order-not-found\",\"zh\":\"没有\",\"en\":\"no such order\",\"nearest\":[\"GD-10\",\"GD-11\"]}"))) {
            // WHEN somebody asks for it
            Ran ran = run(home, server.uri(), "locate", "GD-1");

            // THEN both languages and the nearest numbers are said
            assertThat(ran.exitCode()).isEqualTo(ClientFailure.REFUSED);
            assertThat(ran.err()).contains("没有", "no such order", "GD-10", "GD-11");
        }
    }

    @Test
    void saysHowOldEachValueIsAndWhetherItCanBeBelieved(@TempDir Path home) throws Exception {
        // GIVEN a zone with a live sensor of a doubtful humidity, one that is gone, and one never heard of
        String values = "\"values\":[{\"quantity\":\"humidity\",\"unit\":\"%RH\",\"value\":99.5,\"ageSeconds\":41,"
                + "\"quality\":\"stuck\",\"state\":{\"code\":\"doubtful\",\"zh\":\"可疑\",\"en\":\"doubtful\"}},"
                + "{\"quantity\":\"temperature\",\"unit\":\"°C\",\"value\":20.5,\"ageSeconds\":7300,\"quality\":\"good\","
                + "\"state\":{\"code\":\"live\",\"zh\":\"正常\",\"en\":\"live\"}}]";
        try (Served server = new Served(Map.of(
                "/api/v1/zones",
                "200 [{\"zone\":\"v1-north\",\"zh\":\"北区\",\"en\":\"North\",\"keeps\":\"paper\",\"sensors\":["
                        + "{\"sensor\":\"n-1\",\"state\":{\"zh\":\"正常\",\"en\":\"live\"}," + values + "},"
                        + "{\"sensor\":\"n-2\",\"detail\":\"says offline\","
                        + "\"state\":{\"code\":\"offline\",\"zh\":\"离线\",\"en\":\"offline\"},\"values\":[]},"
                        + "{\"sensor\":\"n-3\",\"state\":{\"code\":\"unknown\",\"zh\":\"未知\",\"en\":\"unknown\"},"
                        + "\"values\":[]}]}]",
                "/api/v1/zones/v1-north/readings.csv",
                "200 at,value"))) {
            // WHEN somebody asks
            Ran ran = run(home, server.uri(), "climate", "v1-north");

            // THEN each is said, and nothing is passed off as live
            assertThat(ran.exitCode()).as(ran.err()).isZero();
            assertThat(ran.out())
                    .contains("北区 / North", "n-1  正常 / live", "n-2  离线 / offline  says offline", "n-3  未知 / unknown")
                    .containsPattern("humidity +99\\.50 %RH +41 秒前 / s ago +可疑 / doubtful \\(stuck\\)")
                    .containsPattern("temperature +20\\.50 °C +2 小时前 / h ago");
            assertThat(run(home, server.uri(), "climate", "nowhere").exitCode()).isEqualTo(ClientFailure.REFUSED);
            // and the readings can be saved
            Path csv = home.resolve("north.csv");
            assertThat(run(home, server.uri(), "climate", "v1-north", "--csv", csv.toString())
                            .exitCode())
                    .isZero();
            assertThat(csv).hasContent("at,value");
        }
    }

    @Test
    void followsARetrievalToTheOpenAisle(@TempDir Path home) throws Exception {
        // GIVEN a server on which the aisle opens
        String retrieval =
                "\"id\":\"7f1c0f6e-0000-4000-8000-000000000001\",\"block\":\"ES-V1-B1\",\"aisle\":\"ES-V1-B1/3\","
                        + "\"positionCode\":\"ES-V1-B1-03B-01-1-01\",\"pack\":\"P1\"";
        try (Served server = new Served(Map.of(
                "/api/v1/retrievals",
                "201 {" + retrieval + ",\"state\":\"opening\"}",
                "/api/v1/retrievals/7f1c0f6e-0000-4000-8000-000000000001/events",
                "200 retry: 1000\n\nevent: retrieval\nid: 1\ndata: {" + retrieval + ",\"state\":\"opening\"}\n\n:\n\n"
                        + "event: retrieval\nid: 2\ndata: {" + retrieval + ",\"state\":\"open\"}\n\n"))) {
            // WHEN somebody retrieves
            Ran ran = run(home, server.uri(), "retrieve", "GD-1");

            // THEN it ends with the open aisle and what to do next
            assertThat(ran.exitCode()).as(ran.err()).isZero();
            assertThat(ran.out()).contains("the aisle is open", "ES-V1-B1-03B-01-1-01", "./vault close 7f1c0f6e");
        }
    }

    @Test
    void endsWithAnExitCodeWhenTheMoveIsRefused(@TempDir Path home) throws Exception {
        // GIVEN a server whose edge refuses because somebody is in the aisle
        try (Served server = new Served(Map.of(
                "/api/v1/retrievals",
                "201 {\"id\":\"x\",\"state\":\"refused\",\"code\":\"person-in-aisle\",\"detail\":\"5\"}"))) {
            // WHEN somebody retrieves
            Ran ran = run(home, server.uri(), "retrieve", "GD-1");

            // THEN the reason is said in both languages
            assertThat(ran.exitCode()).isEqualTo(ClientFailure.REFUSED);
            assertThat(ran.out()).contains("通道 5 内有人", "somebody is, or may be, in aisle 5");
        }
    }

    @Test
    void followsTheTagsUntilTheRightPackIsProvenToBeGone(@TempDir Path home) throws Exception {
        // GIVEN a server on which the wrong pack leaves first, and then the right one
        String id = "7f1c0f6e-0000-4000-8000-000000000001";
        String common = "\"id\":\"" + id + "\",\"block\":\"ES-V1-B1\",\"positionCode\":\"ES-V1-B1-03B-01-1-01\","
                + "\"pack\":\"P1\"";
        String possible = "\"possible\":[\"by-hand\",\"shelf\"]";
        String wrong =
                "{" + common + ",\"state\":\"open\",\"revision\":3,\"code\":\"wrong-pack\",\"detail\":\"P2 (…)\","
                        + "\"removal\":{" + possible + ",\"proof\":[\"shelf\"],\"outcome\":{\"code\":\"wrong-pack\","
                        + "\"zh\":\"取错了\",\"en\":\"the wrong pack: P2\"},\"packs\":[]}}";
        String taken = "{" + common + ",\"state\":\"taken\",\"revision\":5,\"code\":\"closed-by-tag\","
                + "\"removal\":{" + possible + ",\"proof\":[\"desk\",\"shelf\"],\"outcome\":{\"code\":\"taken\","
                + "\"zh\":\"已取出\",\"en\":\"the pack P1 was taken\"},\"packs\":[]}}";
        try (Served server = new Served(Map.of(
                "/api/v1/retrievals",
                "201 {" + common + ",\"state\":\"open\",\"revision\":2,\"removal\":{" + possible
                        + ",\"proof\":[],\"packs\":[]}}",
                "/api/v1/retrievals/" + id + "/events",
                "200 data: " + wrong + "\n\ndata: " + taken + "\n\n"))) {
            // WHEN somebody retrieves and waits for the tags
            Ran ran = run(home, server.uri(), "retrieve", "GD-1", "--until-taken");

            // THEN each is told as it comes, with its proof
            assertThat(ran.exitCode()).as(ran.err()).isZero();
            assertThat(ran.out()).contains("the wrong pack: P2", "closed by tag", "the pack P1 was taken");
            assertThat(ran.out()).containsSubsequence("the wrong pack", "借阅台 / desk + 层架天线 / shelf");
        }
    }

    @Test
    void aScannedBarCodeOfTheWrongPackEndsWithRefused(@TempDir Path home) throws Exception {
        try (Served server = new Served(Map.of(
                "/api/v1/retrievals/x/taken",
                "200 {\"id\":\"x\",\"state\":\"open\",\"code\":\"wrong-pack\",\"detail\":\"P2\",\"removal\":"
                        + "{\"possible\":[],\"proof\":[\"by-bar-code\"],\"packs\":[],\"outcome\":"
                        + "{\"code\":\"wrong-pack\",\"zh\":\"取错\",\"en\":\"the wrong pack: P2\"}}}"))) {
            Ran ran = run(home, server.uri(), "taken", "x", "--barcode", "BC-2");
            assertThat(ran.exitCode()).isEqualTo(ClientFailure.REFUSED);
            assertThat(ran.out()).contains("the wrong pack: P2", "by bar code");
        }
    }

    @Test
    void tellsAlarmsAndHowToAcknowledgeThem(@TempDir Path home) throws Exception {
        try (Served server = new Served(Map.of(
                "/api/v1/alarms",
                "200 [{\"id\":\"a-1\",\"happenedAt\":\"2026-11-21T04:00:00Z\",\"times\":2,\"sentence\":"
                        + "{\"zh\":\"未经批准带出\",\"en\":\"went out without approval\"}}]"))) {
            Ran ran = run(home, server.uri(), "alarms");
            assertThat(ran.exitCode()).as(ran.err()).isZero();
            assertThat(ran.out()).contains("未经批准带出 / went out without approval  ×2", "./vault acknowledge-alarm a-1");
        }
    }

    @Test
    void tellsTheTwoLampsOfEachZoneInWords(@TempDir Path home) throws Exception {
        String zone = "{\"zone\":\"v1-north\",\"name\":{\"zh\":\"北区\",\"en\":\"North\"},\"keeps\":\"paper\","
                + "\"compliance\":{\"light\":\"green\",\"sentence\":{\"zh\":\"符合\",\"en\":\"kept\"}},"
                + "\"preservation\":{\"light\":\"red\",\"sentence\":{\"zh\":\"有风险\",\"en\":\"at risk\"}},"
                + "\"now\":{\"temperature\":23.9,\"humidity\":58.0,\"dewPoint\":15.1,\"preservationIndex\":22.0},"
                + "\"period\":{\"from\":\"2025-06-15T10:30:00Z\",\"until\":\"2026-06-15T10:30:00Z\",\"knownShare\":0.5,"
                + "\"twpi\":22.1,\"worth\":\"risk\",\"mouldShare\":0.0}}";
        try (Served server = new Served(Map.of(
                "/api/v1/preservation/zones",
                "200 [" + zone + "]",
                "/api/v1/preservation/zones/v1-north",
                "200 " + zone))) {
            Ran all = run(home, server.uri(), "preservation");
            Ran one = run(home, server.uri(), "preservation", "v1-north", "--days", "30");

            assertThat(all.exitCode()).as(all.err()).isZero();
            assertThat(all.out())
                    .contains("v1-north  北区 / North", "23.9 °C", "[绿 green]  合规 / compliance  符合 / kept")
                    .contains("[红 RED]  保存 / preservation  有风险 / at risk")
                    .doesNotContain("TWPI");
            assertThat(one.out()).contains("known 50.0 %", "TWPI 22.1", "risk", "above the mould limit 0.0 %");
        }
    }

    @Test
    void tellsTheClimateThatAPackLivedIn(@TempDir Path home) throws Exception {
        try (Served server = new Served(
                Map.of(
                        "/api/v1/preservation/zones",
                        "200 []",
                        "/api/v1/packs/P-1/preservation",
                        "200 {\"packNo\":\"P-1\",\"life\":{\"from\":\"a\",\"until\":\"b\",\"knownShare\":0.4,\"twpi\":46.1,"
                                + "\"worth\":\"fair\"},\"unknown\":{\"out\":0.2,\"unwatched\":0.3,\"unmeasured\":0.1},\"stays\":"
                                + "[{\"positionCode\":\"ES-V1-B1-01B-01-1-01\",\"from\":\"a\",\"twpi\":46.1,\"zone\":\"v1-north\"}]}"))) {
            Ran ran = run(home, server.uri(), "preservation", "P-1");

            assertThat(ran.exitCode()).as(ran.err()).isZero();
            assertThat(ran.out())
                    .contains("known 40.0 %", "TWPI 46.1", "out 20.0 %", "unwatched 30.0 %", "unmeasured 10.0 %")
                    .contains("a … 今 / now  ES-V1-B1-01B-01-1-01  v1-north");
        }
    }

    @Test
    void tellsWhatIsDueAndLeadsThroughARound(@TempDir Path home) throws Exception {
        String run = "\"id\":\"r-1\",\"schedule\":\"daily\",\"startedBy\":\"li\",\"checklist\":[{\"item\":\"door\","
                + "\"zh\":\"门\",\"en\":\"door shut\"},{\"item\":\"water\",\"zh\":\"水\",\"en\":\"no water\"}]";
        String half = "\"answers\":[{\"item\":\"water\",\"answer\":\"not-ok\",\"remark\":\"a puddle\"}]";
        try (Served server = new Served(Map.of(
                "/api/v1/rounds",
                "200 [{\"id\":\"daily\",\"title\":{\"zh\":\"巡查\",\"en\":\"round\"},\"standing\":\"overdue\","
                        + "\"standingTitle\":{\"zh\":\"超期\",\"en\":\"overdue\"},\"active\":true,"
                        + "\"dueAt\":\"2026-11-21T09:30:00Z\"}]",
                "/api/v1/rounds/daily/runs",
                "201 {" + run + ",\"state\":\"going\",\"answers\":[]}",
                "/api/v1/round-runs/r-1/answers",
                "200 {" + run + ",\"state\":\"going\"," + half + "}",
                "/api/v1/round-runs/r-1/finish",
                "409 {\"code\":\"round-not-complete\",\"zh\":\"还有\",\"en\":\"no answer yet: door\"}"))) {
            Ran rounds = run(home, server.uri(), "rounds");
            assertThat(rounds.exitCode()).as(rounds.err()).isZero();
            assertThat(rounds.out()).contains("! daily", "超期 / overdue", "2026-11-21T09:30:00Z");

            Ran start = run(home, server.uri(), "round", "start", "daily");
            assertThat(start.exitCode()).as(start.err()).isZero();
            assertThat(start.out()).contains("[ ] door", "[ ] water", "./vault round answer r-1");

            Ran answer = run(home, server.uri(), "round", "answer", "r-1", "water", "not-ok", "--remark", "a puddle");
            assertThat(answer.out()).contains("[!] water", "(a puddle)", "[ ] door");

            Ran finish = run(home, server.uri(), "round", "finish", "r-1");
            assertThat(finish.exitCode()).isEqualTo(ClientFailure.REFUSED);
            assertThat(finish.err()).contains("no answer yet: door");
        }
    }

    @Test
    void tellsWhetherVentilatingHelps(@TempDir Path home) throws Exception {
        try (Served server = new Served(Map.of(
                "/api/v1/ventilation",
                "200 [{\"block\":\"ES-V1-B1\",\"mayRun\":false,\"advice\":{\"sentence\":{\"zh\":\"有益\","
                        + "\"en\":\"it helps\"}},\"against\":[{\"code\":\"somebody-waits\",\"sentence\":"
                        + "{\"zh\":\"有人\",\"en\":\"somebody waits\"}}]}]"))) {
            Ran ran = run(home, server.uri(), "ventilation");
            assertThat(ran.exitCode()).as(ran.err()).isZero();
            assertThat(ran.out()).contains("- ES-V1-B1", "it helps", "有人 / somebody waits");
        }
    }

    @Test
    void leadsThroughAVentilationThatMoves(@TempDir Path home) throws Exception {
        String run = "\"id\":\"r-1\",\"schedule\":\"air-b1\",\"state\":\"going\",\"startedBy\":\"li\",\"checklist\":[]";
        String asked = "{\"askedAt\":\"t1\",\"askedBy\":\"li\",\"judged\":{\"block\":\"ES-V1-B1\"},\"state\":";
        String refused = asked + "\"refused\",\"sentence\":{\"zh\":\"未移动\",\"en\":\"nothing moved\"}}";
        String waiting = asked + "\"asked\",\"sentence\":{\"zh\":\"等待\",\"en\":\"awaited\"}}";
        try (Served server = new Served(Map.of(
                "/api/v1/ventilation",
                "200 [{\"block\":\"ES-V1-B1\",\"mayRun\":true,\"advice\":{\"sentence\":{\"zh\":\"有益\","
                        + "\"en\":\"it helps\"}},\"against\":[]}]",
                "/api/v1/rounds",
                "200 [{\"id\":\"air-b1\",\"block\":\"ES-V1-B1\",\"active\":true},{\"id\":\"daily\",\"active\":true}]",
                "/api/v1/rounds/air-b1/runs",
                "201 {" + run + ",\"motions\":[" + waiting + "]}",
                "/api/v1/round-runs/r-1",
                "200 {" + run + ",\"motions\":[" + refused + "]}",
                "/api/v1/round-runs/r-1/spread",
                "200 {" + run + ",\"motions\":[" + refused + "," + waiting + "]}"))) {
            Ran judged = run(home, server.uri(), "ventilation");
            assertThat(judged.exitCode()).as(judged.err()).isZero();
            assertThat(judged.out())
                    .contains("+ ES-V1-B1", "./vault round start air-b1", "架体将移动")
                    .doesNotContain("daily");

            Ran started = run(home, server.uri(), "round", "start", "air-b1");
            assertThat(started.out())
                    .contains("等待 / awaited", "./vault stop ES-V1-B1", "./vault round show r-1", "round finish r-1")
                    .doesNotContain("round answer");

            Ran shown = run(home, server.uri(), "round", "show", "r-1");
            assertThat(shown.out()).contains("未移动 / nothing moved", "./vault round spread r-1");

            Ran again = run(home, server.uri(), "round", "spread", "r-1");
            assertThat(again.out()).contains("nothing moved", "awaited", "./vault stop ES-V1-B1");
        }
    }

    @Test
    void tellsHowAnAlarmIsKeptQuietAndWhatBecameOfIt(@TempDir Path home) throws Exception {
        String alarm = "{\"id\":\"a-1\",\"happenedAt\":\"2026-11-21T04:00:00Z\",\"priority\":\"medium\",\"times\":1,"
                + "\"state\":\"returned\",\"toldLate\":true,\"escalationLevel\":1,\"quiet\":{\"how\":\"shelved\","
                + "\"until\":\"2026-11-21T06:00:00Z\",\"by\":\"chen\",\"reason\":\"维修\"},\"sentence\":"
                + "{\"zh\":\"温度过高\",\"en\":\"temperature too high\"}}";
        try (Served server = new Served(Map.of(
                "/api/v1/alarms/a-1",
                "200 {\"alarm\":" + alarm + ",\"history\":[{\"at\":\"t1\",\"what\":\"raised\",\"by\":\"server\","
                        + "\"why\":\"25.3 > 24 °C\"}],\"notices\":[{\"recipient\":\"duty\",\"occasion\":\"raised\","
                        + "\"tries\":3,\"lastError\":\"refused\"}]}",
                "/api/v1/alarms/a-1/shelve",
                "200 " + alarm))) {
            Ran shown = run(home, server.uri(), "alarm", "show", "a-1");
            assertThat(shown.exitCode()).as(shown.err()).isZero();
            assertThat(shown.out())
                    .contains(
                            "温度过高 / temperature too high",
                            "gone, unacknowledged",
                            "shelved → 2026-11-21T06:00:00Z (chen: 维修)",
                            "told late",
                            "escalated ×1",
                            "t1  raised  server  25.3 > 24 °C",
                            "→ duty  raised  等待 / waiting ×3 refused");
            Ran shelved = run(home, server.uri(), "alarm", "shelve", "a-1", "--for", "2h", "--reason", "维修");
            assertThat(shelved.exitCode()).as(shelved.err()).isZero();
            Ran wrong = run(home, server.uri(), "alarm", "shelve", "a-1", "--for", "soon", "--reason", "x");
            assertThat(wrong.exitCode()).isEqualTo(ClientFailure.REFUSED);
            assertThat(wrong.err()).contains("30min");
        }
    }

    @Test
    void aPersonInTheSimulatedVaultMovesTheTagOfThePack(@TempDir Path home) throws Exception {
        // GIVEN a simulator that notes what it is told
        try (ServerSocket simulator = new ServerSocket(0);
                Served server = new Served(Map.of("/api/v1/packs/P-1", "200 {\"packNo\":\"P-1\",\"epc\":\"2C0A\"}"))) {
            List<String> told = new CopyOnWriteArrayList<>();
            Thread world = new Thread(() -> {
                while (true) {
                    try (Socket person = simulator.accept()) {
                        told.add(new BufferedReader(
                                        new InputStreamReader(person.getInputStream(), StandardCharsets.UTF_8))
                                .readLine());
                        person.getOutputStream().write("ok\n".getBytes(StandardCharsets.UTF_8));
                    } catch (IOException closed) {
                        return;
                    }
                }
            });
            world.setDaemon(true);
            world.start();
            String port = Integer.toString(simulator.getLocalPort());

            Ran put = run(home, server.uri(), "person", "--control-port", port, "put", "P-1", "ES-V1-B1-01B-01-1-01");
            Ran out = run(home, server.uri(), "person", "--control-port", port, "carry-out", "P-1");

            assertThat(put.exitCode()).as(put.err()).isZero();
            assertThat(out.exitCode()).as(out.err()).isZero();
            assertThat(told).containsExactly("tag 2C0A walk ES-V1-B1-01B-01-1-01", "tag 2C0A walk out");
        }
    }

    private static Ran run(Path home, URI server, String... args) {
        Path session = home.resolve("session.json");
        new SessionFile(server, "token").write(session);
        String[] all = new String[args.length + 2];
        System.arraycopy(args, 0, all, 0, args.length);
        all[args.length] = "--session";
        all[args.length + 1] = session.toString();
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = VaultClient.run(all, new PrintWriter(out), new PrintWriter(err), false);
        return new Ran(exit, out.toString(), err.toString());
    }

    /** Answers each path with a status and a body. */
    private static final class Served implements AutoCloseable {
        private final HttpServer server;

        Served(Map<String, String> answers) throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            Map<String, String> known = new TreeMap<>(answers);
            server.createContext("/", exchange -> {
                String answer = known.getOrDefault(exchange.getRequestURI().getPath(), "404 {}");
                byte[] body = answer.substring(4).getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(Integer.parseInt(answer.substring(0, 3)), body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
            server.start();
        }

        URI uri() {
            return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
