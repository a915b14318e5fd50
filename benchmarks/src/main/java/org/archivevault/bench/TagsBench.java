package org.archivevault.bench;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.archivevault.firmware.plan.SitePlanLoader;
import org.archivevault.protocol.pack.Epc;
import org.archivevault.simulator.SimulatedSite;
import org.archivevault.simulator.SimulatorOptions;
import org.archivevault.simulator.reader.ReaderSettings;
import org.archivevault.simulator.reader.SimulatedReader;

/** Many readers at full speed before one whole edge agent: what it costs, and whether anything gets lost. */
final class TagsBench {
    private static final int READERS = 64;
    private static final int READS_PER_SECOND = 500;
    /** Each is read once a second. */
    private static final int TAGS_PER_READER = 500;

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration CHANGE = Duration.ofSeconds(1);
    /** Metrics are a second old, and reports on their way take less. */
    private static final Duration DRAIN = Duration.ofSeconds(4);

    private static final Pattern REPORTS = Pattern.compile("vault_edge_tag_reports_total\\{[^}]*\\} (\\d+)");

    private static final String PROFILE = """
            kind: reader-profile
            name: load
            version: 1
            title: {zh: 测量, en: For measuring}
            antennaPorts: 4
            radio: {transmitPower: 30dBm, session: 0, tagPopulation: 500, readTid: false}
            reporting: {everyTags: 100, turn: 200ms, keepAlive: 5s}
            presence:
              desk: {arrivesAfterReads: 2, departsAfter: 10s, moveMargin: 6dB}
            """;

    private final BenchSettings settings;
    private final Report report;
    private final List<TagCrowd> crowds = new ArrayList<>();
    private final List<SimulatedReader> readers = new ArrayList<>();

    TagsBench(BenchSettings settings, Report report) {
        this.settings = settings;
        this.report = report;
    }

    void run() throws IOException {
        try (Running running = new Running()) {
            report.progress("starting %d readers, controller, broker and edge agent", READERS);
            Path home = settings.data().resolve("tags");
            Folders.deleteIfExists(home);
            Vertx vertx = Vertx.vertx();
            running.add(() -> Waiting.join(vertx.close()));
            startReaders(vertx);
            int controller = Waiting.freePort();
            SimulatedSite site = Waiting.join(SimulatedSite.start(
                    vertx,
                    SitePlanLoader.load(Sites.oneBlock(home.resolve("shelving.yaml"), controller)),
                    SimulatorOptions.usual()));
            running.add(() -> Waiting.join(site.close()));
            Files.writeString(home.resolve("load.yaml"), PROFILE);
            Path plan = Sites.withDesks(
                    home.resolve("site.yaml"),
                    controller,
                    "load.yaml",
                    readers.stream().map(SimulatedReader::port).toList());
            Broker broker = Broker.start(running, home.resolve("broker"));
            TagLedger ledger = running.add(new TagLedger(vertx, broker));
            EdgeProcess edge = EdgeProcess.start(running, home, plan, broker);
            Waiting.until("every tag is known", PATIENCE, LOOK, () -> allScanned(ledger));
            measure(edge);
            settle(edge, ledger);
        }
    }

    private void startReaders(Vertx vertx) {
        for (int r = 0; r < READERS; r++) {
            TagCrowd crowd = new TagCrowd(r, TAGS_PER_READER);
            crowds.add(crowd);
            readers.add(Waiting.join(
                    SimulatedReader.start(vertx, ReaderSettings.onFreePort("reader-" + r, READS_PER_SECOND), crowd)));
        }
    }

    private boolean allScanned(TagLedger ledger) {
        return crowds.stream().allMatch(c -> ledger.hasScanned(c.first()));
    }

    /** The load, while at each reader a tag a second goes and another comes. */
    private void measure(EdgeProcess edge) {
        int seconds = Math.multiplyExact(settings.rounds(), settings.seconds());
        report.progress("tags: %d s of %,d tag reports a second", seconds, READERS * READS_PER_SECOND);
        double cpu = edge.cpuSeconds();
        long simulated = simulated();
        long began = System.nanoTime();
        for (int s = 0; s < seconds; s++) {
            crowds.forEach(TagCrowd::change);
            Waiting.idle(CHANGE);
        }
        double took = (System.nanoTime() - began) / (double) TimeUnit.SECONDS.toNanos(1);
        double rate = (simulated() - simulated) / took;
        double cores = (edge.cpuSeconds() - cpu) / took;
        report.add(Figure.atLeast(
                READERS + " readers, tag reports/s", rate, "asked", READERS * READS_PER_SECOND, "1/s", 0.95));
        report.add(Figure.only("edge agent at that, CPU", cores, "cores"));
        report.add(Figure.only("edge agent at that, CPU of a report", cores * 1e6 / rate, "µs"));
        report.add(Figure.only("edge agent at that, resident", edge.residentMegabytes(), "MB"));
    }

    /** All tags go; then the books must balance. */
    private void settle(EdgeProcess edge, TagLedger ledger) {
        // Those that came last must have been there for their two reads, as all others were.
        Waiting.idle(DRAIN);
        crowds.forEach(TagCrowd::disperse);
        Waiting.idle(DRAIN);
        none("tag reports lost", simulated() - reported(edge));
        Set<Epc> all = new HashSet<>();
        crowds.forEach(c -> {
            all.addAll(c.first());
            all.addAll(c.added());
        });
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (ledger.departed() < all.size() && System.nanoTime() < end) {
            Waiting.idle(LOOK);
        }
        long lost = 0;
        long tooMany = 0;
        for (TagCrowd crowd : crowds) {
            for (Epc tag : crowd.first()) {
                tooMany += ledger.arrivals(tag);
            }
            for (Epc tag : crowd.added()) {
                lost += ledger.arrivals(tag) == 0 ? 1 : 0;
                tooMany += Math.max(0, ledger.arrivals(tag) - 1);
            }
        }
        for (Epc tag : all) {
            lost += ledger.departures(tag) == 0 ? 1 : 0;
            tooMany += Math.max(0, ledger.departures(tag) - 1);
        }
        Set<Epc> unknown = ledger.told();
        unknown.removeAll(all);
        none("tag events lost", lost);
        none("tag events that nothing stands behind", tooMany + unknown.size());
        report.note(
                "tags: %,d tags in all, %,d arrivals and %,d departures due; %,d tag reports; other events %s",
                all.size(),
                crowds.stream().mapToInt(c -> c.added().size()).sum(),
                all.size(),
                simulated(),
                ledger.others());
    }

    private void none(String what, long count) {
        report.add(new Figure(what, count, "", OptionalDouble.empty(), "", "none", count == 0));
    }

    private long simulated() {
        return readers.stream().mapToLong(SimulatedReader::tagsReported).sum();
    }

    private static long reported(EdgeProcess edge) {
        long all = 0;
        Matcher m = REPORTS.matcher(edge.metrics());
        while (m.find()) {
            all += Long.parseLong(m.group(1));
        }
        return all;
    }
}
