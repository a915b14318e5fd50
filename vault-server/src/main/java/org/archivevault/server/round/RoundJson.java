package org.archivevault.server.round;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.archivevault.protocol.Bilingual;
import org.archivevault.protocol.Json;
import org.archivevault.protocol.MalformedMessage;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.address.VaultId;

/** Schedules and checklists as JSON, in requests and in the rows. */
final class RoundJson {
    private static final String ON_DAYS = "on-days";
    private static final String MONTHLY = "monthly";
    private static final String EVERY = "every";

    private RoundJson() {}

    /**
     * A schedule from a request that fits the contract.
     *
     * @throws IllegalArgumentException when it makes no sense
     */
    static Schedule schedule(String id, JsonObject body) {
        String block = body.getString("block");
        return new Schedule(
                id,
                RoundKind.of(body.getString("kind")),
                new Bilingual(body.getString("zh"), body.getString("en")),
                VaultId.parse(body.getString("vault")),
                block == null ? null : BlockId.parse(block),
                rhythm(body.getJsonObject("rhythm")),
                daysOff(body.getJsonArray("daysOff", new JsonArray())),
                Duration.ofMinutes(body.getLong("warnMinutes", 0L)),
                checklist(body.getJsonArray("checklist", new JsonArray())),
                body.getBoolean("active", true));
    }

    static Rhythm rhythm(JsonObject rhythm) {
        LocalTime by = time(rhythm.getString("by"));
        return switch (rhythm.getString("kind")) {
            case ON_DAYS -> {
                Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
                rhythm.getJsonArray("days", new JsonArray())
                        .forEach(
                                day -> days.add(DayOfWeek.valueOf(day.toString().toUpperCase(Locale.ROOT))));
                yield new Rhythm.OnDays(days, by);
            }
            case MONTHLY -> new Rhythm.Monthly(rhythm.getInteger("day", 0), by);
            case EVERY -> new Rhythm.Every(rhythm.getInteger("everyDays", 0), by);
            default -> throw new IllegalArgumentException("no rhythm \"" + rhythm.getString("kind") + "\"");
        };
    }

    static Map<String, Object> view(Rhythm rhythm) {
        Map<String, Object> view = new LinkedHashMap<>();
        if (rhythm instanceof Rhythm.OnDays on) {
            view.put("kind", ON_DAYS);
            view.put(
                    "days",
                    on.days().stream()
                            .sorted()
                            .map(day -> day.name().toLowerCase(Locale.ROOT))
                            .toList());
        } else if (rhythm instanceof Rhythm.Monthly monthly) {
            view.put("kind", MONTHLY);
            view.put("day", monthly.day());
        } else if (rhythm instanceof Rhythm.Every every) {
            view.put("kind", EVERY);
            view.put("everyDays", every.days());
        }
        view.put("by", rhythm.by().toString());
        return view;
    }

    private static LocalTime time(String text) {
        try {
            return LocalTime.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("\"" + text + "\" is no time of day", e);
        }
    }

    private static Set<LocalDate> daysOff(JsonArray dates) {
        Set<LocalDate> found = new LinkedHashSet<>();
        try {
            dates.forEach(date -> found.add(LocalDate.parse(date.toString())));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("daysOff: " + e.getMessage(), e);
        }
        return found;
    }

    private static List<ChecklistItem> checklist(JsonArray items) {
        List<ChecklistItem> found = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            JsonObject item = items.getJsonObject(i);
            found.add(new ChecklistItem(item.getString("item"), item.getString("zh"), item.getString("en")));
        }
        return found;
    }

    static List<ChecklistItem> checklistOf(String json) {
        return Json.mapper().convertValue(tree(json), new TypeReference<List<ChecklistItem>>() {});
    }

    /** JSON that this room itself wrote. */
    static JsonNode tree(String json) {
        try {
            return Json.read(json.getBytes(StandardCharsets.UTF_8), JsonNode.class);
        } catch (MalformedMessage e) {
            throw new IllegalStateException("a row of a round holds no JSON", e);
        }
    }
}
