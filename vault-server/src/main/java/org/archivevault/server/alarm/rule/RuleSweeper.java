package org.archivevault.server.alarm.rule;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.protocol.climate.Quality;
import org.archivevault.protocol.climate.Reading;
import org.archivevault.protocol.climate.SensorId;
import org.archivevault.server.accesslog.AccessEntry;
import org.archivevault.server.accesslog.AccessLog;
import org.archivevault.server.alarm.AlarmBook;
import org.archivevault.server.alarm.rule.Machine.Tick;
import org.archivevault.server.climate.ReadingFeed;
import org.archivevault.server.climate.StoredReading;
import org.archivevault.server.database.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes readings in as they are committed, lets the rules judge them, and raises and clears alarms. What the rules
 * remember, how far the readings have been taken, and the alarms are committed together, so that a crash at any moment
 * changes nothing. Any number of server processes may sweep; one at a time does.
 */
public final class RuleSweeper {
    /** Between two sweeps, in milliseconds: an excursion is told within 60 s of when it is due (I19). */
    private static final long SWEEP_MILLIS = 2_000;
    /** Readings judged at a time: some 10 ms of work on the event loop. */
    private static final int SLICE = 5_000;
    /**
     * Slices of one transaction: what the rules remember is written once for all of them. Two seconds of 2,000 sensors at
     * 10,000 readings a second; more would keep those waiting who take readings from the feed.
     */
    private static final int MOST_SLICES = 4;

    private static final String CONSUMER = "alarms";
    private static final String PRESENCE = "SELECT sensor, online, at FROM sensor_state";
    private static final Logger LOG = LoggerFactory.getLogger(RuleSweeper.class);

    private final Database database;
    private final AccessLog accessLog;
    private final AlarmBook book;
    private final ReadingFeed feed;
    private final InstantSource clock;
    private final RuleSet rules;
    private final int floodMoreThan;
    private final Map<SensorId, WatchedSensor> plan;
    private final UUID me;
    private final AtomicBoolean sweeping = new AtomicBoolean();
    /** The rules with what they remember; empty when that may not be what the database has. */
    private Optional<RuleEngine> intact = Optional.empty();

    /**
     * What it is built on.
     *
     * @param plan the sensors and their zones
     * @param settings when readings are an alarm
     * @param database the readings, and what the rules remember
     * @param accessLog the append-only record
     * @param book where alarms are raised
     * @param feed the readings in the order of their commit
     * @param clock the wall clock
     * @param me names this process
     */
    public record Ground(
            SitePlan plan,
            RuleSettings settings,
            Database database,
            AccessLog accessLog,
            AlarmBook book,
            ReadingFeed feed,
            InstantSource clock,
            UUID me) {}

    /**
     * @param on what it is built on
     * @throws IllegalArgumentException when the settings name a zone that the plan does not have
     */
    public RuleSweeper(Ground on) {
        this.database = on.database();
        this.accessLog = on.accessLog();
        this.book = on.book();
        this.feed = on.feed();
        this.clock = on.clock();
        this.rules = new RuleSet(on.settings());
        this.floodMoreThan = on.settings().floodMoreThan();
        this.plan = WatchedSensor.of(on.plan());
        this.me = on.me();
        RuleSet.requireZones(on.settings(), on.plan());
    }

    /**
     * Begins to sweep.
     *
     * @param vertx carries the timer
     * @return ends it
     */
    public Runnable start(Vertx vertx) {
        long timer = vertx.setPeriodic(SWEEP_MILLIS, tick -> {
            if (sweeping.compareAndSet(false, true)) {
                sweepAll()
                        .onFailure(failure -> LOG.warn("Readings could not be judged; tried again", failure))
                        .onComplete(done -> sweeping.set(false));
            }
        });
        return () -> vertx.cancelTimer(timer);
    }

    private Future<Void> sweepAll() {
        return sweep().compose(more -> more ? sweepAll() : Future.succeededFuture());
    }

    /**
     * Sweeps once.
     *
     * @return completes with whether more readings wait; fails when the database does, and then nothing has changed
     */
    Future<Boolean> sweep() {
        Sweep[] swept = new Sweep[1];
        return database.inTransaction(transaction -> {
                    Optional<RuleEngine> before = intact;
                    // Until the commit nobody knows whether the memory here is that of the database.
                    intact = Optional.empty();
                    swept[0] = null;
                    return RuleMemory.lock(transaction, clock.instant())
                            .compose(turn -> turn.isEmpty()
                                    ? Future.succeededFuture(false)
                                    : ready(transaction, before, turn.get()).compose(ready -> {
                                        swept[0] = new Sweep(transaction, ready.engine(), turn.get());
                                        return swept[0].run(ready.lapsed());
                                    }));
                })
                .map(more -> {
                    if (swept[0] != null) {
                        intact = Optional.of(swept[0].engine);
                        if (swept[0].alarmed()) {
                            book.told();
                        }
                    }
                    return more;
                });
    }

    /** The rules with what they remember, and which of them hold no longer. */
    private record Ready(RuleEngine engine, List<RuleMemory.Lapsed> lapsed) {}

    private Future<Ready> ready(SqlConnection transaction, Optional<RuleEngine> before, RuleMemory.Turn turn) {
        if (before.isPresent() && me.equals(turn.owner())) {
            return Future.succeededFuture(new Ready(before.get(), List.of()));
        }
        RuleEngine engine = new RuleEngine(rules, plan.values(), turn.tick());
        return RuleMemory.load(transaction, engine, turn.tick()).map(lapsed -> new Ready(engine, lapsed));
    }

    /** One sweep in its transaction. */
    private final class Sweep {
        private final SqlConnection transaction;
        private final RuleEngine engine;
        private final RuleMemory.Turn turn;
        private final Tick tick;
        private final SignalBook signals;
        private final List<RuleEngine.Told> told = new ArrayList<>();
        private final List<Reading> historical = new ArrayList<>();

        Sweep(SqlConnection transaction, RuleEngine engine, RuleMemory.Turn turn) {
            this.transaction = transaction;
            this.engine = engine;
            this.turn = turn;
            this.tick = turn.tick();
            this.signals = new SignalBook(book, transaction, tick.now(), floodMoreThan);
        }

        boolean alarmed() {
            return !signals.entries().isEmpty();
        }

        Future<Boolean> run(List<RuleMemory.Lapsed> lapsed) {
            return lapsed(lapsed).compose(done -> judgeSlices(1)).compose(this::judged);
        }

        /** Completes with whether more readings wait. */
        private Future<Boolean> judgeSlices(int slice) {
            return feed.next(transaction, CONSUMER, SLICE).compose(readings -> {
                judge(readings);
                boolean more = readings.size() == SLICE;
                return more && slice < MOST_SLICES ? judgeSlices(slice + 1) : Future.succeededFuture(more);
            });
        }

        private Future<Void> lapsed(List<RuleMemory.Lapsed> all) {
            Future<Void> done = Future.succeededFuture();
            for (RuleMemory.Lapsed rule : all) {
                LOG.info("The rule {} of the sensor {} is no more", rule.rule(), rule.sensor());
                done = done.compose(before -> RuleMemory.forget(transaction, rule))
                        .compose(forgotten -> signals.lapsed(rule));
            }
            return done;
        }

        private Future<Boolean> judged(boolean more) {
            return present()
                    .compose(done -> {
                        if (!more) {
                            engine.tick(tick, told);
                        }
                        return RuleMemory.store(transaction, engine.changed());
                    })
                    .compose(stored -> RuleMemory.own(transaction, me, turn))
                    .compose(owned -> PastSpans.note(transaction, PastSpans.of(historical), tick.now()))
                    .compose(noted -> signals.tell(told))
                    .compose(raised -> more ? Future.succeededFuture() : past())
                    .compose(done -> append(signals.entries()))
                    .map(more);
        }

        private void judge(List<StoredReading> readings) {
            for (StoredReading stored : readings) {
                Reading reading = stored.reading();
                engine.take(stored, tick, told);
                if (reading.historical() && reading.quality() == Quality.GOOD) {
                    historical.add(reading);
                }
            }
        }

        private Future<Void> present() {
            return transaction.preparedQuery(PRESENCE).execute().map(rows -> {
                for (Row row : rows) {
                    Instant at = row.getOffsetDateTime("at").toInstant();
                    engine.present(new SensorId(row.getString("sensor")), row.getBoolean("online"), at, tick, told);
                }
                return null;
            });
        }

        private Future<Void> past() {
            return PastSpans.take(transaction, tick.now()).compose(spans -> {
                Future<Void> done = Future.succeededFuture();
                for (PastSpans.Span span : spans) {
                    done = done.compose(before -> past(span));
                }
                return done;
            });
        }

        private Future<Void> past(PastSpans.Span span) {
            Optional<WatchedSensor> sensor = engine.sensor(span.sensor());
            if (sensor.isEmpty()) {
                return Future.succeededFuture();
            }
            return PastSpans.readings(transaction, span).compose(readings -> {
                Future<Void> done = Future.succeededFuture();
                for (Rule<?> rule : engine.ofThePast(sensor.get(), span.quantity())) {
                    for (PastExcursion found : PastExcursion.of(rule.machine(), readings)) {
                        done = done.compose(before -> signals.past(sensor.get(), rule, found));
                    }
                }
                return done;
            });
        }

        private Future<Void> append(List<AccessEntry> entries) {
            return entries.isEmpty()
                    ? Future.succeededFuture()
                    : accessLog.append(transaction, entries).mapEmpty();
        }
    }
}
