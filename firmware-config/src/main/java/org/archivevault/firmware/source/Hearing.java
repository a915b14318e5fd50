package org.archivevault.firmware.source;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.archivevault.protocol.Bilingual;
import org.archivevault.protocol.address.AisleId;
import org.archivevault.protocol.camera.ObservationPhase;
import org.jspecify.annotations.Nullable;

/** How one source of a plan is listened to, and what must be remembered of it between its messages. */
final class Hearing {
    /** Up to so many devices of a kind of message are subscribed to one by one: a connection is up only when all are. */
    static final int MOST_EXACT = 8;
    /** How long an answer may take before it is asked for again. */
    static final Duration ASK_AGAIN = Duration.ofSeconds(10);
    /** The longest id of an observation that an edge passes on. */
    private static final int LONGEST_ID = 128;

    private static final Bilingual NO_WORD = new Bilingual(
            "主题 {} 的在线状态 \"{}\" 不认识（应为 {}）", "{}: the word \"{}\" for availability is not known (expected: {})");
    private static final Bilingual NO_COUNT =
            new Bilingual("主题 {} 的人数 \"{}\" 不可用", "{}: the count \"{}\" cannot be used");
    private static final Bilingual NO_EVENT =
            new Bilingual("主题 {} 的事件缺少 {} 或其值不可用", "{}: {} of the event is missing or cannot be used");
    private static final Bilingual NO_JPEG = new Bilingual("主题 {} 的内容不是 JPEG", "{}: not a JPEG");

    /** What the holes of a topic are filled with. */
    private record Hole(String device, String zone) {}

    private final WatchPlan.Source source;
    private final Topic.Tree<Listener> tree;
    private final Set<String> filters;
    private final Presence presence = new Presence();
    private final Map<WatchPlan.Camera, CameraSight> sights = new LinkedHashMap<>();
    private final List<SparkplugNodes> nodes = new ArrayList<>();
    private boolean answers;
    private Instant askedAt = Instant.MIN;

    Hearing(WatchPlan.Source source, Topic.Tree<Listener> tree, Set<String> filters) {
        this.source = source;
        this.tree = tree;
        this.filters = filters;
        source.cameras().forEach(camera -> sights.put(camera, new CameraSight(camera)));
        source.profile().messages().forEach(form -> form.meaning().listen(form, this));
    }

    /** After every connection: all is forgotten, and asked for anew. */
    void connected(Instant now, Sayings out) {
        presence.forget();
        sights.values().forEach(CameraSight::forget);
        ask(now, out);
        nodes.forEach(all -> all.connected(now, out));
    }

    private void ask(Instant now, Sayings out) {
        askedAt = now;
        for (SourceProfile.Request request : source.profile().requests()) {
            String topic = Topic.filled(request.topic(), source.prefix(), "", "");
            out.say(new Told.Ask(topic, request.payload().getBytes(StandardCharsets.UTF_8)));
        }
    }

    // ---- what is listened to

    void values(MessageForm form, Meaning.Values meaning) {
        List<Hole> holes = new ArrayList<>();
        for (WatchPlan.Sensor sensor : source.sensors()) {
            if (form.concerns(sensor.device())) {
                SensorValues values = new SensorValues(
                        source, sensor, meaning, source.profile().zone());
                holes.add(at(form, sensor.device(), "", (message, out) -> {
                    if (!message.isEmpty() && form.isMeant(message.content())) {
                        values.read(message.content(), message.receivedAt(), out);
                    }
                }));
            }
        }
        subscribe(form, holes);
    }

    void availability(MessageForm form, Meaning.Availability meaning) {
        if (meaning.whole()) {
            subscribe(form, List.of(at(form, "", "", (message, out) -> available(form, meaning, message, "", out))));
            return;
        }
        Set<String> devices = new LinkedHashSet<>();
        source.sensors().forEach(sensor -> devices.add(Topic.device(sensor.device())));
        source.cameras().forEach(camera -> devices.add(camera.device()));
        List<Hole> holes = new ArrayList<>();
        for (String device : devices) {
            if (form.concerns(device)) {
                holes.add(at(form, device, "", (message, out) -> available(form, meaning, message, device, out)));
            }
        }
        subscribe(form, holes);
    }

    void people(MessageForm form, Meaning.People meaning) {
        List<Hole> holes = new ArrayList<>();
        for (Map.Entry<WatchPlan.Camera, CameraSight> each : sights.entrySet()) {
            String device = each.getKey().device();
            if (!form.hasHole("zone")) {
                holes.add(at(
                        form, device, "", (message, out) -> people(form, meaning, message, "", each.getValue(), out)));
                continue;
            }
            for (String zone : each.getKey().aisles().keySet()) {
                holes.add(at(
                        form,
                        device,
                        zone,
                        (message, out) -> people(form, meaning, message, zone, each.getValue(), out)));
            }
        }
        subscribe(form, holes);
    }

    void notice(MessageForm form, Meaning.Notice meaning) {
        subscribe(form, List.of(at(form, "", "", (message, out) -> notice(form, meaning, message, out))));
    }

    void still(MessageForm form, Meaning.Still meaning) {
        List<Hole> holes = new ArrayList<>();
        for (WatchPlan.Camera camera : source.cameras()) {
            if (form.concerns(camera.device())) {
                holes.add(at(form, camera.device(), "", (message, out) -> still(camera, message, out)));
            }
        }
        subscribe(form, holes);
    }

    void resync(MessageForm form, Meaning.Resync meaning) {
        answers = true;
        subscribe(
                form,
                List.of(at(
                        form,
                        "",
                        "",
                        (message, out) -> sights.forEach((camera, sight) ->
                                resync(meaning, message.content().path(camera.device()), sight, out)))));
    }

    void life(MessageForm form, Meaning.Life meaning) {
        List<Hole> holes = new ArrayList<>();
        for (WatchPlan.Camera camera : source.cameras()) {
            if (form.concerns(camera.device())) {
                Told alive = new Told.CameraAlive(camera.id(), meaning.within());
                holes.add(at(form, camera.device(), "", (message, out) -> out.say(alive)));
            }
        }
        subscribe(form, holes);
    }

    void heartbeat(MessageForm form) {
        subscribe(form, List.of(at(form, "", "", this::heartbeat)));
    }

    void metrics(MessageForm form, Meaning.Metrics meaning) {
        SparkplugNodes all = new SparkplugNodes(source, form, meaning);
        nodes.add(all);
        all.filters().forEach(filter -> tree.add(filter, listener(form, all::hear)));
        filters.addAll(all.subscriptions());
    }

    private Listener listener(MessageForm form, BiConsumer<Incoming, Sayings> hears) {
        boolean text = !(form.meaning() instanceof Meaning.Still
                || form.meaning() instanceof Meaning.Metrics
                || form.meaning() instanceof Meaning.Life
                || form.meaning() instanceof Meaning.Heartbeat);
        return new Listener(source.name(), form.meaning().largest(), text, hears);
    }

    /** Listens, and gives back what the holes were filled with. */
    private Hole at(MessageForm form, String device, String zone, BiConsumer<Incoming, Sayings> hears) {
        tree.add(Topic.filled(form.topic(), source.prefix(), device, zone), listener(form, hears));
        return new Hole(Topic.device(device), zone);
    }

    private void subscribe(MessageForm form, List<Hole> holes) {
        Set<String> exact = new LinkedHashSet<>();
        Set<String> wide = new LinkedHashSet<>();
        for (Hole hole : holes) {
            exact.add(Topic.filled(form.topic(), source.prefix(), hole.device(), hole.zone()));
            wide.add(Topic.filled(
                    form.topic(), source.prefix(), Topic.anyLevels(hole.device()), Topic.anyLevels(hole.zone())));
        }
        filters.addAll(exact.size() > MOST_EXACT ? wide : exact);
    }

    // ---- what is understood

    private void available(
            MessageForm form, Meaning.Availability meaning, Incoming message, String device, Sayings out) {
        if (message.isEmpty() || !form.isMeant(message.content())) {
            return;
        }
        String word = meaning.at().first(message.content()).asText();
        boolean online = meaning.online().contains(word);
        if (!online && !meaning.offline().contains(word)) {
            out.unusable(
                    source.name(),
                    NO_WORD.with(ValueForm.shown(message.topic()), ValueForm.shown(word), meaning.online()));
            return;
        }
        if (meaning.whole()) {
            presence.whole(online);
        }
        @Nullable Boolean own = meaning.whole() ? null : Boolean.valueOf(online);
        for (WatchPlan.Sensor sensor : source.sensors()) {
            if (meaning.whole() || Topic.device(sensor.device()).equals(device)) {
                out.say(new Told.SensorAvailable(sensor.id(), presence.sensor(sensor.id(), own)));
            }
        }
        boolean came = false;
        for (Map.Entry<WatchPlan.Camera, CameraSight> each : sights.entrySet()) {
            WatchPlan.Camera camera = each.getKey();
            if (!meaning.whole() && !camera.device().equals(device)) {
                continue;
            }
            // The same word again, as some send it for a sign of life, changes nothing.
            boolean again = !meaning.whole() && presence.hasSaidOnline(camera.id());
            if (presence.camera(camera.id(), own)) {
                if (!again) {
                    came = true;
                    // It may have been away unheard: what it said before counts no more, until it says all anew.
                    each.getValue().forget();
                }
                each.getValue().comes(out);
            } else {
                each.getValue().goes(out);
            }
        }
        if (came) {
            ask(message.receivedAt(), out);
        }
    }

    private void people(
            MessageForm form, Meaning.People meaning, Incoming message, String named, CameraSight sight, Sayings out) {
        if (message.isEmpty()) {
            if (meaning.kept() && !named.isEmpty()) {
                sight.withdrawn(named, out);
            } else if (meaning.kept()) {
                // A message without content cannot say which of them: none counts any more.
                sight.withdraws(out);
            }
            return;
        }
        JsonNode root = message.content();
        if (!form.isMeant(root)) {
            return;
        }
        String zone =
                meaning.zone() == null ? named : meaning.zone().first(root).asText();
        JsonNode said = meaning.at().first(root);
        double count = count(said);
        if (count >= 0) {
            sight.people(zone, count, meaning.kept(), out);
        } else {
            out.unusable(
                    source.name(), NO_COUNT.with(ValueForm.shown(message.topic()), ValueForm.shown(said.asText())));
        }
    }

    /** A number of people, or whether there is anybody; negative when it is neither. */
    private static double count(JsonNode said) {
        if (said.isMissingNode() || said.isContainerNode()) {
            return -1;
        }
        if (SensorValues.isFalse(said)) {
            return 0;
        }
        if (said.isBoolean() || said.asText().equalsIgnoreCase("true")) {
            return 1;
        }
        double number = said.asDouble(-1);
        return number >= 0 ? Math.ceil(number) : -1;
    }

    private void notice(MessageForm form, Meaning.Notice meaning, Incoming message, Sayings out) {
        JsonNode root = message.content();
        if (message.isEmpty() || !form.isMeant(root)) {
            return;
        }
        String device = meaning.camera().first(root).asText();
        String id = meaning.id().first(root).asText();
        ObservationPhase phase =
                meaning.phases().get(meaning.phase().first(root).asText());
        boolean named = !id.isEmpty() && id.length() <= LONGEST_ID;
        if (device.isEmpty() || !named || phase == null) {
            Pointers missing = device.isEmpty() ? meaning.camera() : named ? meaning.phase() : meaning.id();
            out.unusable(source.name(), NO_EVENT.with(ValueForm.shown(message.topic()), missing));
            return;
        }
        TimeForm.Stamp stamp = meaning.time().read(root, message.receivedAt());
        String label = ValueForm.shown(meaning.label().first(root).asText());
        for (WatchPlan.Camera camera : source.cameras()) {
            if (camera.device().equals(device)) {
                out.say(new Told.Noticed(
                        camera.id(),
                        id,
                        phase,
                        label,
                        aisles(camera, meaning.zones().first(root)),
                        stamp.at()));
                out.unusable(source.name(), stamp.complaint());
            }
        }
    }

    private static List<AisleId> aisles(WatchPlan.Camera camera, JsonNode zones) {
        Set<AisleId> aisles = new LinkedHashSet<>();
        for (JsonNode zone : zones) {
            AisleId aisle = camera.aisles().get(zone.asText());
            if (aisle != null) {
                aisles.add(aisle);
            }
        }
        return List.copyOf(aisles);
    }

    private void still(WatchPlan.Camera camera, Incoming message, Sayings out) {
        byte[] bytes = message.payload();
        if (bytes.length == 0) {
            return;
        }
        // ISO/IEC 10918-1, B.1.1.3: a JPEG begins with the marker SOI, and another marker follows.
        boolean jpeg =
                bytes.length > 3 && bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xD8 && bytes[2] == (byte) 0xFF;
        if (jpeg) {
            out.say(new Told.Still(camera.id(), null, bytes));
        } else {
            out.unusable(source.name(), NO_JPEG.with(ValueForm.shown(message.topic())));
        }
    }

    private void resync(Meaning.Resync meaning, JsonNode camera, CameraSight sight, Sayings out) {
        if (meaning.working().stream().anyMatch(pointer -> SensorValues.isFalse(pointer.first(camera)))) {
            sight.goes(out);
            return;
        }
        JsonNode objects = meaning.objects().first(camera);
        if (objects.isArray()) {
            sight.sees(objects, meaning, out);
        }
    }

    private void heartbeat(Incoming message, Sayings out) {
        boolean waiting = sights.values().stream().anyMatch(sight -> !sight.isSynchronised());
        if (answers && waiting && !askedAt.isAfter(message.receivedAt().minus(ASK_AGAIN))) {
            ask(message.receivedAt(), out);
        }
    }
}
