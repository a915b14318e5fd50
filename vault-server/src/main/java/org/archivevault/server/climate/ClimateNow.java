package org.archivevault.server.climate;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.archivevault.protocol.climate.Quality;
import org.archivevault.protocol.climate.Quantity;
import org.archivevault.server.database.Database;
import org.jspecify.annotations.Nullable;

/** The last value of every sensor, with its age. */
final class ClimateNow {
    private static final String LATEST = "SELECT sensor, quantity, zone, at, received_at, value, quality"
            + " FROM sensor_latest ORDER BY sensor, quantity";
    private static final String STATES = "SELECT sensor, online, detail, at FROM sensor_state";

    private final Database database;
    private final SensorPlaces places;
    private final InstantSource clock;

    ClimateNow(Database database, SensorPlaces places, InstantSource clock) {
        this.database = database;
        this.places = places;
        this.clock = clock;
    }

    /**
     * A sensor as it is now.
     *
     * @param sensor its name
     * @param zone where it is; absent for one that neither plan nor history place
     * @param vault its vault; absent for one that the plan does not name
     * @param source its bridge; absent likewise
     * @param state the best state of its values: it speaks when one of them does
     * @param saidSo when the sensor or its bridge last said that it went or came
     * @param detail why, in its words
     * @param values by quantity
     */
    record SensorNow(
            String sensor,
            @Nullable String zone,
            @Nullable String vault,
            @Nullable String source,
            SensorState.Told state,
            @Nullable Instant saidSo,
            @Nullable String detail,
            List<ValueNow> values) {}

    /**
     * The last value of one quantity.
     *
     * @param quantity which
     * @param unit its unit
     * @param value in that unit
     * @param at when it was measured
     * @param ageSeconds how long ago that is; 0 when the clocks disagree
     * @param quality how far it is to be believed
     * @param state whether it can be taken for now
     */
    record ValueNow(
            String quantity,
            String unit,
            double value,
            Instant at,
            long ageSeconds,
            String quality,
            SensorState.Told state) {}

    /**
     * A zone as it is now.
     *
     * @param zone its code
     * @param zh its name
     * @param en its name
     * @param keeps what it is for
     * @param vault its vault
     * @param blocks the blocks in it
     * @param sensors its sensors
     */
    record ZoneNow(
            String zone,
            String zh,
            String en,
            String keeps,
            String vault,
            List<String> blocks,
            List<SensorNow> sensors) {}

    private record Word(boolean online, String detail, Instant at) {}

    private record Facts(Map<String, List<Row>> latest, Map<String, Word> words, Instant now) {}

    /** Every sensor of the plan in its order, and after them those that only the history knows. */
    Future<List<SensorNow>> sensors() {
        return facts().map(facts -> {
            Set<String> names = new LinkedHashSet<>();
            places.sensors().forEach(place -> names.add(place.sensor().id().value()));
            names.addAll(facts.latest().keySet());
            return names.stream().map(name -> sensor(name, facts)).toList();
        });
    }

    /** Every zone of the plan in its order, with the sensors that the plan has in it. */
    Future<List<ZoneNow>> zones() {
        return facts().map(facts ->
                places.zones().stream().map(zone -> zone(zone, facts)).toList());
    }

    private Future<Facts> facts() {
        Future<RowSet<Row>> latest = database.reads().preparedQuery(LATEST).execute();
        Future<RowSet<Row>> states = database.reads().preparedQuery(STATES).execute();
        return Future.all(latest, states).map(both -> {
            Map<String, List<Row>> bySensor = new java.util.TreeMap<>();
            latest.result()
                    .forEach(row -> bySensor.computeIfAbsent(row.getString("sensor"), name -> new ArrayList<>())
                            .add(row));
            Map<String, Word> words = new HashMap<>();
            states.result()
                    .forEach(row -> words.put(
                            row.getString("sensor"),
                            new Word(
                                    row.getBoolean("online"),
                                    row.getString("detail"),
                                    row.getOffsetDateTime("at").toInstant())));
            return new Facts(bySensor, words, clock.instant());
        });
    }

    private ZoneNow zone(SensorPlaces.Zone zone, Facts facts) {
        return new ZoneNow(
                zone.zone().id().value(),
                zone.zone().name().zh(),
                zone.zone().name().en(),
                zone.zone().keeps().wireName(),
                zone.vault(),
                zone.zone().blocks().stream().map(Object::toString).toList(),
                places.sensors().stream()
                        .filter(place ->
                                place.sensor().zone().equals(zone.zone().id()))
                        .map(place -> sensor(place.sensor().id().value(), facts))
                        .toList());
    }

    private SensorNow sensor(String name, Facts facts) {
        Optional<SensorPlaces.Place> place = places.of(name);
        List<Row> rows = facts.latest().getOrDefault(name, List.of());
        Word word = facts.words().get(name);
        Instant offlineSince = word == null || word.online() ? null : word.at();
        Duration silence = place.map(SensorPlaces.Place::longestSilence).orElse(SensorPlaces.LONGEST_SILENCE);
        List<SensorState> states = new ArrayList<>();
        List<ValueNow> values = new ArrayList<>();
        for (Row row : rows) {
            Quality quality = Quality.of(row.getString("quality"));
            SensorState state = SensorState.of(
                    row.getOffsetDateTime("received_at").toInstant(), quality, offlineSince, silence, facts.now());
            states.add(state);
            values.add(value(row, quality, state, facts.now()));
        }
        SensorState all = states.stream()
                .max(Comparator.naturalOrder())
                .orElse(SensorState.of(null, Quality.GOOD, offlineSince, silence, facts.now()));
        return new SensorNow(
                name,
                place.map(p -> p.sensor().zone().value())
                        .orElse(rows.isEmpty() ? null : rows.get(0).getString("zone")),
                place.map(SensorPlaces.Place::vault).orElse(null),
                place.map(SensorPlaces.Place::source).orElse(null),
                all.told(),
                word == null ? null : word.at(),
                word == null ? null : word.detail(),
                values);
    }

    private static ValueNow value(Row row, Quality quality, SensorState state, Instant now) {
        Quantity quantity = Quantity.of(row.getString("quantity"));
        Instant at = row.getOffsetDateTime("at").toInstant();
        return new ValueNow(
                quantity.wireName(),
                quantity.unit(),
                row.getDouble("value"),
                at,
                Math.max(0, Duration.between(at, now).toSeconds()),
                quality.wireName(),
                state.told());
    }
}
