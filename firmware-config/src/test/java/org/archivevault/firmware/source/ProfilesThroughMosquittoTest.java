package org.archivevault.firmware.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.archivevault.firmware.source.Listening.AISLE_3;
import static org.archivevault.firmware.source.Listening.AISLE_4;
import static org.archivevault.firmware.source.Listening.CAMERA;
import static org.archivevault.firmware.source.Listening.NOW;
import static org.archivevault.firmware.source.Listening.SENSOR;
import static org.archivevault.firmware.source.Listening.measured;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.archivevault.protocol.climate.Quantity;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each profile behind a real broker: the documented messages are published by Mosquitto's own client, the profile's own
 * filters bring them, and it tells the documented values.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProfilesThroughMosquittoTest {
    private static final Path BROKER = Path.of("/usr/sbin/mosquitto");
    private static final Path PUBLISH = Path.of("/usr/bin/mosquitto_pub");
    private static final Path SUBSCRIBE = Path.of("/usr/bin/mosquitto_sub");
    private static final String READY = "ready";
    private static final long PATIENCE_SECONDS = 30;
    private static final long MILLIS = 1_772_351_940_000L;
    private static final String AT = "2026-03-01T07:59:00Z";

    private final List<Process> running = new ArrayList<>();
    private String port = "";

    @SuppressWarnings("ArrayRecordComponent") // nobody compares messages
    record Message(String topic, byte[] payload) {
        static Message of(String topic, String payload) {
            return new Message(topic, payload.getBytes(UTF_8));
        }
    }

    record Sample(String name, Listening listening, List<Message> messages, List<Told> told) {
        @Override
        public String toString() {
            return name;
        }
    }

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        assumeTrue(Stream.of(BROKER, PUBLISH, SUBSCRIBE).allMatch(Files::isExecutable), "mosquitto is not installed");
        try (ServerSocket free = new ServerSocket(0)) {
            port = Integer.toString(free.getLocalPort());
        }
        Path settings = folder.resolve("mosquitto.conf");
        Files.writeString(settings, "listener " + port + " 127.0.0.1\nallow_anonymous true\nlog_dest none\n");
        running.add(new ProcessBuilder(BROKER.toString(), "-c", settings.toString()).start());
    }

    @AfterAll
    void stop() {
        running.forEach(Process::destroyForcibly);
    }

    static Stream<Sample> samples() {
        Listening bridge = Listening.toSensor("zigbee2mqtt-1", "zigbee2mqtt", "north-wall");
        Listening tasmota = Listening.toSensor("tasmota-1", "tele", "north");
        Listening shelly = Listening.toSensor("shelly-gen2-1", "", "shellyplusht-b8d61a8b17cc");
        Listening chirpstack = Listening.toSensor("milesight-chirpstack-1", "application/17", "24e124");
        Listening onvif = Listening.toSensor("onvif-1", "onvif", "cam1");
        return Stream.of(
                new Sample(
                        "zigbee2mqtt-1, plain and with quoted numbers",
                        bridge,
                        List.of(
                                Message.of("zigbee2mqtt/north-wall", "{\"temperature\":27.34,\"humidity\":44.72}"),
                                Message.of("zigbee2mqtt/north-wall", "{\"temperature\":\"27.34\"}"),
                                Message.of("zigbee2mqtt/north-wall/availability", "offline")),
                        List.of(
                                measured(Quantity.TEMPERATURE, 27.34, "", false),
                                measured(Quantity.HUMIDITY, 44.72, "", false),
                                measured(Quantity.TEMPERATURE, 27.34, "", false),
                                new Told.SensorAvailable(SENSOR, false))),
                new Sample(
                        "tasmota-1, in °F and without a zone",
                        tasmota,
                        List.of(Message.of(
                                "tele/north/SENSOR",
                                "{\"Time\":\"2026-03-01T15:59:00\",\"SHT3X-0x44\":{\"Temperature\":77,\"Humidity\":61.9},"
                                        + "\"TempUnit\":\"F\"}")),
                        List.of(
                                measured(Quantity.TEMPERATURE, 25, "", false),
                                measured(Quantity.HUMIDITY, 61.9, "", false))),
                new Sample(
                        "shelly-gen2-1, all and then what has changed",
                        shelly,
                        List.of(
                                Message.of(
                                        "shellyplusht-b8d61a8b17cc/events/rpc",
                                        "{\"method\":\"NotifyFullStatus\",\"params\":{\"ts\":1680962879.62,"
                                                + "\"humidity:0\":{\"rh\":42.2},\"temperature:0\":{\"tC\":19.8,\"tF\":67.6}}}"),
                                Message.of(
                                        "shellyplusht-b8d61a8b17cc/events/rpc",
                                        "{\"method\":\"NotifyStatus\",\"params\":{\"ts\":1680962939.1,"
                                                + "\"temperature:0\":{\"tC\":\"20.1\"}}}")),
                        List.of(
                                measured(Quantity.TEMPERATURE, 19.8, "2023-04-08T14:07:59.620Z", false),
                                measured(Quantity.HUMIDITY, 42.2, "2023-04-08T14:07:59.620Z", false),
                                measured(Quantity.TEMPERATURE, 20.1, "2023-04-08T14:08:59.100Z", false))),
                new Sample(
                        "milesight-chirpstack-1, live and from its store",
                        chirpstack,
                        List.of(
                                Message.of(
                                        "application/17/device/24e124/event/up",
                                        "{\"time\":\"2026-03-01T07:59:00+00:00\",\"object\":{\"temperature\":30.8,\"humidity\":50.5}}"),
                                Message.of(
                                        "application/17/device/24e124/event/up",
                                        "{\"object\":{\"history\":[{\"timestamp\":1772348400,\"temperature\":27.2}]}}")),
                        List.of(
                                measured(Quantity.TEMPERATURE, 30.8, AT, false),
                                measured(Quantity.HUMIDITY, 50.5, AT, false),
                                measured(Quantity.TEMPERATURE, 27.2, "2026-03-01T07:00:00Z", true))),
                new Sample(
                        "onvif-1, a sensor",
                        onvif,
                        List.of(Message.of(
                                "onvif/cam1/onvif-ej/Device/Sensor/RelativeHumidity/High/&temp_001",
                                "{\"UtcTime\":\"2026-03-01T07:30:00\",\"Data\":{\"Value\":\"61.5\"}}")),
                        List.of(measured(Quantity.HUMIDITY, 61.5, "2026-03-01T07:30:00Z", false))),
                sparkplug(),
                discovered(),
                frigate(),
                onvifCamera());
    }

    private static Sample sparkplug() {
        Listening node = Listening.toSensor("sparkplug-b-1", "spBv1.0/Vault", "gw1/th-1");
        node.reader.connected(NOW.minusSeconds(3600));
        byte[] nodeBirth = SparkplugBytes.payload(
                MILLIS, 0L, List.of(SparkplugBytes.metric(Map.of("name", "bdSeq", "datatype", 4, "long_value", 3L))));
        byte[] deviceBirth = SparkplugBytes.payload(
                MILLIS,
                1L,
                List.of(SparkplugBytes.metric(Map.of(
                        "name",
                        "Temperature",
                        "alias",
                        7L,
                        "timestamp",
                        MILLIS,
                        "datatype",
                        9,
                        "float_value",
                        20.1f))));
        byte[] data = SparkplugBytes.payload(
                MILLIS,
                2L,
                List.of(SparkplugBytes.metric(Map.of("alias", 7L, "float_value", 20.4f, "timestamp", MILLIS))));
        return new Sample(
                "sparkplug-b-1, births and data by alias",
                node,
                List.of(
                        new Message("spBv1.0/Vault/NBIRTH/gw1", nodeBirth),
                        new Message("spBv1.0/Vault/DBIRTH/gw1/th-1", deviceBirth),
                        new Message("spBv1.0/Vault/DDATA/gw1/th-1", data)),
                List.of(
                        new Told.SensorAvailable(SENSOR, true),
                        measured(Quantity.TEMPERATURE, 20.1, AT, false),
                        measured(Quantity.TEMPERATURE, 20.4, AT, false)));
    }

    /** A sensor that Home Assistant's discovery describes; the description itself is read by {@code config discover}. */
    private static Sample discovered() {
        DiscoveryImport discovery = new DiscoveryImport();
        discovery.add(
                "homeassistant/sensor/bedroomT/config",
                ("{\"device_class\":\"temperature\",\"state_topic\":\"homeassistant/sensor/bedroom/state\",\"unit_of_measurement\":"
                                + "\"°F\",\"value_template\":\"{{ value_json.temperature}}\",\"device\":{\"identifiers\":[\"b\"],\"name\":"
                                + "\"Bedroom\"}}")
                        .getBytes(UTF_8));
        SourceProfile profile = SourceProfileLoader.read(
                        "imported.yaml", discovery.profile("imported").getBytes(UTF_8))
                .orThrow();
        return new Sample(
                "home-assistant-1, imported, in °F",
                Listening.to(profile, "", List.of(Listening.sensor("bedroom")), List.of()),
                List.of(Message.of("homeassistant/sensor/bedroom/state", "{\"temperature\":68}")),
                List.of(measured(Quantity.TEMPERATURE, 20, "", false)));
    }

    private static Sample frigate() {
        return new Sample(
                "frigate-1",
                Listening.toCamera("frigate-1", "frigate", "b1_ceiling"),
                List.of(Message.of(
                        "frigate/camera_activity",
                        "{\"b1_ceiling\":{\"config\":{\"detect\":true,\"enabled\":true},\"motion\":false,\"objects\":["
                                + "{\"id\":\"1\",\"label\":\"person\",\"current_zones\":[\"aisle_03\",\"desk\"]}]}}")),
                List.of(new Told.CameraResynchronised(CAMERA, List.of(AISLE_3))));
    }

    private static Sample onvifCamera() {
        String rule = "onvif/cam1/onvif-ej/RuleEngine/FieldDetector/ObjectsInside/&1/2/";
        return new Sample(
                "onvif-1, a camera",
                Listening.toCamera("onvif-1", "onvif", "cam1"),
                List.of(
                        Message.of(
                                rule + "aisle_03",
                                "{\"Source\":{\"Rule\":\"aisle_03\"},\"Data\":{\"IsInside\":\"true\"}}"),
                        Message.of(
                                rule + "aisle_04",
                                "{\"Source\":{\"Rule\":\"aisle_04\"},\"Data\":{\"IsInside\":false}}")),
                List.of(
                        new Told.PeopleCounted(CAMERA, AISLE_3, 1),
                        new Told.PeopleCounted(CAMERA, AISLE_4, 0),
                        new Told.CameraResynchronised(CAMERA, List.of(AISLE_3))));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void documentedMessagesYieldTheDocumentedValues(Sample sample) throws Exception {
        // GIVEN what the profile itself subscribes to
        BlockingQueue<Message> heard = subscribe(sample.listening().reader.filters());
        // WHEN the documented messages are published
        List<Told> told = new ArrayList<>();
        for (Message message : sample.messages()) {
            publish(message);
            Message arrived = next(heard);
            assertThat(arrived.topic()).isEqualTo(message.topic());
            told.addAll(sample.listening().reader.read(arrived.topic(), arrived.payload(), NOW));
        }
        // THEN
        assertThat(told).containsExactlyElementsOf(sample.told());
    }

    /** Completes once the broker has the subscription, which a message of our own shows. */
    private BlockingQueue<Message> subscribe(List<String> filters) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(SUBSCRIBE.toString(), "-h", "127.0.0.1", "-p", port, "-F", "%t\t%x", "-t", READY));
        filters.forEach(filter -> command.addAll(List.of("-t", filter)));
        BlockingQueue<Message> heard = new LinkedBlockingQueue<>();
        Process subscriber = awaitBroker(command);
        Thread reading = new Thread(() -> hear(subscriber, heard), "hear");
        reading.setDaemon(true);
        reading.start();
        long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        do {
            assertThat(System.nanoTime()).as("subscribed in time").isLessThan(giveUp);
            publish(Message.of(READY, "."));
        } while (heard.poll(100, TimeUnit.MILLISECONDS) == null);
        return heard;
    }

    /** The broker may not listen yet: the clients say so and end. */
    private Process awaitBroker(List<String> command) throws Exception {
        for (int tries = 0; ; tries++) {
            Process client = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!client.waitFor(300, TimeUnit.MILLISECONDS)) {
                running.add(client);
                return client;
            }
            assertThat(tries).as("tries to reach the broker").isLessThan(100);
        }
    }

    private static void hear(Process subscriber, BlockingQueue<Message> heard) {
        try (BufferedReader lines = subscriber.inputReader(UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int tab = line.indexOf('\t');
                heard.add(new Message(line.substring(0, tab), HexFormat.of().parseHex(line.substring(tab + 1))));
            }
        } catch (IOException e) {
            // The test is over and has ended the subscriber; whoever still waits fails in time.
        }
    }

    private static Message next(BlockingQueue<Message> heard) throws InterruptedException {
        Message message;
        do {
            message = heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(message).as("a message through the broker").isNotNull();
        } while (message.topic().equals(READY));
        return message;
    }

    private void publish(Message message) throws Exception {
        Process client = new ProcessBuilder(
                        PUBLISH.toString(), "-h", "127.0.0.1", "-p", port, "-q", "1", "-t", message.topic(), "-s")
                .redirectErrorStream(true)
                .start();
        try (OutputStream in = client.getOutputStream()) {
            in.write(message.payload());
        }
        assertThat(client.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(client.exitValue()).as("mosquitto_pub").isZero();
    }
}
