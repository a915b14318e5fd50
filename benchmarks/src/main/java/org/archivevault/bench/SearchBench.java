package org.archivevault.bench;

import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.archivevault.server.importing.sample.SamplePack;

/** Searching as people type: four of them, each waiting for the answer to one character before the next. */
final class SearchBench {
    /** Longest 99th percentile, in milliseconds. */
    private static final double LIMIT_MILLIS = 50;

    private static final int CLIENTS = 4;
    /** The JIT compiles what is hot on the same cores: until then it is the compiler that is measured. */
    private static final int WARM_UP_SECONDS = 25;

    /** What people type. */
    private enum Typed {
        ORDER_NO("order number", (pack, random) -> pack.orderNo()),
        CUSTOMER_NO("customer number", (pack, random) -> pack.customerNo()),
        CUSTOMER_NAME("Chinese name", (pack, random) -> pack.customerName()),
        INSIDE_NAME(
                "inside of a Chinese name",
                (pack, random) -> pack.customerName().substring(1)),
        BARCODE("bar code", (pack, random) -> pack.barcode()),
        NEAR_MISS("order number with one wrong digit", (pack, random) -> misread(pack.orderNo(), random));

        private final String title;
        private final BiFunction<SamplePack, Random, String> text;

        Typed(String title, BiFunction<SamplePack, Random, String> text) {
            this.title = title;
            this.text = text;
        }

        private static String misread(String number, Random random) {
            int at = 4 + random.nextInt(number.length() - 4);
            char other = (char) ('0' + (number.charAt(at) - '0' + 1 + random.nextInt(9)) % 10);
            return number.substring(0, at) + other + number.substring(at + 1);
        }
    }

    private final Archive archive;
    private final BenchSettings settings;
    private final Report report;
    private final Map<Typed, Latencies> byKind = new EnumMap<>(Typed.class);
    private Latencies all = new Latencies();

    SearchBench(Archive archive, BenchSettings settings, Report report) {
        this.archive = archive;
        this.settings = settings;
        this.report = report;
    }

    void run() {
        report.progress("search: warming up");
        round(WARM_UP_SECONDS, 0);
        byKind.clear();
        all = new Latencies();
        report.progress("search: %d s", settings.rounds() * settings.seconds());
        round(settings.rounds() * settings.seconds(), 1);
        report.add(Figure.atMost("search as you type, all keystrokes, p99", all.p99(), "limit", LIMIT_MILLIS, "ms", 1));
        report.add(Figure.only("search as you type, all keystrokes, p50", all.p50(), "ms"));
        byKind.forEach((kind, took) -> report.add(
                Figure.atMost("search, " + kind.title + ", p99", took.p99(), "limit", LIMIT_MILLIS, "ms", 1)));
        report.note("search: %,d keystrokes by %d people typing without a pause", all.count(), CLIENTS);
    }

    private void round(int seconds, int salt) {
        for (Typed kind : Typed.values()) {
            byKind.put(kind, new Latencies());
        }
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        List<CompletableFuture<Void>> people = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            Random random = new Random(BenchSettings.SEED + salt * 100L + i);
            Api api = archive.server().api().as(archive.server().api().token());
            people.add(CompletableFuture.runAsync(() -> type(api, random, end), task -> new Thread(task).start()));
        }
        people.forEach(CompletableFuture::join);
    }

    private void type(Api api, Random random, long end) {
        while (System.nanoTime() < end) {
            SamplePack pack =
                    archive.generator().pack(random.nextInt(archive.generator().packs()));
            Typed kind = Typed.values()[random.nextInt(Typed.values().length)];
            Latencies ofKind = byKind.getOrDefault(kind, all);
            String text = kind.text.apply(pack, random);
            for (int length = 1; length <= text.length(); length++) {
                HttpRequest request = api.request(
                                "/search?q=" + URLEncoder.encode(text.substring(0, length), StandardCharsets.UTF_8))
                        .build();
                long began = System.nanoTime();
                api.touch(request);
                long took = System.nanoTime() - began;
                all.add(took);
                ofKind.add(took);
            }
        }
    }
}
