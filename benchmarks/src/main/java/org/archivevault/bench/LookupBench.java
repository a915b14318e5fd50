package org.archivevault.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * Resolving orders over HTTP beside raw look-ups on the same PostgreSQL. Raw is pgbench, 8 connections, prepared, one row of
 * {@code business_order} by its bigint primary key: no HTTP, no session, no join.
 */
final class LookupBench {
    /** Least part of the raw rate. */
    private static final double AIM = 0.8;

    private static final int[] CONNECTIONS = {32, 64};
    private static final int ORDERS = 100_000;
    /** Long enough for the JIT to have compiled what is hot. */
    private static final int WARM_UP_SECONDS = 10;

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
        pgBench.run(raw, 2);
        wrk(lua, CONNECTIONS[0], WARM_UP_SECONDS);
        List<Double> rawRates = new ArrayList<>();
        Map<Integer, List<Wrk.Round>> rounds = new LinkedHashMap<>();
        for (int i = 1; i <= settings.rounds(); i++) {
            report.progress("look-ups: round %d of %d", i, settings.rounds());
            rawRates.add(pgBench.run(raw, settings.seconds()));
            for (int connections : CONNECTIONS) {
                rounds.computeIfAbsent(connections, c -> new ArrayList<>())
                        .add(wrk(lua, connections, settings.seconds()));
            }
        }
        double rawRate = Medians.of(rawRates);
        rounds.forEach((connections, all) -> add(connections, all, rawRate));
        report.note("raw look-ups, rounds: %s", joined(rawRates));
        rounds.forEach((connections, all) -> report.note(
                "resolve over HTTP, %d connections, rounds: %s",
                connections, joined(all.stream().map(Wrk.Round::perSecond).toList())));
        whereTheTimeGoes(lua);
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

    private void whereTheTimeGoes(Path lua) {
        ProcessHandle postgres = ProcessHandle.of(archive.postgres().pid()).orElseThrow();
        Duration serverBefore = Child.cpu(archive.server().handle());
        Duration postgresBefore = Child.cpu(postgres);
        long began = System.nanoTime();
        Wrk.Round round = wrk(lua, CONNECTIONS[0], settings.seconds());
        double wall = (System.nanoTime() - began) / 1e9;
        double server = Child.cpu(archive.server().handle()).minus(serverBefore).toMillis() / 1e3 / wall;
        double database = Child.cpu(postgres).minus(postgresBefore).toMillis() / 1e3 / wall;
        report.note(
                "where the CPU goes at %,.0f req/s with %d connections: server %.2f cores, PostgreSQL %.2f cores, of %d;"
                        + " the rest is wrk and others",
                round.perSecond(),
                CONNECTIONS[0],
                server,
                database,
                Runtime.getRuntime().availableProcessors());
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
