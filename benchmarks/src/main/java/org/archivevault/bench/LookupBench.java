package org.archivevault.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * Resolving orders over HTTP beside raw look-ups on the same PostgreSQL. Raw is pgbench, 32 clients, prepared, one row of
 * {@code business_order} by its bigint primary key: no HTTP, no session, no join.
 */
final class LookupBench {
    /** Least part of the raw rate. */
    private static final double AIM = 0.8;

    private static final int[] CONNECTIONS = {32, 64};
    /** The number of clients at which this machine's raw rate is about its highest. */
    private static final int FEW = 8;
    /** As many as the fewest connections over HTTP; the database with its defaults does not take 64. */
    private static final int RAW = 32;

    private static final int ORDERS = 100_000;
    /** One step of the warm-up. */
    private static final int WARM_UP_SECONDS = 5;

    /** Steps at least and at most: the JIT compiles what is hot on the same two cores. */
    private static final int LEAST_STEPS = 4;

    private static final int MOST_STEPS = 18;
    /** It is warm when a step is not faster than the fastest before by more than this. */
    private static final double STEADY = 1.03;

    private final Archive archive;
    private final BenchSettings settings;
    private final Report report;
    private final PgBench pgBench;

    LookupBench(Archive archive, BenchSettings settings, Report report) {
        this.archive = archive;
        this.settings = settings;
        this.report = report;
        this.pgBench = new PgBench(
                archive.postgres().host(),
                archive.postgres().port(),
                archive.postgres().user(),
                archive.postgres().password(),
                archive.postgres().database());
    }

    void run() throws IOException {
        Path lua = script();
        Path raw = archive.home().resolve("raw.sql");
        Files.writeString(
                raw,
                "\\set id random(1, " + archive.generator().packs() + ")\n"
                        + "SELECT order_no, customer_no FROM business_order WHERE id = :id;\n");
        checkOneAnswer();
        report.progress("look-ups: warming up");
        pgBench.run(raw, FEW, 2);
        warmUp(lua);
        List<Double> fewRates = new ArrayList<>();
        List<Double> rawRates = new ArrayList<>();
        Map<Integer, List<Wrk.Round>> rounds = new LinkedHashMap<>();
        for (int i = 1; i <= settings.rounds(); i++) {
            report.progress("look-ups: round %d of %d", i, settings.rounds());
            fewRates.add(pgBench.run(raw, FEW, settings.seconds()));
            rawRates.add(pgBench.run(raw, RAW, settings.seconds()));
            for (int connections : CONNECTIONS) {
                rounds.computeIfAbsent(connections, c -> new ArrayList<>())
                        .add(wrk(lua, connections, settings.seconds()));
            }
        }
        double rawRate = Medians.of(rawRates);
        rounds.forEach((connections, all) -> add(connections, all, rawRate));
        report.note("raw look-ups, %d clients, rounds: %s", RAW, joined(rawRates));
        report.note(
                "raw look-ups, %d clients: %,.0f/s (rounds %s); resolve at best %.2f× of that",
                FEW, Medians.of(fewRates), joined(fewRates), best(rounds) / Medians.of(fewRates));
        rounds.forEach((connections, all) -> report.note(
                "resolve over HTTP, %d connections, rounds: %s",
                connections, joined(all.stream().map(Wrk.Round::perSecond).toList())));
        whereTheTimeGoes(lua, raw);
    }

    private void warmUp(Path lua) {
        double fastest = 0;
        for (int step = 1; step <= MOST_STEPS; step++) {
            double rate = wrk(lua, CONNECTIONS[0], WARM_UP_SECONDS).perSecond();
            if (step >= LEAST_STEPS && rate <= fastest * STEADY) {
                break;
            }
            fastest = Math.max(fastest, rate);
        }
    }

    private static double best(Map<Integer, List<Wrk.Round>> rounds) {
        return rounds.values().stream()
                .mapToDouble(
                        all -> Medians.of(all.stream().map(Wrk.Round::perSecond).toList()))
                .max()
                .orElseThrow();
    }

    private void add(int connections, List<Wrk.Round> all, double rawRate) {
        String what = "resolve an order over HTTP, " + connections + " connections";
        double rate = Medians.of(all.stream().map(Wrk.Round::perSecond).toList());
        report.add(Figure.atLeast(what, rate, "raw look-ups by primary key", rawRate, "req/s", AIM));
        report.add(Figure.only(
                what + ", p50",
                Medians.of(all.stream().map(Wrk.Round::p50Millis).toList()),
                "ms"));
        report.add(Figure.only(
                what + ", p99",
                Medians.of(all.stream().map(Wrk.Round::p99Millis).toList()),
                "ms"));
    }

    /** One more round of each, by CPU time: what a request costs also on a machine that others keep busy. */
    private void whereTheTimeGoes(Path lua, Path raw) {
        Spent before = Spent.now(archive);
        double lookups = pgBench.run(raw, RAW, settings.seconds()) * settings.seconds();
        Spent between = Spent.now(archive);
        double resolved = wrk(lua, CONNECTIONS[0], settings.seconds()).perSecond() * settings.seconds();
        Spent after = Spent.now(archive);
        Spent ofRaw = between.minus(before).each(lookups);
        Spent ofResolve = after.minus(between).each(resolved);
        report.note(
                "CPU per raw look-up: pgbench %.1f, PostgreSQL %.1f, together %.1f µs",
                ofRaw.tool(), ofRaw.postgres(), ofRaw.sum());
        report.note(
                "CPU per resolved order: wrk %.1f, server %.1f, PostgreSQL %.1f, together %.1f µs; raw / resolve = %.2f"
                        + " is the ratio of rates that the CPU alone allows",
                ofResolve.tool(),
                ofResolve.server(),
                ofResolve.postgres(),
                ofResolve.sum(),
                ofRaw.sum() / ofResolve.sum());
    }

    /** CPU time of those who take part, in seconds, or in microseconds of {@link #each}. */
    private record Spent(double tool, double server, double postgres) {
        static Spent now(Archive archive) {
            return new Spent(
                    Cpu.secondsOfEndedTools(),
                    Cpu.seconds(archive.server().handle()),
                    Cpu.seconds(ProcessHandle.of(archive.postgres().pid()).orElseThrow()));
        }

        Spent minus(Spent other) {
            return new Spent(tool - other.tool, server - other.server, postgres - other.postgres);
        }

        Spent each(double requests) {
            double factor = 1e6 / requests;
            return new Spent(tool * factor, server * factor, postgres * factor);
        }

        double sum() {
            return tool + server + postgres;
        }
    }

    /** A fast wrong answer is none. */
    private void checkOneAnswer() {
        var pack = archive.generator().pack(archive.generator().packs() / 2);
        var answer = archive.server().api().get("/orders/" + pack.orderNo() + "/location");
        boolean found = false;
        for (var some : answer.path("packs")) {
            found |= some.path("packNo").asText().equals(pack.packNo())
                    && some.path("positionCode").asText().equals(pack.positionCode());
        }
        if (!found) {
            throw new IllegalStateException("the server says of " + pack + " " + answer);
        }
    }

    private Path script() throws IOException {
        Random random = new Random(BenchSettings.SEED);
        Files.write(
                archive.home().resolve("orders.txt"),
                random.ints(ORDERS, 0, archive.generator().packs())
                        .mapToObj(i -> archive.generator().pack(i).orderNo())
                        .toList());
        Path lua = archive.home().resolve("locate.lua");
        try (InputStream in = Objects.requireNonNull(LookupBench.class.getResourceAsStream("locate.lua"))) {
            Files.copy(in, lua, StandardCopyOption.REPLACE_EXISTING);
        }
        return lua;
    }

    private Wrk.Round wrk(Path lua, int connections, int seconds) {
        Api api = archive.server().api();
        return Wrk.run(
                api.server().toString(),
                connections,
                seconds,
                lua,
                Map.of(
                        "VAULT_BENCH_TOKEN",
                        api.token(),
                        "VAULT_BENCH_ORDERS",
                        archive.home().resolve("orders.txt").toString(),
                        "VAULT_BENCH_SEED",
                        Long.toString(BenchSettings.SEED)));
    }

    private static String joined(List<Double> rates) {
        return rates.stream()
                .map(r -> String.format(java.util.Locale.ROOT, "%,.0f", r))
                .collect(Collectors.joining(", "));
    }
}
