package org.archivevault.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.archivevault.postgres.EmbeddedPostgres;
import org.archivevault.postgres.PostgresSettings;

/**
 * Sensors at full speed from the devices' broker to the committed row, beside the plainest pipe: {@code mosquitto_sub}
 * into {@code COPY}. In turns, in one run, from the same crowd of sensors, into the same PostgreSQL.
 */
final class ClimateBench {
    private static final int SENSORS = 2_000;
    private static final int READINGS_PER_SECOND = 10_000;
    private static final int MESSAGES_PER_SECOND = READINGS_PER_SECOND / SensorCrowd.READINGS_OF_A_MESSAGE;
    /** Before the first measured round: everything compiled, every statement prepared. */
    private static final int WARM_UP_SECONDS = 10;

    private static final String OURS = "zigbee2mqtt";

    private final BenchSettings settings;
    private final Report report;
    private final List<Round> ours = new ArrayList<>();
    private final List<Round> pipes = new ArrayList<>();

    ClimateBench(BenchSettings settings, Report report) {
        this.settings = settings;
        this.report = report;
    }

    /**
     * What one round came to.
     *
     * @param sent readings published
     * @param stored rows of them
     * @param seconds that publishing took
     * @param p50Millis from the source's time to the commit
     * @param p99Millis the same
     * @param cpu seconds used meanwhile
     * @param backlogs of those who take readings from the feed, when the last had been published
     * @param caughtUp how long all of them took from the last row to have taken it, in seconds
     * @param passed what the stations on the way have counted
     */
    private record Round(
            long sent,
            long stored,
            double seconds,
            double p50Millis,
            double p99Millis,
            Used cpu,
            List<ClimateTable.Backlog> backlogs,
            double caughtUp,
            ClimatePassed passed) {
        long lost() {
            return sent - stored;
        }
    }

    /** CPU seconds used. */
    private record Used(double broker, double edge, double server, double database, double pipe) {
        Used since(Used before) {
            return new Used(
                    broker - before.broker,
                    edge - before.edge,
                    server - before.server,
                    database - before.database,
                    pipe - before.pipe);
        }

        double all() {
            return broker + edge + server + database + pipe;
        }
    }

    /** What runs throughout. */
    private record Rig(
            SensorCrowd crowd,
            Broker broker,
            Child drops,
            EmbeddedPostgres postgres,
            ServerProcess server,
            EdgeProcess edge,
            ClimateTable table) {
        Used used() {
            return new Used(
                    Cpu.seconds(broker.handle()),
                    edge.cpuSeconds(),
                    Cpu.seconds(server.handle()),
                    ProcessHandle.of(postgres.pid()).map(Cpu::seconds).orElse(0.0),
                    Cpu.secondsOfEndedTools());
        }
    }

    void run() throws IOException, SQLException {
        try (Running running = new Running()) {
            report.progress("starting %,d sensors, broker, edge agent, server and PostgreSQL", SENSORS);
            Path home = settings.data().resolve("climate");
            Folders.deleteIfExists(home);
            EmbeddedPostgres postgres = running.add(EmbeddedPostgres.start(new PostgresSettings(
                    home.resolve("pg"),
                    settings.data().resolve("bin"),
                    0,
                    // So that each row can say when it was committed.
                    Map.of("track_commit_timestamp", "on"))));
            Broker broker = Broker.start(running, home.resolve("broker"));
            Path plan = Sites.withSensors(home.resolve("site.yaml"), broker.url(), SENSORS);
            ServerProcess server = ServerProcess.start(running, home, postgres, broker, plan);
            EdgeProcess edge = EdgeProcess.start(running, home, plan, broker);
            SensorCrowd crowd = running.add(SensorCrowd.of(broker, SENSORS));
            try (Connection connection =
                            DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
                    Statement statement = connection.createStatement()) {
                ClimateTable table = new ClimateTable(statement);
                table.makePipe();
                Rig rig = new Rig(crowd, broker, broker.drops(running), postgres, server, edge, table);
                report.progress("warming up for %d s", WARM_UP_SECONDS);
                ours(rig, WARM_UP_SECONDS);
                for (int round = 1; round <= settings.rounds(); round++) {
                    report.progress(
                            "climate: round %d of %d, %d s each way", round, settings.rounds(), settings.seconds());
                    ours.add(ours(rig, settings.seconds()));
                    pipes.add(pipe(rig, settings.seconds()));
                }
                tell(table, edge.residentMegabytes());
            }
        }
    }

    /** The whole way, for a while; ends when all are stored and everybody has taken them, or no more come. */
    private static Round ours(Rig rig, int seconds) throws SQLException {
        ClimatePassed passed = ClimatePassed.of(rig.drops(), rig.edge());
        long from = InstantSource.system().millis();
        Used before = rig.used();
        double took = rig.crowd().publish(OURS, MESSAGES_PER_SECOND, seconds);
        List<ClimateTable.Backlog> backlogs = rig.table().backlogs();
        long sent = sent(seconds);
        long stored = rig.table().awaitReadings(from, sent);
        double caughtUp = rig.table().awaitTaken();
        Used used = rig.used().since(before);
        ClimateTable.Lag lag = rig.table().lagOfReadings(from);
        return new Round(
                sent,
                stored,
                took,
                lag.p50Millis(),
                lag.p99Millis(),
                used,
                backlogs,
                caughtUp,
                ClimatePassed.of(rig.drops(), rig.edge()).since(passed));
    }

    private static long sent(int seconds) {
        return (long) READINGS_PER_SECOND * seconds;
    }

    /** The pipe, for a while; ends by itself after as many messages, or when none come any more. */
    private static Round pipe(Rig rig, int seconds) throws SQLException {
        rig.table().emptyPipe();
        ClimatePassed passed = ClimatePassed.of(rig.drops(), rig.edge());
        Used before = rig.used();
        PlainPipe pipe = PlainPipe.start(rig.broker(), rig.postgres(), (long) MESSAGES_PER_SECOND * seconds, seconds);
        double took = rig.crowd().publish(PlainPipe.TOPIC, MESSAGES_PER_SECOND, seconds);
        pipe.await();
        Used used = rig.used().since(before);
        ClimateTable.Lag lag = rig.table().lagOfPipe();
        return new Round(
                sent(seconds),
                rig.table().pipeRows() * SensorCrowd.READINGS_OF_A_MESSAGE,
                took,
                lag.p50Millis(),
                lag.p99Millis(),
                used,
                List.of(),
                0,
                ClimatePassed.of(rig.drops(), rig.edge()).since(passed));
    }

    private void tell(ClimateTable table, double edgeMegabytes) throws SQLException {
        report.add(Figure.atLeast(
                "sensors, readings/s committed",
                median(ours, r -> r.stored() / r.seconds()),
                "asked",
                READINGS_PER_SECOND,
                "1/s",
                0.95));
        none("readings lost", ours.stream().mapToLong(Round::lost).sum());
        report.add(Figure.only("source time to commit, p50", median(ours, Round::p50Millis), "ms"));
        report.add(Figure.only("source time to commit, p99", median(ours, Round::p99Millis), "ms"));
        report.add(Figure.beside(
                "the plain pipe, source time to row (not committed), p99",
                median(pipes, Round::p99Millis),
                "ours to commit",
                median(ours, Round::p99Millis),
                "ms"));
        report.add(Figure.beside(
                "CPU of the whole way",
                median(ours, r -> r.cpu().all() / r.seconds()),
                "the plain pipe",
                median(pipes, r -> r.cpu().all() / r.seconds()),
                "cores"));
        cores("broker", Used::broker);
        cores("edge agent", Used::edge);
        cores("server", Used::server);
        cores("PostgreSQL", Used::database);
        report.add(
                Figure.only("mosquitto_sub and psql", median(pipes, r -> r.cpu().pipe() / r.seconds()), "cores"));
        report.note(
                "climate: %,d readings sent and %,d stored in %d rounds; the pipe lost %,d of %,d messages and shows nothing"
                        + " before its COPY ends; doubted by the edge: %,d; a reading takes %.0f B in the database; edge agent,"
                        + " resident: %.0f MB",
                ours.stream().mapToLong(Round::sent).sum(),
                ours.stream().mapToLong(Round::stored).sum(),
                ours.size(),
                pipes.stream().mapToLong(Round::lost).sum() / SensorCrowd.READINGS_OF_A_MESSAGE,
                pipes.stream().mapToLong(Round::sent).sum() / SensorCrowd.READINGS_OF_A_MESSAGE,
                table.doubted(),
                table.bytesOfAReading(),
                edgeMegabytes);
        for (Round round : ours) {
            report.note(
                    "climate: when the last was sent, waiting to be taken: %s; %.1f s after the last row all was taken; p99 %.0f"
                            + " ms; on the way: %s",
                    round.backlogs(), round.caughtUp(), round.p99Millis(), round.passed());
        }
        pipes.forEach(round ->
                report.note("the plain pipe: broker dropped %,d", round.passed().droppedByBroker()));
    }

    private void cores(String what, ToDoubleFunction<Used> of) {
        report.add(Figure.beside(
                "  of it, " + what,
                median(ours, r -> of.applyAsDouble(r.cpu()) / r.seconds()),
                "with the plain pipe",
                Math.max(0.001, median(pipes, r -> of.applyAsDouble(r.cpu()) / r.seconds())),
                "cores"));
    }

    private void none(String what, long count) {
        report.add(new Figure(what, count, "", OptionalDouble.empty(), "", "none", count == 0));
    }

    private static double median(List<Round> rounds, ToDoubleFunction<Round> of) {
        return Medians.of(rounds.stream().map(of::applyAsDouble).toList());
    }
}
