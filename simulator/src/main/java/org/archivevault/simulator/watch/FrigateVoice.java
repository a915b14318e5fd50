package org.archivevault.simulator.watch;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.archivevault.firmware.source.WatchPlan;

/** A simulated Frigate: cameras that see people in their zones. Its counts are not retained, as Frigate's are not. */
final class FrigateVoice implements Voice {
    private static final double MILLIS = 1_000;

    /** Somebody whom a camera sees. */
    private record Person(String id, WatchPlan.Camera camera, String zone, Instant since) {}

    private final WatchPlan.Source source;
    private final List<Person> people = new ArrayList<>();
    private int number;

    FrigateVoice(WatchPlan.Source source) {
        this.source = source;
    }

    @Override
    public Optional<Publication> lastWill() {
        return Optional.of(Publication.kept(source.prefix() + "/available", "offline"));
    }

    @Override
    public List<Publication> hello() {
        return List.of(Publication.kept(source.prefix() + "/available", "online"));
    }

    @Override
    public List<Publication> goodBye() {
        return List.of(Publication.kept(source.prefix() + "/available", "stopped"));
    }

    @Override
    public List<String> listens() {
        return List.of(source.prefix() + "/onConnect");
    }

    @Override
    public List<Publication> heard(String topic, Instant now) {
        String cameras = source.cameras().stream().map(this::activity).collect(Collectors.joining(","));
        return List.of(Publication.of(source.prefix() + "/camera_activity", "{" + cameras + "}"));
    }

    private String activity(WatchPlan.Camera camera) {
        String objects = people.stream()
                .filter(person -> person.camera().equals(camera))
                .map(person ->
                        "{\"id\":\"" + person.id() + "\",\"label\":\"person\",\"stationary\":false,\"score\":0.87,"
                                + "\"current_zones\":[\"" + person.zone() + "\"]}")
                .collect(Collectors.joining(","));
        return "\"" + camera.device()
                + "\":{\"config\":{\"enabled\":true,\"detect\":true,\"snapshots\":true},\"motion\":"
                + !objects.isEmpty() + ",\"objects\":[" + objects + "]}";
    }

    @Override
    public List<Publication> says(String device, SimulatedSensor.Sample sample, Instant now) {
        return List.of();
    }

    /** The sign of life that Frigate gives every minute. */
    List<Publication> stats() {
        return List.of(Publication.of(source.prefix() + "/stats", "{\"service\":{\"uptime\":1}}"));
    }

    int people(WatchPlan.Camera camera, String zone) {
        return (int) people.stream()
                .filter(p -> p.camera().equals(camera) && p.zone().equals(zone))
                .count();
    }

    List<Publication> enters(WatchPlan.Camera camera, String zone, Instant now) {
        Person person = new Person(seconds(now) + "-sim" + ++number, camera, zone, now);
        people.add(person);
        List<Publication> said = new ArrayList<>(changed(person, "new", now));
        said.add(new Publication(
                source.prefix() + "/" + camera.device() + "/person/snapshot", Picture.ofPerson(number), true));
        return said;
    }

    /** Nobody can leave who is not there: then nothing is said. */
    List<Publication> leaves(WatchPlan.Camera camera, String zone, Instant now) {
        Optional<Person> first = people.stream()
                .filter(p -> p.camera().equals(camera) && p.zone().equals(zone))
                .findFirst();
        first.ifPresent(people::remove);
        return first.map(person -> changed(person, "end", now)).orElse(List.of());
    }

    private List<Publication> changed(Person person, String type, Instant now) {
        Map<String, String> after = new LinkedHashMap<>();
        after.put("id", "\"" + person.id() + "\"");
        after.put("camera", "\"" + person.camera().device() + "\"");
        after.put("frame_time", seconds(now));
        after.put("label", "\"person\"");
        after.put("start_time", seconds(person.since()));
        after.put("end_time", type.equals("end") ? seconds(now) : "null");
        after.put("current_zones", type.equals("end") ? "[]" : "[\"" + person.zone() + "\"]");
        after.put("entered_zones", "[\"" + person.zone() + "\"]");
        after.put("has_snapshot", "true");
        String object = after.entrySet().stream()
                .map(field -> "\"" + field.getKey() + "\":" + field.getValue())
                .collect(Collectors.joining(",", "{", "}"));
        byte[] event = ("{\"type\":\"" + type + "\",\"before\":" + object + ",\"after\":" + object + "}")
                .getBytes(StandardCharsets.UTF_8);
        int count = people(person.camera(), person.zone());
        return List.of(
                Publication.of(source.prefix() + "/" + person.zone() + "/person", Integer.toString(count)),
                new Publication(source.prefix() + "/events", event, false));
    }

    private static String seconds(Instant time) {
        return String.format(Locale.ROOT, "%.6f", time.toEpochMilli() / MILLIS);
    }
}
