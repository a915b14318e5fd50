package org.archivevault.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.firmware.plan.SitePlanLoader;
import org.archivevault.postgres.EmbeddedPostgres;
import org.archivevault.postgres.PostgresSettings;
import org.archivevault.protocol.address.ShelfAddress;
import org.archivevault.server.importing.ExportEncoding;
import org.archivevault.server.importing.sample.ExportGenerator;
import org.archivevault.server.importing.sample.SamplePack;
import org.archivevault.simulator.SimulatedSite;
import org.archivevault.simulator.SimulatorOptions;
import org.archivevault.simulator.rails.Drive;

/**
 * One block from end to end: simulated carriages in this process, whose clock sees both ends of a command; server, edge
 * agent, broker and PostgreSQL each in a process of its own.
 */
final class ShelvingRig {
    /** An aisle in half a second: short, as only the way to the first byte is measured, and longer than some polls. */
    private static final Drive FAST = new Drive(3_000, 100, 50, 20);

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(20);

    private final Vertx vertx;
    private final SitePlan plan;
    private final Truth truth;
    private final Broker broker;
    private final ServerProcess server;
    private final EdgeProcess edge;
    private final Map<Integer, String> orderOfAisle;

    private ShelvingRig(
            Vertx vertx,
            SitePlan plan,
            Truth truth,
            Broker broker,
            ServerProcess server,
            EdgeProcess edge,
            Map<Integer, String> orderOfAisle) {
        this.vertx = vertx;
        this.plan = plan;
        this.truth = truth;
        this.broker = broker;
        this.server = server;
        this.edge = edge;
        this.orderOfAisle = orderOfAisle;
    }

    static ShelvingRig open(Running running, BenchSettings settings) throws IOException, InterruptedException {
        Path home = settings.data().resolve("shelving");
        Folders.deleteIfExists(home);
        Path file = Sites.oneBlock(home.resolve("site.yaml"), Waiting.freePort());
        SitePlan plan = SitePlanLoader.load(file);
        Vertx vertx = Vertx.vertx();
        running.add(() -> Waiting.join(vertx.close()));
        Truth truth = new Truth(plan);
        SimulatedSite site = Waiting.join(SimulatedSite.start(
                vertx, plan, SimulatorOptions.usual().with(FAST).tellingOf(truth)));
        running.add(() -> Waiting.join(site.close()));
        EmbeddedPostgres postgres = running.add(EmbeddedPostgres.start(
                PostgresSettings.in(home.resolve("pg"), settings.data().resolve("bin"))));
        Broker broker = Broker.start(running, home.resolve("broker"));
        ServerProcess server = ServerProcess.start(running, home, postgres, broker, file);
        Map<Integer, String> orders = fill(home, plan, server.api());
        EdgeProcess edge = EdgeProcess.start(running, home, file, broker);
        String first = Objects.requireNonNull(orders.get(2));
        Waiting.until("a block that may be opened", LIMIT, LOOK, () -> mayOpen(server.api(), first));
        return new ShelvingRig(vertx, plan, truth, broker, server, edge, orders);
    }

    /** A pack in every slot; one order for each aisle. */
    private static Map<Integer, String> fill(Path home, SitePlan plan, Api api)
            throws IOException, InterruptedException {
        SitePlan.Block block = plan.blocks().get(0);
        int slots = block.carriages().stream()
                .mapToInt(SitePlan.Carriage::slotCount)
                .sum();
        ExportGenerator generator = new ExportGenerator(BenchSettings.SEED, slots, plan);
        Path csv = home.resolve("export.csv");
        try (OutputStream out = Files.newOutputStream(csv)) {
            generator.write(out, ExportEncoding.GB18030);
        }
        String id = api.upload("/imports?mode=all-or-nothing&encoding=GB18030", BodyPublishers.ofFile(csv))
                .path("id")
                .asText();
        Waiting.until(
                "the import",
                LIMIT.multipliedBy(5),
                LOOK,
                () -> api.get("/imports/" + id).path("state").asText().equals("done"));
        Map<Integer, String> orders = new TreeMap<>();
        for (int i = 0; i < slots; i++) {
            SamplePack pack = generator.pack(i);
            // Class 3 needs two people.
            if (pack.securityClass() < 3) {
                block.aisleFor(ShelfAddress.parse(Objects.requireNonNull(pack.positionCode())))
                        .ifPresent(aisle -> orders.putIfAbsent(aisle.number(), pack.orderNo()));
            }
        }
        return orders;
    }

    private static boolean mayOpen(Api api, String order) {
        JsonNode pack = api.get("/orders/" + order + "/location").path("packs").path(0);
        return pack.path("mayOpen").asBoolean() && pack.path("obstacles").isEmpty();
    }

    Vertx vertx() {
        return vertx;
    }

    SitePlan plan() {
        return plan;
    }

    Truth truth() {
        return truth;
    }

    Broker broker() {
        return broker;
    }

    Api api() {
        return server.api();
    }

    EdgeProcess edge() {
        return edge;
    }

    /** An order whose first pack stands at each aisle. */
    Map<Integer, String> orderOfAisle() {
        return orderOfAisle;
    }
}
