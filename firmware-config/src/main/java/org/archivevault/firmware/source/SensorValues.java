package org.archivevault.firmware.source;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.archivevault.protocol.Bilingual;
import org.archivevault.protocol.climate.SensorId;
import org.jspecify.annotations.Nullable;

/** Reads the values of one sensor. */
final class SensorValues {
    /** A device keeps some hundred records back at most. */
    static final int MOST_RECORDS = 1_000;

    private static final Bilingual NO_LIST = new Bilingual("{} 不是列表", "{} is no list");
    private static final Bilingual TOO_MANY =
            new Bilingual("{} 有 {} 条记录，只取前 {} 条", "{} has {} records, of which {} are taken");
    private static final Bilingual UNTIMED =
            new Bilingual("{} 中有 {} 条记录没有可信的时间，未取", "{}: {} record(s) without a believable time were not taken");

    private final String source;
    private final SensorId sensor;
    private final String part;
    private final Meaning.Values meaning;
    private final TimeForm time;

    SensorValues(WatchPlan.Source source, WatchPlan.Sensor sensor, Meaning.Values meaning, @Nullable ZoneId zone) {
        this.source = source.name();
        this.sensor = sensor.id();
        this.part = Topic.part(sensor.device());
        this.meaning = meaning;
        this.time = zone == null ? meaning.time() : meaning.time().inZone(zone);
    }

    void read(JsonNode root, Instant receivedAt, Sayings out) {
        Meaning.History history = meaning.history();
        if (history != null) {
            records(history, root, receivedAt, out);
        }
        TimeForm.Stamp stamp = time.read(root, receivedAt);
        boolean historical =
                meaning.historical() != null && isTrue(meaning.historical().first(root));
        boolean any = values(meaning.values(), root, stamp.at(), historical, out);
        if (any) {
            out.unusable(source, stamp.complaint());
        }
    }

    private boolean values(
            List<ValueForm> forms, JsonNode root, @Nullable Instant at, boolean historical, Sayings out) {
        boolean any = false;
        for (ValueForm form : forms) {
            ValueForm.Outcome outcome = form.read(root, part);
            Double value = outcome.value();
            if (value != null) {
                any = true;
                out.say(new Told.Measured(sensor, form.quantity(), value, at, historical));
            }
            out.unusable(source, outcome.complaint());
        }
        return any;
    }

    private void records(Meaning.History history, JsonNode root, Instant receivedAt, Sayings out) {
        JsonNode list = history.at().first(root);
        if (list.isMissingNode()) {
            return;
        }
        if (!list.isArray()) {
            out.unusable(source, NO_LIST.with(history.at()));
            return;
        }
        int untimed = 0;
        for (int i = 0; i < Math.min(list.size(), MOST_RECORDS); i++) {
            Instant at = history.time().read(list.get(i), receivedAt).at();
            if (at == null) {
                untimed++;
            } else {
                values(history.values(), list.get(i), at, true, out);
            }
        }
        if (untimed > 0) {
            out.unusable(source, UNTIMED.with(history.at(), untimed));
        }
        if (list.size() > MOST_RECORDS) {
            out.unusable(source, TOO_MANY.with(history.at(), list.size(), MOST_RECORDS));
        }
    }

    static boolean isTrue(JsonNode node) {
        return node.isBoolean() ? node.booleanValue() : node.asText().equalsIgnoreCase("true") || node.asInt() == 1;
    }

    static boolean isFalse(JsonNode node) {
        return node.isBoolean() ? !node.booleanValue() : node.asText().equalsIgnoreCase("false");
    }
}
