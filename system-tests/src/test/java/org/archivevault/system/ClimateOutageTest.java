package org.archivevault.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.archivevault.system.parts.Rest;
import org.archivevault.system.parts.SensorBridge;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The way of a reading on the parts that a user runs, each of them killed under load. */
@ResourceLock("the whole machine")
@Timeout(300)
class ClimateOutageTest {
    private static final List<String> DEVICES =
            IntStream.rangeClosed(1, 10).mapToObj(i -> "wall-" + i).toList();
    /** I19. */
    private static final Duration RAISED_WITHIN = Duration.ofSeconds(60);

    private static final Duration TOO_LATE = RAISED_WITHIN.plusSeconds(10);

    private static final String WATCH = """
                zones:
                  - {code: v1-north, name: {zh: 北区, en: North}, keeps: paper, blocks: [B1]}
                  - {code: v1-south, name: {zh: 南区, en: South}, keeps: paper, blocks: []}
                deviceBroker: {url: BROKER}
                sources:
                  - name: climate
                    profile: zigbee2mqtt-1
                    prefix: zigbee2mqtt
                    sensors:
            """
            + String.join(
                    "",
                    DEVICES.stream()
                            .map(d -> "          - {name: " + d + ", device: " + d + ", zone: " + zoneOf(d) + "}\n")
                            .toList());

    private static final String LIMITS =
            "alarms: {rules: {zones: {v1-north: {limits: {temperature: {high: 21, delayMinutes: 0.05}}}}}}\n";

    @Test
    void losesAndDoublesNoReadingThatTheEdgeTookAndRaisesTheAlarmOfTheOutage(@TempDir Path home) throws Exception {
        Assumptions.assumeTrue(
                UserSite.possible(),
                "skipped: needs mosquitto, postgresql, gcc and libmodbus-dev; ./vault test as root installs them");
        try (UserSite site = UserSite.watched(home, WATCH, LIMITS)) {
            Rest facilities = site.person("chen", "陈设施", "facilities");
            // GIVEN ten sensors that measure two things 5 times a second, and readings that arrive
            try (SensorBridge bridge = SensorBridge.start(site.broker.port(), DEVICES, Duration.ofMillis(200))) {
                awaitMore(site, 500);

                // WHEN the broker, the database and the server are killed under load, one after the other
                site.broker.kill();
                site.broker.restart();
                awaitMore(site, 500);
                site.database.kill();
                awaitTaken(site, 500);
                site.database.restart();
                awaitMore(site, 500);
                site.server().kill();
                // and it grows too warm while nobody is there to see it
                bridge.air(22);
                Instant warmFrom = Instant.now();
                Awaitility.await("an outage of more than the 60 s within which the alarm is due")
                        .atMost(TOO_LATE.plusSeconds(10))
                        .until(() -> Instant.now().isAfter(warmFrom.plus(TOO_LATE)));
                site.startServer();

                // THEN the alarm is raised within 60 s of the server's return, and says that it is told late
                JsonNode alarm = awaitAlarm(facilities);
                assertThat(alarm.path("toldLate").asBoolean()).as("%s", alarm).isTrue();
                assertThat(Instant.parse(alarm.path("happenedAt").asText()))
                        .isBetween(warmFrom.minusSeconds(1), warmFrom.plusSeconds(30));
            }

            // THEN every reading that the edge took is in the database once
            awaitDrained(site);
            assertThat(site.edgeCounter("watch_readings_lost_total")).hasValue(0);
            System.out.println("readings taken by the edge " + taken(site) + ", in the database " + stored(site));
        }
    }

    /** Two sensors see the limit: more alarms of one cause would be told as one. */
    private static String zoneOf(String device) {
        return device.endsWith("-1") || device.endsWith("-2") ? "v1-north" : "v1-south";
    }

    private static long stored(UserSite site) {
        return Long.parseLong(site.database.ask("SELECT count(*) FROM reading"));
    }

    private static long taken(UserSite site) {
        return Math.round(site.edgeCounter("watch_readings_total").orElse(0));
    }

    private static void awaitMore(UserSite site, long readings) {
        long before = stored(site);
        Awaitility.await("readings arrive")
                .atMost(Duration.ofMinutes(1))
                .until(() -> stored(site) >= before + readings);
    }

    private static void awaitTaken(UserSite site, long readings) {
        long before = taken(site);
        Awaitility.await("the edge takes readings")
                .atMost(Duration.ofMinutes(1))
                .until(() -> taken(site) >= before + readings);
    }

    /** As many as the edge took: the primary key lets none be there twice. */
    private static void awaitDrained(UserSite site) {
        Awaitility.await("what the edge took is in the database")
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> assertThat(stored(site)).isEqualTo(taken(site)));
    }

    private static JsonNode awaitAlarm(Rest facilities) {
        JsonNode[] found = new JsonNode[1];
        Awaitility.await("the alarm of the zone that was too warm")
                .atMost(RAISED_WITHIN)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> {
                    JsonNode alarms = facilities.get("/alarms").body();
                    for (JsonNode alarm : alarms) {
                        if (alarm.path("place").asText().equals("v1-north")
                                && alarm.path("kind").asText().equals("above-limit")) {
                            found[0] = alarm;
                        }
                    }
                    assertThat(found[0]).as("%s", alarms).isNotNull();
                });
        return found[0];
    }
}
