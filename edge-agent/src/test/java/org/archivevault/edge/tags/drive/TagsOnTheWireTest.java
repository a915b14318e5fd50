package org.archivevault.edge.tags.drive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.archivevault.edge.shelving.drive.EdgeClock;
import org.archivevault.edge.tags.llrp.LlrpReader;
import org.archivevault.firmware.plan.SitePlanLoader;
import org.archivevault.firmware.reader.ReadPointKind;
import org.archivevault.firmware.reader.ReaderPlan;
import org.archivevault.firmware.reader.ReaderProfile;
import org.archivevault.protocol.event.EdgeEvent;
import org.archivevault.protocol.event.EdgeEvent.GatePassed;
import org.archivevault.protocol.event.EdgeEvent.ReadPointScanned;
import org.archivevault.protocol.event.EdgeEvent.TagArrived;
import org.archivevault.protocol.event.EdgeEvent.TagDeparted;
import org.archivevault.protocol.event.EdgeEvent.TagMoved;
import org.archivevault.protocol.event.EdgeEvent.TagSuspected;
import org.archivevault.protocol.link.EdgeId;
import org.archivevault.protocol.pack.Epc;
import org.archivevault.protocol.tag.Direction;
import org.archivevault.simulator.SimulatedSite;
import org.archivevault.simulator.SimulatorOptions;
import org.archivevault.simulator.tags.Spot;
import org.archivevault.simulator.tags.TagWorld;
import org.archivevault.simulator.truth.TruthEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** From a tag that somebody carries, over LLRP, to the event. */
@Execution(ExecutionMode.SAME_THREAD)
final class TagsOnTheWireTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final Spot SHELF = Spot.parse("ES-V1-B1-02A-01-1-03");
    private static final String FACE = "b1-02a";
    /** Of the shelves in this test, so that it does not take minutes. */
    private static final Duration SHELF_DEPARTS = Duration.ofSeconds(4);

    private final Vertx vertx = Vertx.vertx();
    private final List<EdgeEvent> events = new CopyOnWriteArrayList<>();
    private final Map<Epc, Long> passedAt = new ConcurrentHashMap<>();
    private final Map<String, Long> outsideAt = new ConcurrentHashMap<>();
    private SimulatedSite site;
    private String deployment = "";

    private final TagSurroundings surroundings = new TagSurroundings() {
        @Override
        public Future<?> record(EdgeEvent event) {
            if (event instanceof GatePassed passed) {
                passedAt.putIfAbsent(passed.epc(), System.nanoTime());
            }
            events.add(event);
            return Future.succeededFuture();
        }

        @Override
        public void answered(String device) {}

        @Override
        public void failed(String device, String sentence) {}
    };

    @BeforeEach
    void start() {
        site = get(SimulatedSite.start(
                vertx,
                SitePlanLoader.loadBundled("demo"),
                SimulatorOptions.forTests().tellingOf(this::truth)));
    }

    private void truth(TruthEvent event) {
        if (event instanceof TruthEvent.TagSpot spot && spot.spot().equals("outside")) {
            outsideAt.putIfAbsent(spot.epc(), System.nanoTime());
        }
    }

    private void startEdge() {
        List<ReaderPlan> readers = site.plan().vaultOf(new EdgeId("edge-v1")).orElseThrow().readers().stream()
                .map(TagsOnTheWireTest::hurried)
                .toList();
        EdgeClock clock = EdgeClock.start();
        deployment = get(vertx.deployVerticle(
                new TagsVerticle(readers, LlrpReader::open, surroundings, clock::millis, clock.boot())));
        List<String> points = readers.stream()
                .flatMap(r -> r.readPoints().stream().map(p -> p.id().value()))
                .toList();
        await("settled")
                .atMost(PATIENCE)
                .until(() -> scans().map(s -> s.readPoint().value()).toList().containsAll(points));
    }

    private static ReaderPlan hurried(ReaderPlan plan) {
        ReaderProfile p = plan.profile();
        if (!p.presence().containsKey(ReadPointKind.SHELF)) {
            return plan;
        }
        Map<ReadPointKind, ReaderProfile.Presence> presence = new EnumMap<>(p.presence());
        presence.computeIfPresent(
                ReadPointKind.SHELF,
                (kind, usual) ->
                        new ReaderProfile.Presence(usual.arrivesAfterReads(), SHELF_DEPARTS, usual.moveMarginDb()));
        ReaderProfile.Radio radio = new ReaderProfile.Radio(
                null, null, 0, p.radio().tagPopulation(), p.radio().readTid());
        ReaderProfile.Reporting reporting = new ReaderProfile.Reporting(
                p.reporting().everyTags(), Duration.ofMillis(500), p.reporting().keepAlive());
        return new ReaderPlan(
                plan.name(),
                new ReaderProfile(p.name(), p.title(), p.antennaPorts(), radio, reporting, presence),
                plan.host(),
                plan.port(),
                plan.readPoints());
    }

    @AfterEach
    void stop() {
        get(vertx.undeploy(deployment));
        get(site.close());
        get(vertx.close());
    }

    private static <T> T get(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static Epc epc(int n) {
        return new Epc(String.format(Locale.ROOT, "2C%022X", n));
    }

    private Stream<ReadPointScanned> scans() {
        return events.stream().filter(ReadPointScanned.class::isInstance).map(ReadPointScanned.class::cast);
    }

    private <T extends EdgeEvent> List<T> told(Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    @Test
    void aPackTakenFromItsFaceToTheDeskMovesAndOneThatIsTakenAwayDeparts() {
        // GIVEN two packs on a face
        site.tags().place(epc(1), SHELF);
        site.tags().place(epc(2), SHELF);
        startEdge();
        assertThat(scans().filter(s -> s.readPoint().value().equals(FACE)))
                .anySatisfy(s -> assertThat(s.present()).contains(epc(1), epc(2)));
        assertThat(told(TagArrived.class)).isEmpty();

        // WHEN one is carried to the desk and the other one to where no antenna is
        site.tags().place(epc(1), Spot.Place.INSIDE);
        site.tags().place(epc(2), Spot.Place.INSIDE);
        vertx.setTimer(2_000, t -> site.tags().place(epc(1), Spot.Place.DESK));

        // THEN the first moves, and the second departs
        await().atMost(PATIENCE)
                .until(() -> !told(TagMoved.class).isEmpty()
                        && !told(TagDeparted.class).isEmpty());
        TagMoved moved = told(TagMoved.class).get(0);
        assertThat(moved.from().value()).isEqualTo(FACE);
        assertThat(moved.to().value()).isEqualTo("desk");
        assertThat(moved.epc()).isEqualTo(epc(1));
        assertThat(moved.tid()).isNotNull();
        assertThat(told(TagDeparted.class))
                .singleElement()
                .satisfies(departed -> assertThat(departed.epc()).isEqualTo(epc(2)));
        assertThat(told(TagSuspected.class)).isEmpty();
    }

    @Test
    void aPackCarriedThroughTheGateIsToldAsOutWithinASecondAndBackAsIn() {
        startEdge();
        // WHEN packs are carried out, one after the other
        List<Epc> packs = new ArrayList<>();
        for (int n = 1; n <= 5; n++) {
            Epc pack = epc(n);
            packs.add(pack);
            site.tags().place(pack, Spot.Place.INSIDE);
            vertx.setTimer(700L * n, t -> site.tags().carry(pack, TagWorld.Way.OUT));
        }
        await().atMost(PATIENCE).until(() -> passedAt.keySet().containsAll(packs));

        // THEN each is told once, as out; in time, but for a moment in which this machine did something else
        assertThat(told(GatePassed.class)).extracting(GatePassed::direction).containsOnly(Direction.OUT);
        assertThat(told(GatePassed.class)).extracting(GatePassed::epc).containsExactlyInAnyOrderElementsOf(packs);
        await().atMost(PATIENCE).until(() -> outsideAt.size() == packs.size());
        List<Long> millis = packs.stream()
                .map(p -> (passedAt.getOrDefault(p, 0L) - outsideAt.getOrDefault(p.value(), 0L)) / 1_000_000)
                .sorted()
                .toList();
        System.out.println("gate: told so many ms after each pack had left: " + millis);
        assertThat(millis.get(packs.size() / 2)).isLessThan(1_000);
        assertThat(millis.get(packs.size() - 1)).isLessThan(2_000);

        // AND WHEN one comes back
        site.tags().carry(epc(1), TagWorld.Way.IN);
        await().atMost(PATIENCE).until(() -> told(GatePassed.class).size() > packs.size());
        assertThat(told(GatePassed.class)).last().satisfies(p -> {
            assertThat(p.epc()).isEqualTo(epc(1));
            assertThat(p.direction()).isEqualTo(Direction.IN);
        });
    }

    @Test
    void aReaderThatIsSwitchedOffAndOnAgainMakesNothingDepart() {
        // GIVEN packs on a face
        for (int n = 1; n <= 40; n++) {
            site.tags().place(epc(n), SHELF);
        }
        startEdge();
        long scansBefore = scans().count();

        // WHEN their reader reboots
        get(site.reader("shelf-reader-b1").reboot());

        // THEN all is told anew, and nothing has departed or arrived even after the departure time
        await().atMost(PATIENCE)
                .until(() -> scans().skip(scansBefore)
                        .anyMatch(s -> s.readPoint().value().equals(FACE)
                                && s.present().size() == 40));
        long settled = System.nanoTime();
        await().atMost(PATIENCE)
                .until(() -> System.nanoTime() - settled
                        > SHELF_DEPARTS.plusSeconds(2).toNanos());
        assertThat(told(TagDeparted.class)).isEmpty();
        assertThat(told(TagArrived.class)).isEmpty();
        assertThat(told(TagMoved.class)).isEmpty();
    }
}
