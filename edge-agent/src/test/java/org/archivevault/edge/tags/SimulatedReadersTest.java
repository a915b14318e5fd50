package org.archivevault.edge.tags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.archivevault.edge.tags.llrp.LlrpReader;
import org.archivevault.firmware.plan.SitePlanLoader;
import org.archivevault.firmware.reader.ReaderPlan;
import org.archivevault.protocol.address.ShelfAddress;
import org.archivevault.protocol.pack.Epc;
import org.archivevault.simulator.SimulatedSite;
import org.archivevault.simulator.SimulatorOptions;
import org.archivevault.simulator.tags.SimulatedTag;
import org.archivevault.simulator.tags.Spot;
import org.archivevault.simulator.tags.TagWorld.Way;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The edge's LLRP client against the demo site's simulated readers, over TCP: two codecs that share no line. */
class SimulatedReadersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Epc PACK = new Epc("2C28075BCD150200003493AE");

    private final Vertx vertx = Vertx.vertx();
    private SimulatedSite site;

    /** What one reader has told. */
    private static final class Heard implements TagReader.Listener {
        final List<TagReport> reports = new CopyOnWriteArrayList<>();
        final List<String> states = new CopyOnWriteArrayList<>();

        @Override
        public void reading() {
            states.add("reading");
        }

        @Override
        public void silent(String sentence) {
            states.add(sentence);
        }

        @Override
        public void reported(List<TagReport> more) {
            reports.addAll(more);
        }

        void awaitReading() {
            await().atMost(PATIENCE).until(() -> states.contains("reading"));
        }

        void awaitMore() {
            int before = reports.size();
            await().atMost(PATIENCE).until(() -> reports.size() > before);
        }
    }

    @BeforeEach
    void start() {
        site = get(SimulatedSite.start(vertx, SitePlanLoader.loadBundled("demo"), SimulatorOptions.forTests()));
    }

    @AfterEach
    void stop() {
        get(site.close());
        get(vertx.close());
    }

    private static <T> T get(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    private Heard open(String reader) {
        ReaderPlan plan = site.plan().vaults().get(0).readers().stream()
                .filter(one -> one.name().equals(reader))
                .findFirst()
                .orElseThrow();
        Heard heard = new Heard();
        CompletableFuture<TagReader> opened = new CompletableFuture<>();
        vertx.runOnContext(now -> opened.complete(LlrpReader.open(vertx, plan, heard)));
        opened.join();
        heard.awaitReading();
        return heard;
    }

    @Test
    void a_pack_on_the_desk_is_read_with_its_tid() {
        // GIVEN
        Heard desk = open("desk-reader");

        // WHEN
        site.tags().place(PACK, Spot.Place.DESK);
        desk.awaitMore();

        // THEN
        assertThat(desk.reports).last().satisfies(report -> {
            assertThat(report.epc()).isEqualTo(PACK);
            assertThat(report.tid()).isEqualTo(SimulatedTag.of(PACK).tid());
            assertThat(report.antennaPort()).isEqualTo(1);
            assertThat(report.rssiDbm()).isBetween(-48, -42);
            assertThat(report.count()).isPositive();
        });
    }

    @Test
    void a_pack_on_a_shelf_is_read_at_the_port_of_its_face() {
        Heard shelf = open("shelf-reader-b1");

        site.tags().place(PACK, new Spot.Slot(ShelfAddress.parse("ES-V1-B1-02B-03-1-05")));
        shelf.awaitMore();

        assertThat(shelf.reports).extracting(TagReport::antennaPort).containsOnly(3);
        assertThat(shelf.reports).extracting(TagReport::epc).containsOnly(PACK);
    }

    @Test
    void a_pack_carried_out_is_read_inside_first_and_outside_last() {
        // GIVEN
        Heard gate = open("gate-reader");
        site.tags().place(PACK, Spot.Place.INSIDE);

        // WHEN
        site.tags().carry(PACK, Way.OUT);
        await().atMost(PATIENCE)
                .until(() -> site.tags()
                        .spotOf(PACK)
                        .filter(Spot.Place.OUTSIDE::equals)
                        .isPresent());
        await().atMost(PATIENCE).until(() -> gate.reports.stream().anyMatch(report -> report.antennaPort() == 2));

        // THEN
        assertThat(gate.reports.get(0).antennaPort()).isEqualTo(1);
        assertThat(gate.reports).last().extracting(TagReport::antennaPort).isEqualTo(2);
    }

    @Test
    void after_every_fault_of_a_report_the_tags_come_again() {
        // GIVEN
        site.tags().place(PACK, Spot.Place.DESK);
        Heard desk = open("desk-reader");
        desk.awaitMore();

        // WHEN each fault happens once, THEN the tag is read on after it
        for (String fault : List.of(
                "foreign",
                "malformed 1",
                "malformed 2",
                "malformed 3",
                "malformed 4",
                "garbage 1",
                "broken",
                "lost",
                "duplicate",
                "reboot")) {
            site.reader("desk-reader").faults().add(List.of((fault + " 1").split(" ")));
            await().atMost(PATIENCE)
                    .until(() -> site.reader("desk-reader").faults().active().isEmpty());
            desk.awaitMore();
        }
        assertThat(desk.reports).extracting(TagReport::epc).containsOnly(PACK);
    }

    @Test
    void a_reader_that_falls_silent_on_an_open_connection_is_told_as_silent_and_heard_again() {
        // GIVEN
        site.tags().place(PACK, Spot.Place.DESK);
        Heard desk = open("desk-reader");
        desk.awaitMore();

        // WHEN
        site.reader("desk-reader").faults().add(List.of("silent"));
        await().atMost(PATIENCE).until(() -> desk.states.size() > 1);
        site.reader("desk-reader").faults().clear();

        // THEN
        await().atMost(PATIENCE)
                .until(() -> desk.states.stream().filter("reading"::equals).count() > 1);
        desk.awaitMore();
    }
}
