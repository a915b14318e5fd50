package org.archivevault.simulator.watch;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.archivevault.firmware.source.WatchPlan;

/** Bridges and sensors: the topics and payloads of their makers' documentation. */
final class SensorVoice implements Voice {
    private static final double MILLIS = 1_000;
    private static final double FREEZING_FAHRENHEIT = 32;

    /** One way of speaking: the topic below the prefix, and the payload. */
    private interface Form {
        Publication say(String prefix, String device, SimulatedSensor.Sample sample, Instant now);
    }

    private static final Map<String, Form> FORMS = Map.of(
            "zigbee2mqtt", SensorVoice::zigbee,
            "tasmota", SensorVoice::tasmota,
            "shelly-gen2", SensorVoice::shelly,
            "milesight-chirpstack", SensorVoice::milesight,
            "onvif", SensorVoice::onvif);

    private final String kind;
    private final WatchPlan.Source source;
    private final Form form;

    private SensorVoice(String kind, WatchPlan.Source source, Form form) {
        this.kind = kind;
        this.source = source;
        this.form = form;
    }

    /** The voice of a source; empty for a profile whose makers' pages the simulator has not read. */
    static Optional<Voice> of(WatchPlan.Source source) {
        String name = source.profile().name();
        String kind = name.substring(0, Math.max(0, name.lastIndexOf('-')));
        return Optional.ofNullable(FORMS.get(kind)).map(form -> new SensorVoice(kind, source, form));
    }

    @Override
    public Optional<Publication> lastWill() {
        return kind.equals("zigbee2mqtt") ? Optional.of(state("offline")) : Optional.empty();
    }

    private Publication state(String word) {
        return Publication.kept(source.prefix() + "/bridge/state", "{\"state\":\"" + word + "\"}");
    }

    @Override
    public List<Publication> hello() {
        return switch (kind) {
            case "zigbee2mqtt" -> List.of(state("online"));
            case "tasmota" ->
                source.sensors().stream()
                        .map(s -> Publication.kept(source.prefix() + "/" + device(s.device()) + "/LWT", "Online"))
                        .toList();
            default -> List.of();
        };
    }

    @Override
    public List<Publication> goodBye() {
        return lastWill().stream().toList();
    }

    @Override
    public List<Publication> says(String device, SimulatedSensor.Sample sample, Instant now) {
        Publication said = form.say(source.prefix(), device(device), sample, now);
        if (!kind.equals("onvif")) {
            return List.of(said);
        }
        return List.of(
                said,
                Publication.of(
                        source.prefix() + "/" + device + "/onvif-ej/Device/Sensor/RelativeHumidity/High",
                        "{\"UtcTime\":\"" + now + "\",\"Data\":{\"Value\":\"" + number(sample.humidity()) + "\"}}"));
    }

    private static String device(String named) {
        int part = named.indexOf('#');
        return part < 0 ? named : named.substring(0, part);
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "NaN" : String.format(Locale.ROOT, "%.2f", value);
    }

    private static Publication zigbee(String prefix, String device, SimulatedSensor.Sample sample, Instant now) {
        return Publication.of(
                prefix + "/" + device,
                "{\"battery\":91,\"humidity\":" + number(sample.humidity()) + ",\"linkquality\":118,\"temperature\":"
                        + number(sample.temperature()) + ",\"last_seen\":\"" + now + "\"}");
    }

    private static Publication tasmota(String prefix, String device, SimulatedSensor.Sample sample, Instant now) {
        String local = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss", Locale.ROOT)
                .format(now.atOffset(ZoneOffset.ofHours(8)));
        return Publication.of(
                prefix + "/" + device + "/SENSOR",
                "{\"Time\":\"" + local + "\",\"AHT1X-0x38\":{\"Temperature\":" + number(sample.temperature())
                        + ",\"Humidity\":" + number(sample.humidity()) + "},\"TempUnit\":\"C\"}");
    }

    private static Publication shelly(String prefix, String device, SimulatedSensor.Sample sample, Instant now) {
        String begin = prefix.isEmpty() ? "" : prefix + "/";
        return Publication.of(
                begin + device + "/events/rpc",
                "{\"src\":\"" + device + "\",\"method\":\"NotifyStatus\",\"params\":{\"ts\":"
                        + String.format(Locale.ROOT, "%.2f", now.toEpochMilli() / MILLIS)
                        + ",\"temperature:0\":{\"id\":0,\"tC\":" + number(sample.temperature()) + ",\"tF\":"
                        + number(sample.temperature() * 9 / 5 + FREEZING_FAHRENHEIT)
                        + "},\"humidity:0\":{\"id\":0,\"rh\":"
                        + number(sample.humidity()) + "}}}");
    }

    private static Publication milesight(String prefix, String device, SimulatedSensor.Sample sample, Instant now) {
        return Publication.of(
                prefix + "/device/" + device + "/event/up",
                "{\"time\":\"" + now + "\",\"deviceInfo\":{\"devEui\":\"" + device + "\"},\"rxInfo\":[{\"rssi\":-87}],"
                        + "\"object\":{\"temperature\":" + number(sample.temperature()) + ",\"humidity\":"
                        + number(sample.humidity()) + ",\"battery\":92}}");
    }

    private static Publication onvif(String prefix, String device, SimulatedSensor.Sample sample, Instant now) {
        return Publication.of(
                prefix + "/" + device + "/onvif-ej/Device/Sensor/Temperature/High",
                "{\"UtcTime\":\"" + now + "\",\"Source\":{\"SensorID\":\"t1\"},\"Data\":{\"Value\":\""
                        + number(sample.temperature()) + "\"}}");
    }
}
