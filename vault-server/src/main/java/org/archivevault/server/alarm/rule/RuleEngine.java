package org.archivevault.server.alarm.rule;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.archivevault.protocol.climate.Quality;
import org.archivevault.protocol.climate.Quantity;
import org.archivevault.protocol.climate.Reading;
import org.archivevault.protocol.climate.SensorId;
import org.archivevault.server.alarm.rule.Machine.Sample;
import org.archivevault.server.alarm.rule.Machine.Signal;
import org.archivevault.server.alarm.rule.Machine.Tick;
import org.archivevault.server.alarm.rule.Rule.Feed;
import org.archivevault.server.climate.StoredReading;
import org.jspecify.annotations.Nullable;

/** All rules of all sensors of the plan, and what they remember. No I/O and no clock; not for several threads. */
final class RuleEngine {
    private final RuleSet rules;
    private final Map<SensorId, OfSensor> sensors = new HashMap<>();

    /**
     * @param rules which hold
     * @param plan the sensors
     * @param tick the time from which silence counts for a sensor that has never been heard
     */
    RuleEngine(RuleSet rules, Collection<WatchedSensor> plan, Tick tick) {
        this.rules = rules;
        plan.forEach(sensor -> sensors.put(sensor.id(), new OfSensor(sensor, tick)));
    }

    /**
     * A rule has said something.
     *
     * @param sensor about which sensor
     * @param rule which rule
     * @param signal what
     */
    record Told(WatchedSensor sensor, Rule<?> rule, Signal signal) {}

    /**
     * What a rule remembers.
     *
     * @param sensor of which sensor
     * @param rule its name
     * @param memory JSON
     */
    record Memory(SensorId sensor, String rule, String memory) {}

    /** The sensor of that name; empty when the plan has none. */
    Optional<WatchedSensor> sensor(SensorId id) {
        return Optional.ofNullable(sensors.get(id)).map(found -> found.sensor);
    }

    /** A reading has come in. A historical one says nothing here: it tells of the past. */
    void take(StoredReading stored, Tick tick, List<Told> told) {
        Reading reading = stored.reading();
        OfSensor sensor = sensors.get(reading.sensor());
        if (sensor == null || reading.historical()) {
            return;
        }
        Instant received = reading.receivedAt();
        Instant when = received.isAfter(stored.storedAt()) ? stored.storedAt() : received;
        Sample word = new Sample(reading.value(), when, tick);
        boolean good = reading.quality() == Quality.GOOD;
        sensor.feed(sensor.whole, Feed.EVERY_WORD, word, told);
        List<Watched<?>> about = sensor.about(reading.quantity(), tick);
        sensor.feed(about, Feed.DOUBT, new Sample(good ? 0 : 1, when, tick), told);
        if (good) {
            sensor.feed(about, Feed.GOOD_VALUES, word, told);
        }
    }

    /** A bridge's newest word on whether a sensor is there; telling it again changes nothing. */
    void present(SensorId id, boolean online, Instant at, Tick tick, List<Told> told) {
        OfSensor sensor = sensors.get(id);
        if (sensor != null) {
            Instant when = at.isAfter(tick.now()) ? tick.now() : at;
            sensor.feed(sensor.whole, Feed.ABSENCE, new Sample(online ? 0 : 1, when, tick), told);
        }
    }

    /** Time has passed. */
    void tick(Tick tick, List<Told> told) {
        for (OfSensor sensor : sensors.values()) {
            sensor.tick(sensor.whole, tick, told);
            for (List<Watched<?>> about : sensor.byQuantity.values()) {
                sensor.tick(about, tick, told);
            }
        }
    }

    /** The limits of a quantity, for looking at the past. */
    List<Rule<?>> ofThePast(WatchedSensor sensor, Quantity quantity) {
        return rules.ofQuantity(sensor, quantity).stream()
                .filter(rule -> rule.feed() == Feed.GOOD_VALUES && PastExcursion.isFoundBy(rule.machine()))
                .toList();
    }

    /**
     * What was remembered before.
     *
     * @return false when there is no such rule any longer, or what it remembers means nothing to it
     */
    boolean restore(String sensor, String rule, JsonNode memory, Tick tick) {
        OfSensor found = sensors.get(new SensorId(sensor));
        return found != null && found.restore(rule, memory, tick);
    }

    /** What has changed since this was asked last. */
    List<Memory> changed() {
        List<Memory> all = new ArrayList<>();
        for (OfSensor sensor : sensors.values()) {
            sensor.changed(sensor.whole, all);
            sensor.byQuantity.values().forEach(about -> sensor.changed(about, all));
        }
        return all;
    }

    private final class OfSensor {
        private final WatchedSensor sensor;
        private final List<Watched<?>> whole;
        private final Map<Quantity, List<Watched<?>>> byQuantity = new EnumMap<>(Quantity.class);

        OfSensor(WatchedSensor sensor, Tick tick) {
            this.sensor = sensor;
            this.whole = watched(rules.ofSensor(sensor), tick);
        }

        List<Watched<?>> about(Quantity quantity, Tick tick) {
            return byQuantity.computeIfAbsent(quantity, q -> watched(rules.ofQuantity(sensor, q), tick));
        }

        void feed(List<Watched<?>> some, Feed feed, Sample sample, List<Told> told) {
            for (Watched<?> watched : some) {
                if (watched.rule().feed() == feed) {
                    add(watched, watched.on(sample), told);
                }
            }
        }

        void tick(List<Watched<?>> some, Tick tick, List<Told> told) {
            for (Watched<?> watched : some) {
                add(watched, watched.tick(tick), told);
            }
        }

        private void add(Watched<?> watched, List<Signal> signals, List<Told> told) {
            for (Signal signal : signals) {
                told.add(new Told(sensor, watched.rule(), signal));
            }
        }

        boolean restore(String rule, JsonNode memory, Tick tick) {
            List<Watched<?>> some =
                    Rule.quantityOf(rule).map(quantity -> about(quantity, tick)).orElse(whole);
            @Nullable
            Watched<?> found = some.stream()
                    .filter(watched -> watched.rule().name().equals(rule))
                    .findFirst()
                    .orElse(null);
            return found != null && found.restore(memory);
        }

        void changed(List<Watched<?>> some, List<Memory> all) {
            for (Watched<?> watched : some) {
                if (watched.takeChanged()) {
                    all.add(new Memory(sensor.id(), watched.rule().name(), watched.memory()));
                }
            }
        }
    }

    private static List<Watched<?>> watched(List<Rule<?>> rules, Tick tick) {
        List<Watched<?>> all = new ArrayList<>(rules.size());
        for (Rule<?> rule : rules) {
            all.add(new Watched<>(rule, tick));
        }
        return all;
    }
}
