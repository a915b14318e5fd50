package org.archivevault.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.archivevault.system.parts.FrigateBridge;
import org.archivevault.system.parts.Rest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A still's way: camera system, broker, edge process, server process, database; and what it is laid beside. */
@ResourceLock("the whole machine")
@Timeout(240)
class StillsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** CameraLimits.BETWEEN_STILLS_MILLIS, and more. */
    private static final Duration BETWEEN_STILLS = Duration.ofSeconds(3);

    private static final String WATCH = """
                zones:
                  - {code: v1-north, name: {zh: 北区, en: North}, keeps: paper, blocks: [B1]}
                deviceBroker: {url: BROKER}
                sources:
                  - name: cameras
                    profile: frigate-1
                    prefix: frigate
                    cameras:
                      - {name: cam-north, device: north_ceiling, zone: v1-north, aisles: {aisle_04: B1/4}}
            """;

    @Test
    void aStillOfSomebodyInAnAisleLiesBesideItsRetrievalAlsoWhenTheServerWasAway(@TempDir Path home) throws Exception {
        Assumptions.assumeTrue(
                UserSite.possible(),
                "skipped: needs mosquitto, postgresql, gcc and libmodbus-dev; ./vault test as root installs them");
        try (UserSite site = UserSite.start(home, WATCH, "")) {
            Rest li = site.person("li", "李档案", "archivist", "facilities");
            Rest security = site.person("sun", "孙安保", "security");

            // GIVEN a camera system that has not spoken yet: nothing moves
            awaitBlock(li, "person-seen");
            Path frigateHome = Files.createDirectories(home.resolve("frigate"));
            try (FrigateBridge frigate = FrigateBridge.start(site.broker.port(), "north_ceiling", frigateHome)) {
                site.awaitHealthy(li, PATIENCE);

                // WHEN an order's aisle opens, and somebody walks into it
                JsonNode retrieval = retrieve(site, li);
                byte[] first = picture(1, 120_000);
                String visit = frigate.enters("aisle_04", first);
                long came = System.nanoTime();

                // THEN the still is kept as it came, beside the movement of that aisle
                JsonNode evidence = awaitStill(security, retrieval, first);
                assertThat(evidence.path("movements").toString())
                        .contains("motion-started", "motion-stopped", "\"aisle\":4");
                assertThat(evidence.path("observations").toString()).contains(visit, "ES-V1-B1/4");
                assertThat(evidence.path("cameras").path(0).path("nearness").asText())
                        .isEqualTo("shows-it");
                assertThat(security.bytes("/stills/" + sha256(first))).isEqualTo(first);
                awaitBlock(li, "person-seen");

                // and WHEN, later than the pause that the edge keeps between two stills, the server is killed before
                // the next one comes, it is there once
                Awaitility.await("the pause between two stills")
                        .atMost(PATIENCE)
                        .until(() -> System.nanoTime() - came > BETWEEN_STILLS.toNanos());
                site.server().kill();
                frigate.leaves("aisle_04", visit);
                byte[] second = picture(2, 200_000);
                String again = frigate.enters("aisle_04", second);
                site.startServer();
                awaitStill(security, retrieval, second);
                assertThat(security.bytes("/stills/" + sha256(second))).isEqualTo(second);
                frigate.leaves("aisle_04", again);

                // and who looked is in the log
                Rest auditor = site.person("zhao", "赵审计", "auditor");
                assertThat(auditor.get("/access-log?after=0&limit=1000").good().toString())
                        .contains("evidence-seen", "still-seen", sha256(second));
            }
        }
    }

    private static JsonNode retrieve(UserSite site, Rest li) {
        JsonNode retrieval = li.post("/retrievals", Map.of("orderNo", site.orderBehindAisle(li, 4), "purpose", "查档"))
                .good();
        Awaitility.await("the aisle opens")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                li.get("/retrievals/" + retrieval.path("id").asText())
                                        .good()
                                        .path("state")
                                        .asText())
                        .isEqualTo("open"));
        return retrieval;
    }

    private static JsonNode awaitStill(Rest security, JsonNode retrieval, byte[] jpeg) {
        JsonNode[] evidence = new JsonNode[1];
        Awaitility.await("the still is kept")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> {
                    evidence[0] = security.get(
                                    "/retrievals/" + retrieval.path("id").asText() + "/evidence")
                            .good();
                    assertThat(evidence[0].path("stills")).anySatisfy(still -> {
                        assertThat(still.path("sha256").asText()).isEqualTo(sha256(jpeg));
                        assertThat(still.path("state").asText()).isEqualTo("kept");
                        assertThat(still.path("camera").asText()).isEqualTo("cam-north");
                        assertThat(still.path("bytes").asInt()).isEqualTo(jpeg.length);
                    });
                });
        return evidence[0];
    }

    private static void awaitBlock(Rest li, String obstacle) {
        Awaitility.await("the block shows " + obstacle)
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(li.get("/blocks/" + UserSite.BLOCK)
                                .good()
                                .path("obstacles")
                                .toString())
                        .contains(obstacle));
    }

    /** Noise that begins as a JPEG does: nobody on its way looks further. */
    private static byte[] picture(long seed, int bytes) {
        byte[] jpeg = new byte[bytes];
        new Random(seed).nextBytes(jpeg);
        jpeg[0] = (byte) 0xFF;
        jpeg[1] = (byte) 0xD8;
        jpeg[2] = (byte) 0xFF;
        return jpeg;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
