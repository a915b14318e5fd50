package org.archivevault.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.archivevault.system.parts.DebianPostgres;
import org.archivevault.system.parts.Part;
import org.archivevault.system.parts.Rest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The way of an order number on the parts that a user runs, and what happens when one of them goes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.SAME_THREAD)
@ResourceLock("the whole machine")
@Timeout(180)
class PartsOfTheUserTest {
    private static final Duration TOLD_WITHIN = Duration.ofSeconds(2);
    /** I22: after faults stop, a valid request works within 10 s. */
    private static final Duration HEALED_WITHIN = Duration.ofSeconds(10);

    private UserSite site;
    private Rest li;
    private Rest wang;
    private Rest auditor;

    @BeforeAll
    void start(@TempDir Path home) throws Exception {
        Assumptions.assumeTrue(
                UserSite.possible(),
                "skipped: needs mosquitto, postgresql, gcc and libmodbus-dev; ./vault test as root installs them");
        site = UserSite.start(home);
        li = site.person("li", "李档案", "archivist", "facilities");
        wang = site.person("wang", "王档案", "archivist");
        auditor = site.person("zhao", "赵审计", "auditor");
    }

    @BeforeEach
    void everyPartIsThere() {
        // A starved machine may have lost the controller for a moment.
        acknowledgeWhatWasLost();
        site.awaitHealthy(li, Duration.ofSeconds(30));
    }

    /** A person looks, and says so until it is taken: not while readings are old, nor when the link was lost again. */
    private void acknowledgeWhatWasLost() {
        Awaitility.await("nothing is latched").atMost(Duration.ofSeconds(30)).until(() -> {
            boolean lost = li.get("/blocks/" + UserSite.BLOCK).body().toString().contains("comms-lost");
            if (lost) {
                li.post("/blocks/" + UserSite.BLOCK + "/acknowledge-comms", Map.of("reason", "现场已查看"));
            }
            return !lost;
        });
    }

    @AfterAll
    void stop() {
        if (site != null) {
            site.close();
        }
    }

    @Test
    void opensTheAisleOfAnOrderOnceAndTheLogShowsIt() {
        // GIVEN an order that lies behind aisle 4, and what the controller has done so far
        String order = site.orderBehindAisle(li, 4);
        int before = motions().size();

        // WHEN somebody retrieves it
        JsonNode retrieval = li.post("/retrievals", Map.of("orderNo", order, "purpose", "查档"))
                .good();

        // THEN its aisle opens
        assertThat(awaitState(li, retrieval, "open").path("aisle").asText()).isEqualTo("ES-V1-B1/4");
        // and the controller moved once, for that aisle, by its own account
        assertThat(motions()).hasSize(before + 1).last().asString().contains("aisle=4");
        // and a program that is not ours reads aisle 4 from the controller
        assertThat(mbpoll(6)).contains("[6]:").contains("4");
        // and the log has the request, the command and the motion, in that order
        assertThat(logKinds(retrieval)).containsSubsequence("retrieval-opening", "command-issued");
        li.post("/retrievals/" + retrieval.path("id").asText() + "/close").good();
    }

    @Test
    void answersAnUnknownOrderWithTheNearestNumbers() {
        // GIVEN an order number with one digit too many
        String order = site.archive.pack(10).orderNo();
        String wrong = order + "7";

        // WHEN it is looked up
        Rest.Reply reply = li.get("/orders/" + wrong + "/location");

        // THEN it is unknown, and the right one is among the nearest
        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.code()).isEqualTo("order-not-found");
        assertThat(reply.body().path("nearest").toString()).contains(order);
    }

    @Test
    void letsOneMoveAndTheOtherWaitAndSaysForWhom() {
        // GIVEN Li has an aisle open
        JsonNode first = li.post("/retrievals", Map.of("orderNo", site.orderBehindAisle(li, 2), "purpose", "查档"))
                .good();
        awaitState(li, first, "open");
        int before = motions().size();

        // WHEN Wang asks for another aisle of the same block
        Rest.Reply second =
                wang.post("/retrievals", Map.of("orderNo", site.orderBehindAisle(wang, 3), "purpose", "核对"));

        // THEN Wang waits, is told for whom, and nothing moves
        assertThat(second.status()).isEqualTo(202);
        assertThat(second.body().path("state").asText()).isEqualTo("waiting");
        assertThat(second.body()
                        .path("waiting")
                        .path("behind")
                        .path("displayName")
                        .asText())
                .isEqualTo("李档案");
        assertThat(motions()).hasSize(before);

        // and when Li is done it is offered to Wang, still without motion
        li.post("/retrievals/" + first.path("id").asText() + "/close").good();
        awaitState(wang, second.body(), "offered");
        assertThat(motions()).hasSize(before);

        // and moves when Wang says so
        wang.post("/retrievals/" + second.body().path("id").asText() + "/open").good();
        awaitState(wang, second.body(), "open");
        assertThat(motions()).hasSize(before + 1);
        wang.post("/retrievals/" + second.body().path("id").asText() + "/close").good();
    }

    @Test
    void sendsNothingWhileSomebodyIsInAnAisle() {
        // GIVEN somebody stands in aisle 1
        String order = site.orderBehindAisle(li, 5);
        site.controller.hold(12, 1);
        int before = writes().size();
        try {
            awaitObstacle("person-in-aisle");

            // WHEN an order behind another aisle is retrieved
            Rest.Reply reply = li.post("/retrievals", Map.of("orderNo", order, "purpose", "查档"));

            // THEN it is refused with the reason, it is in the log, and no motion was written
            assertThat(reply.body().toString()).contains("person-in-aisle");
            assertThat(auditor.get("/access-log?limit=50").good().toString()).contains("person-in-aisle");
            assertThat(writes()).hasSize(before);
        } finally {
            site.controller.hold(12, 0);
        }
    }

    @Test
    void saysThatTheControllerIsGoneAndAsksForAPersonWhenItIsBack() {
        // GIVEN a controller that has stopped answering
        String order = site.orderBehindAisle(li, 5);
        signal("STOP", site.controller.truth());
        long gone = System.nanoTime();
        try {
            // THEN the block says so within 2 s, and a request is refused
            awaitObstacle("comms-lost");
            assertThat(Duration.ofNanos(System.nanoTime() - gone)).isLessThan(TOLD_WITHIN.plusMillis(500));
            assertThat(li.post("/retrievals", Map.of("orderNo", order, "purpose", "查档"))
                            .body()
                            .toString())
                    .contains("comms-lost");
        } finally {
            signal("CONT", site.controller.truth());
        }

        // and when it answers again, nothing moves until a person has acknowledged
        awaitObstacle("comms-lost");
        acknowledgeWhatWasLost();
        site.awaitHealthy(li, HEALED_WITHIN);
        opens(order);
    }

    @Test
    void saysThatTheBrokerIsGoneAndResumesByItself() {
        // GIVEN the broker has died
        String order = site.orderBehindAisle(li, 2);
        site.broker.kill();

        // WHEN somebody asks
        Rest.Reply reply = li.post("/retrievals", Map.of("orderNo", order, "purpose", "查档"));

        // THEN it is said in time
        assertThat(reply.took()).isLessThan(TOLD_WITHIN);
        assertThat(reply.body().toString()).containsAnyOf("broker-unavailable", "edge-offline");

        // and when it is back everything works again without anybody's help
        site.broker.restart();
        site.awaitHealthy(li, HEALED_WITHIN);
        opens(order);
    }

    @Test
    void saysThatTheDatabaseIsGoneStopsAllTheSameAndResumesByItself() {
        // GIVEN the database has died
        String order = site.orderBehindAisle(li, 3);
        site.database.kill();
        try {
            // WHEN somebody asks, and somebody stops
            Rest.Reply asked = li.post("/retrievals", Map.of("orderNo", order, "purpose", "查档"));
            Rest.Reply stopped = li.post("/blocks/" + UserSite.BLOCK + "/stop");

            // THEN the one is told in time, and the other is done
            assertThat(asked.status()).isEqualTo(503);
            assertThat(asked.code()).isEqualTo("database-unavailable");
            assertThat(asked.took()).isLessThan(TOLD_WITHIN);
            assertThat(stopped.status()).as("%s", stopped.body()).isEqualTo(202);
            assertThat(stopped.took()).isLessThan(TOLD_WITHIN);
        } finally {
            site.database.restart();
        }

        // and when it is back everything works again
        site.awaitHealthy(li, HEALED_WITHIN);
        opens(order);
    }

    @Test
    void losesNothingWhenTheServerIsKilledWhileAnAisleOpens() {
        // GIVEN an aisle that has begun to open
        String order = site.orderBehindAisle(li, 4);
        String already = site.orderBehindAisle(li, 1);
        opens(already);
        JsonNode retrieval = li.post("/retrievals", Map.of("orderNo", order, "purpose", "查档"))
                .good();

        // WHEN the server is killed and started again
        site.server().kill();
        site.startServer();

        // THEN the outcome arrives all the same, once
        awaitState(li, retrieval, "open");
        li.post("/retrievals/" + retrieval.path("id").asText() + "/close").good();
        assertThat(verifyLog()).isZero();
    }

    @Test
    void movesNothingByItselfWhenTheEdgeIsKilledAndStartedAgain() {
        // GIVEN an open aisle and an edge that dies
        opens(site.orderBehindAisle(li, 1));
        int before = motions().size();
        String order = site.orderBehindAisle(li, 5);
        site.edge().kill();

        // WHEN somebody asks meanwhile
        awaitObstacle("edge-offline");
        Rest.Reply reply = li.post("/retrievals", Map.of("orderNo", order, "purpose", "查档"));
        assertThat(reply.body().toString()).contains("edge-offline");

        // and it is started again
        site.startEdge();
        awaitAnswering();

        // THEN nothing has moved, and a new request works (after a look, if the link to the controller was lost)
        assertThat(motions()).hasSize(before);
        acknowledgeWhatWasLost();
        site.awaitHealthy(li, HEALED_WITHIN);
        opens(order);
    }

    private void opens(String order) {
        JsonNode retrieval = li.post("/retrievals", Map.of("orderNo", order, "purpose", "查档"))
                .good();
        awaitState(li, retrieval, "open");
        li.post("/retrievals/" + retrieval.path("id").asText() + "/close").good();
    }

    private static JsonNode awaitState(Rest person, JsonNode retrieval, String wanted) {
        JsonNode[] now = {retrieval};
        Awaitility.await("retrieval becomes " + wanted)
                .atMost(Duration.ofSeconds(15))
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> {
                    now[0] = person.get("/retrievals/" + retrieval.path("id").asText())
                            .good();
                    assertThat(now[0].path("state").asText()).as("%s", now[0]).isEqualTo(wanted);
                });
        return now[0];
    }

    private void awaitObstacle(String code) {
        Awaitility.await("the block shows " + code)
                .atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertThat(li.get("/blocks/" + UserSite.BLOCK)
                                .good()
                                .path("obstacles")
                                .toString())
                        .contains(code));
    }

    private void awaitAnswering() {
        Awaitility.await("the edge answers")
                .atMost(Duration.ofSeconds(20))
                .until(() ->
                        !li.get("/blocks/" + UserSite.BLOCK).good().toString().contains("edge-offline"));
    }

    /** What the controller itself says that it moved. */
    private List<String> motions() {
        return lines("motion.start");
    }

    private List<String> writes() {
        return lines("execute");
    }

    private List<String> lines(String kind) {
        return site.controller.truth().lines().stream()
                .filter(l -> l.startsWith(kind))
                .toList();
    }

    private String mbpoll(int register) {
        try (Part mbpoll = Part.start(
                "mbpoll",
                Path.of("/tmp"),
                "mbpoll",
                "-m",
                "tcp",
                "-p",
                Integer.toString(site.controller.port()),
                "-0",
                "-t",
                "3",
                "-r",
                Integer.toString(register),
                "-1",
                "-q",
                "127.0.0.1")) {
            mbpoll.awaitExit(Duration.ofSeconds(10));
            return mbpoll.output();
        }
    }

    private List<String> logKinds(JsonNode retrieval) {
        List<String> kinds = new ArrayList<>();
        auditor.get("/access-log?after=0&limit=1000").good().path("entries").forEach(entry -> {
            if (entry.toString().contains(retrieval.path("id").asText())) {
                kinds.add(entry.path("kind").asText());
            }
        });
        return kinds;
    }

    private int verifyLog() {
        try (Part verifier = Part.start(
                "access-log verify",
                Path.of("/tmp"),
                Map.of("VAULT_DB_PASSWORD", DebianPostgres.PASSWORD),
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.archivevault.server.accesslog.VerifyAccessLog",
                        "--url",
                        site.databaseUrl(),
                        "--user",
                        "vault"))) {
            return verifier.awaitExit(Duration.ofSeconds(30));
        }
    }

    private static void signal(String name, Part part) {
        try (Part kill = Part.start(
                "kill",
                Path.of("/tmp"),
                "kill",
                "-" + name,
                Long.toString(part.process().pid()))) {
            assertThat(kill.awaitExit(Duration.ofSeconds(5))).isZero();
        }
    }
}
