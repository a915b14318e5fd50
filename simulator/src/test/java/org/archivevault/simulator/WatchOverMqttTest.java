package org.archivevault.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.firmware.plan.SitePlanLoader;
import org.archivevault.firmware.source.SourceReader;
import org.archivevault.firmware.source.Told;
import org.archivevault.link.Qos;
import org.archivevault.link.mqtt.MqttSettings;
import org.archivevault.link.mqtt.MqttWire;
import org.archivevault.link.testing.MosquittoBroker;
import org.archivevault.protocol.address.AisleId;
import org.archivevault.protocol.camera.CameraId;
import org.archivevault.protocol.climate.Quantity;
import org.archivevault.protocol.climate.SensorId;
import org.archivevault.simulator.truth.TruthEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the simulated sources publish, through a real Mosquitto, is understood by the source profiles. */
class WatchOverMqttTest {
    private static final AisleId AISLE = AisleId.parse("ES-V1-B1/3");
    private static final CameraId CAMERA = new CameraId("cam-b1");
    private static final List<String> SENSORS = List.of("zigbee-1", "tasmota-1", "shelly-1", "milesight-1", "onvif-1");

    @TempDir
    Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final List<Told> told = new CopyOnWriteArrayList<>();
    private MosquittoBroker broker;
    private Sites sites;
    private MqttWire wire;

    @BeforeEach
    void start() throws Exception {
        Assumptions.assumeTrue(MosquittoBroker.isInstalled(), "mosquitto is not installed");
        broker = MosquittoBroker.start(folder);
        sites = new Sites(
                plan(),
                SimulatorOptions.forTests()
                        .publishingTo(
                                new SimulatorOptions.Devices(broker.url(), Optional.empty(), Optional.empty(), 100)));
        SourceReader reader = SourceReader.of(sites.site.plan().vaults().get(0).watch());
        wire = MqttWire.open(
                vertx,
                new MqttSettings(broker.url(), "listener", null, null, null),
                () -> System.nanoTime() / 1_000_000);
        for (String filter : reader.filters()) {
            wire.subscribe(
                    filter,
                    Qos.AT_LEAST_ONCE,
                    (topic, payload, at) -> told.addAll(reader.read(topic, payload, Instant.now())));
        }
        wire.onConnectionChange(connected -> {
            if (connected) {
                ask(reader.connected(Instant.now()));
            }
        });
    }

    private void ask(List<Told> questions) {
        questions.stream()
                .filter(Told.Ask.class::isInstance)
                .map(Told.Ask.class::cast)
                .forEach(ask -> wire.publish(ask.topic(), ask.payload(), Qos.AT_LEAST_ONCE, false));
    }

    @AfterEach
    void stop() throws Exception {
        if (wire != null) {
            wire.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
        if (sites != null) {
            sites.close();
        }
        if (broker != null) {
            broker.close();
        }
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static SitePlan plan() throws Exception {
        try (InputStream demo = Objects.requireNonNull(SitePlan.class.getResourceAsStream("/sites/demo.yaml"))) {
            String text = new String(demo.readAllBytes(), StandardCharsets.UTF_8) + """
                    zones:
                      - {code: north, name: {zh: 北区, en: North}, keeps: paper, blocks: [B1]}
                    deviceBroker: {url: "tcp://127.0.0.1:1883"}
                    sources:
                      - {name: z, profile: zigbee2mqtt-1, prefix: zigbee2mqtt, sensors: [{name: zigbee-1, device: wall/north, zone: north}]}
                      - {name: t, profile: tasmota-1, prefix: tele, timeZone: Asia/Shanghai, sensors: [{name: tasmota-1, device: t1, zone: north}]}
                      - {name: s, profile: shelly-gen2-1, sensors: [{name: shelly-1, device: shellyplusht-1, zone: north}]}
                      - {name: m, profile: milesight-chirpstack-1, prefix: application/1, sensors: [{name: milesight-1, device: "24e1", zone: north}]}
                      - {name: o, profile: onvif-1, prefix: onvif, sensors: [{name: onvif-1, device: cam9, zone: north}]}
                      - name: f
                        profile: frigate-1
                        prefix: frigate
                        cameras: [{name: cam-b1, device: b1_ceiling, zone: north, aisles: {aisle_03: B1/3, aisle_04: B1/4}}]
                    """.indent(4);
            return SitePlanLoader.read("site.yaml", text.getBytes(StandardCharsets.UTF_8), null)
                    .orThrow();
        }
    }

    private <T extends Told> List<T> told(Class<T> kind) {
        return told.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private List<Told.Measured> measured(String sensor, Quantity quantity) {
        return told(Told.Measured.class).stream()
                .filter(m -> m.sensor().equals(new SensorId(sensor)) && m.quantity() == quantity)
                .toList();
    }

    private String command(String line) {
        return Sites.await(new ControlCommands(sites.site).run(line));
    }

    @Test
    void every_kind_of_sensor_says_what_the_air_is_and_when() {
        for (String sensor : SENSORS) {
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> !measured(sensor, Quantity.TEMPERATURE).isEmpty()
                            && !measured(sensor, Quantity.HUMIDITY).isEmpty());
            Told.Measured one = measured(sensor, Quantity.TEMPERATURE).get(0);
            TruthEvent.SensorSaid truth = sites.told(TruthEvent.SensorSaid.class).stream()
                    .filter(said -> said.sensor().equals(sensor))
                    .findFirst()
                    .orElseThrow();
            assertThat(one.value()).as(sensor).isCloseTo(truth.trueTemperature(), within(0.5));
            assertThat(one.sourceTime())
                    .as(sensor)
                    .isCloseTo(Instant.now(), within(60, java.time.temporal.ChronoUnit.SECONDS));
        }
        assertThat(told(Told.Unusable.class)).isEmpty();
    }

    @Test
    void scripted_faults_are_heard_and_recorded() {
        // WHEN
        assertThat(command("sensor zigbee-1 excursion +8")).isEqualTo("ok");
        assertThat(command("sensor tasmota-1 fahrenheit")).isEqualTo("ok");
        assertThat(command("sensor milesight-1 nan")).isEqualTo("ok");
        assertThat(command("sensor shelly-1 silent")).isEqualTo("ok");
        int silentFrom = measured("shelly-1", Quantity.TEMPERATURE).size();

        // THEN paper is kept at about 19 °C
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(measured("zigbee-1", Quantity.TEMPERATURE)).anyMatch(m -> m.value() > 25);
            assertThat(measured("tasmota-1", Quantity.TEMPERATURE)).anyMatch(m -> m.value() > 55);
            assertThat(measured("milesight-1", Quantity.TEMPERATURE)).anyMatch(m -> Double.isNaN(m.value()));
        });
        assertThat(measured("shelly-1", Quantity.TEMPERATURE)).hasSizeLessThan(silentFrom + 3);
        assertThat(sites.told(TruthEvent.SensorFaultSet.class))
                .extracting(TruthEvent.SensorFaultSet::fault)
                .containsExactly("excursion", "fahrenheit", "nan", "silent");
        assertThat(command("sensor nobody heal")).startsWith("error: ");
        assertThat(command("sensor zigbee-1 dance")).startsWith("error: ");
        assertThat(command("sensors")).contains("zigbee-1 north").endsWith("ok");
    }

    @Test
    void a_stuck_sensor_repeats_itself_and_a_zone_warms_up() {
        assertThat(command("sensor zigbee-1 stuck")).isEqualTo("ok");
        assertThat(command("zone north excursion 9")).isEqualTo("ok");

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() ->
                        assertThat(measured("tasmota-1", Quantity.TEMPERATURE)).anyMatch(m -> m.value() > 21));
        List<Double> stuck = measured("zigbee-1", Quantity.TEMPERATURE).stream()
                .map(Told.Measured::value)
                .toList();
        assertThat(stuck.subList(stuck.size() - 5, stuck.size())).containsOnly(stuck.get(stuck.size() - 1));
        assertThat(command("zone nowhere heal")).startsWith("error: ");
    }

    @Test
    void people_are_seen_come_and_go_and_the_camera_system_answers_when_asked() {
        // GIVEN
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(told).contains(new Told.CameraResynchronised(CAMERA, List.of())));

        // WHEN
        assertThat(command("person enters B1/3")).isEqualTo("ok");

        // THEN
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(told).contains(new Told.PeopleCounted(CAMERA, AISLE, 1));
            assertThat(told(Told.Noticed.class))
                    .anyMatch(n -> n.label().equals("person") && n.aisles().equals(List.of(AISLE)));
            assertThat(told(Told.Still.class)).anyMatch(still -> still.jpeg().length > 500);
        });
        wire.publish("frigate/onConnect", new byte[0], Qos.AT_LEAST_ONCE, false);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(told).contains(new Told.CameraResynchronised(CAMERA, List.of(AISLE))));
        assertThat(command("person leaves ES-V1-B1/3")).isEqualTo("ok");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(told).contains(new Told.PeopleCounted(CAMERA, AISLE, 0)));
        assertThat(command("person enters B2/1")).contains("no camera sees the aisle");
        assertThat(sites.told(TruthEvent.PersonSeen.class))
                .containsExactly(
                        new TruthEvent.PersonSeen(
                                sites.told(TruthEvent.PersonSeen.class).get(0).t(), "cam-b1", "ES-V1-B1/3", 1),
                        new TruthEvent.PersonSeen(
                                sites.told(TruthEvent.PersonSeen.class).get(1).t(), "cam-b1", "ES-V1-B1/3", 0));
    }

    @Test
    void a_camera_system_that_stops_says_so_and_one_that_starts_again_is_there() {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(told).contains(new Told.CameraAvailable(CAMERA, true)));

        assertThat(command("source f stop")).isEqualTo("ok");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(told).contains(new Told.CameraAvailable(CAMERA, false)));
        int before = told(Told.CameraAvailable.class).size();
        assertThat(command("source f start")).isEqualTo("ok");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(told(Told.CameraAvailable.class))
                        .hasSizeGreaterThan(before)
                        .last()
                        .isEqualTo(new Told.CameraAvailable(CAMERA, true)));
        assertThat(command("source nobody stop")).startsWith("error: ");
    }

    @Test
    void a_broker_that_comes_back_finds_all_of_them_again() throws Exception {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !measured("zigbee-1", Quantity.TEMPERATURE).isEmpty());

        broker.kill();
        broker.restart();
        told.clear();

        await().atMost(Duration.ofSeconds(40)).untilAsserted(() -> {
            SENSORS.forEach(
                    sensor -> assertThat(measured(sensor, Quantity.TEMPERATURE)).isNotEmpty());
            assertThat(told).contains(new Told.CameraAvailable(CAMERA, true));
        });
    }
}
