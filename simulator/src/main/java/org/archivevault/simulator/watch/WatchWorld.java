package org.archivevault.simulator.watch;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.archivevault.firmware.source.Keeping;
import org.archivevault.firmware.source.WatchPlan;
import org.archivevault.protocol.address.AisleId;
import org.archivevault.protocol.climate.SensorId;
import org.archivevault.protocol.climate.ZoneId;
import org.archivevault.simulator.truth.TruthEvent;
import org.archivevault.simulator.truth.TruthSink;
import org.archivevault.simulator.truth.Turns;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The simulated sensors and cameras of one vault, publishing on its devices' broker. What happens goes into the ground
 * truth whether the broker took it or not. All methods may be called from any thread.
 */
public final class WatchWorld {
    private static final Logger LOG = LoggerFactory.getLogger(WatchWorld.class);
    /** Frigate's default, in milliseconds. */
    private static final long STATS_MILLIS = 60_000;

    /** A source with its voice and its connection. */
    private record Speaker(WatchPlan.Source source, Voice voice, SourceConnection connection) {}

    private final Vertx vertx;
    private final Context context;
    private final WatchSettings settings;
    private final Turns turns;
    private final TruthSink truth;
    private final InstantSource wall;
    private final Map<ZoneId, Climate> climates = new LinkedHashMap<>();
    private final Map<SensorId, SimulatedSensor> sensors = new LinkedHashMap<>();
    private final List<Speaker> speakers = new ArrayList<>();
    private final List<Long> timers = new ArrayList<>();

    private WatchWorld(Vertx vertx, WatchSettings settings, Turns turns, TruthSink truth, InstantSource wall) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.settings = settings;
        this.turns = turns;
        this.truth = truth;
        this.wall = wall;
        WatchPlan plan = settings.plan();
        plan.zones().forEach(zone -> climates.put(zone.id(), new Climate(zone.keeps(), seeded(zone.id()))));
        for (WatchPlan.Source source : plan.sources()) {
            for (WatchPlan.Sensor sensor : source.sensors()) {
                Climate climate = climates.computeIfAbsent(sensor.zone(), z -> new Climate(Keeping.PAPER, seeded(z)));
                sensors.put(sensor.id(), new SimulatedSensor(sensor, climate, seeded(sensor.id())));
            }
            add(source);
        }
    }

    private long seeded(Object name) {
        return settings.seed() * 31 + name.toString().hashCode();
    }

    private void add(WatchPlan.Source source) {
        Optional<Voice> voice = source.profile().name().startsWith("frigate-")
                ? Optional.of(new FrigateVoice(source))
                : SensorVoice.of(source);
        if (voice.isEmpty()) {
            LOG.warn(
                    "模拟器不会说 {} 的语言，数据源 {} 保持沉默 / the simulator does not speak {}: the source {} stays silent",
                    source.profile().name(),
                    source.name(),
                    source.profile().name(),
                    source.name());
            return;
        }
        Voice speaks = voice.get();
        SourceConnection connection = new SourceConnection(
                vertx,
                settings,
                source.name(),
                speaks,
                () -> turns.ask(now -> speaks.hello()),
                topic -> turns.ask(now -> speaks.heard(topic, wall.instant())));
        speakers.add(new Speaker(source, speaks, connection));
    }

    /**
     * Starts them. A broker that is not there is waited for, for ever.
     *
     * @param vertx whose event loop they live on
     * @param settings how
     * @param turns one thing after the other
     * @param truth takes what happens
     * @param wall what their clocks show
     * @return succeeds when each source has tried to connect once; never fails
     */
    public static Future<WatchWorld> start(
            Vertx vertx, WatchSettings settings, Turns turns, TruthSink truth, InstantSource wall) {
        WatchWorld world = new WatchWorld(vertx, settings, turns, truth, wall);
        Promise<WatchWorld> started = Promise.promise();
        world.context.runOnContext(v -> {
            List<Future<Void>> tried = new ArrayList<>();
            world.speakers.forEach(speaker -> tried.add(speaker.connection().open()));
            world.timers.add(vertx.setPeriodic(settings.everyMillis(), timer -> world.sample()));
            world.timers.add(vertx.setPeriodic(STATS_MILLIS, timer -> world.stats()));
            Future.join(tried).onComplete(done -> started.complete(world));
        });
        return started.future();
    }

    private void sample() {
        Instant now = wall.instant();
        for (Speaker speaker : speakers) {
            for (WatchPlan.Sensor planned : speaker.source().sensors()) {
                SimulatedSensor sensor = sensor(planned.id());
                List<Publication> said = turns.ask(t -> said(speaker, sensor, t, now));
                said.forEach(speaker.connection()::publish);
            }
        }
    }

    private List<Publication> said(Speaker speaker, SimulatedSensor sensor, long t, Instant now) {
        Optional<SimulatedSensor.Sample> sample = sensor.sample(t, now.toEpochMilli());
        if (sample.isEmpty()) {
            return List.of();
        }
        Climate.Air air = sensor.air(t, now.toEpochMilli());
        truth.record(new TruthEvent.SensorSaid(
                t,
                sensor.plan().id().value(),
                sample.get().temperature(),
                sample.get().humidity(),
                air.temperature(),
                air.humidity(),
                speaker.connection().isConnected()));
        return speaker.voice().says(sensor.plan().device(), sample.get(), now);
    }

    private void stats() {
        for (Speaker speaker : speakers) {
            if (speaker.voice() instanceof FrigateVoice frigate) {
                frigate.stats().forEach(speaker.connection()::publish);
            }
        }
    }

    private SimulatedSensor sensor(SensorId id) {
        SimulatedSensor sensor = sensors.get(id);
        if (sensor == null) {
            throw new IllegalArgumentException("没有这个传感器 / no such sensor: " + id + ", only " + sensors.keySet());
        }
        return sensor;
    }

    /**
     * Whether it has a sensor.
     *
     * @param id any
     * @return true when the plan names it and the simulator speaks its language
     */
    public boolean has(SensorId id) {
        return sensors.containsKey(id);
    }

    /**
     * Breaks a sensor, or heals it.
     *
     * @param id which
     * @param fault what is wrong with it from now on
     */
    public void fault(SensorId id, SensorFault fault) {
        turns.take(t -> {
            sensor(id).fault(fault);
            truth.record(new TruthEvent.SensorFaultSet(t, id.value(), fault.word(), 0));
        });
    }

    /**
     * Makes one sensor warmer, or colder, for good; 0 ends it.
     *
     * @param id which
     * @param degrees °C
     */
    public void excursion(SensorId id, double degrees) {
        turns.take(t -> {
            sensor(id).excursion(degrees);
            truth.record(new TruthEvent.SensorFaultSet(t, id.value(), "excursion", degrees));
        });
    }

    /**
     * Lets the next word of a sensor, and only that, be off.
     *
     * @param id which
     * @param degrees °C
     */
    public void jump(SensorId id, double degrees) {
        turns.take(t -> {
            sensor(id).jump(degrees);
            truth.record(new TruthEvent.SensorFaultSet(t, id.value(), "jump", degrees));
        });
    }

    /**
     * Makes the air of a zone warmer, or colder, within a minute or two; 0 ends it.
     *
     * @param zone which
     * @param degrees °C
     * @return false when the vault has no such zone
     */
    public boolean excursion(ZoneId zone, double degrees) {
        Climate climate = climates.get(zone);
        if (climate == null) {
            return false;
        }
        turns.take(t -> {
            climate.excursion(degrees, t);
            truth.record(new TruthEvent.ZoneExcursion(t, zone.value(), degrees));
        });
        return true;
    }

    /**
     * Makes the air of a zone damper, or drier, at the same temperature, within a minute or two; 0 ends it.
     *
     * @param zone which
     * @param percent %RH
     * @return false when the vault has no such zone
     */
    public boolean damp(ZoneId zone, double percent) {
        Climate climate = climates.get(zone);
        if (climate == null) {
            return false;
        }
        turns.take(t -> {
            climate.damp(percent, t);
            truth.record(new TruthEvent.ZoneDamp(t, zone.value(), percent));
        });
        return true;
    }

    /**
     * Somebody walks into an aisle, or out of it, before every camera that sees it.
     *
     * @param aisle which
     * @param enters false for leaving
     * @return false when no camera sees the aisle
     */
    public boolean person(AisleId aisle, boolean enters) {
        boolean seen = false;
        for (Speaker speaker : speakers) {
            if (speaker.voice() instanceof FrigateVoice frigate) {
                for (WatchPlan.Camera camera : speaker.source().cameras()) {
                    Optional<String> zone = camera.aisles().entrySet().stream()
                            .filter(entry -> entry.getValue().equals(aisle))
                            .map(Map.Entry::getKey)
                            .sorted()
                            .findFirst();
                    seen |= zone.isPresent();
                    zone.ifPresent(name -> moved(speaker, frigate, camera, name, aisle, enters));
                }
            }
        }
        return seen;
    }

    private void moved(
            Speaker speaker,
            FrigateVoice frigate,
            WatchPlan.Camera camera,
            String zone,
            AisleId aisle,
            boolean enters) {
        List<Publication> said = turns.ask(t -> {
            Instant now = wall.instant();
            List<Publication> told = enters ? frigate.enters(camera, zone, now) : frigate.leaves(camera, zone, now);
            truth.record(
                    new TruthEvent.PersonSeen(t, camera.id().value(), aisle.toString(), frigate.people(camera, zone)));
            return told;
        });
        context.runOnContext(v -> said.forEach(speaker.connection()::publish));
    }

    /**
     * Stops a bridge or camera system in good order, or starts it again.
     *
     * @param source its name in the plan
     * @param running false to stop it
     * @return succeeds when it has gone, or has tried to connect; fails when the simulator speaks for no such source
     */
    public Future<Void> run(String source, boolean running) {
        Optional<Speaker> found =
                speakers.stream().filter(s -> s.source().name().equals(source)).findFirst();
        if (found.isEmpty()) {
            return Future.failedFuture(new IllegalArgumentException("没有这个数据源 / no such source: " + source));
        }
        Speaker speaker = found.get();
        return onContext(done -> (running
                        ? speaker.connection().open()
                        : speaker.connection().close(speaker.voice().goodBye()))
                .onComplete(done));
    }

    /**
     * Whether the simulator speaks for a source.
     *
     * @param source any name
     * @return true when the plan names it and the simulator speaks its language
     */
    public boolean has(String source) {
        return speakers.stream().anyMatch(s -> s.source().name().equals(source));
    }

    /**
     * One line for each sensor: name, zone, what is true, what is wrong with it.
     *
     * @return lines for people
     */
    public List<String> list() {
        long now = wall.millis();
        return turns.ask(t -> sensors.values().stream()
                .map(sensor -> {
                    Climate.Air air = sensor.air(t, now);
                    return String.format(
                            Locale.ROOT,
                            "%s %s %.2f°C %.1f%%RH %s",
                            sensor.plan().id(),
                            sensor.plan().zone(),
                            air.temperature(),
                            air.humidity(),
                            sensor.fault().word());
                })
                .toList());
    }

    private Future<Void> onContext(Consumer<Promise<Void>> work) {
        Promise<Void> done = Promise.promise();
        context.runOnContext(v -> work.accept(done));
        return done.future();
    }

    /**
     * Ends it: each source says good-bye.
     *
     * @return succeeds when all are disconnected; never fails
     */
    public Future<Void> close() {
        return onContext(done -> {
            timers.forEach(vertx::cancelTimer);
            List<Future<Void>> closing = new ArrayList<>();
            speakers.forEach(speaker -> closing.add(
                    speaker.connection().close(turns.ask(t -> speaker.voice().goodBye()))));
            Future.join(closing).<Void>mapEmpty().onComplete(ended -> done.complete());
        });
    }
}
