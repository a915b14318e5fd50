package org.archivevault.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.protocol.address.FaceId;
import org.archivevault.protocol.address.ShelfAddress;
import org.archivevault.server.importing.ExportEncoding;
import org.archivevault.server.importing.sample.ExportGenerator;
import org.archivevault.server.importing.sample.SamplePack;

/** An invented archive, imported at the first start the way a utility's export is. */
final class SampleArchive {
    private static final long SEED = 20261121;
    /** Seconds are usual; a slow disk takes longer, and a stuck import must not look like a start. */
    private static final Duration IMPORT_LIMIT = Duration.ofMinutes(5);
    /** The edge reads its controllers within a second of its start. */
    private static final Duration EDGE_LIMIT = Duration.ofSeconds(20);

    /** The camera system is asked once the edge is connected, and answers at once. */
    private static final Duration CAMERA_LIMIT = Duration.ofSeconds(4);

    /** About so many: each is looked up again until one may be opened, so more would only lengthen a start. */
    private static final int CANDIDATES_OF_A_KIND = 8;

    private final OneMachine machine;
    private final ExportGenerator generator;
    private final PrintStream out;

    SampleArchive(OneMachine machine, int packs, PrintStream out) {
        this.machine = machine;
        this.generator = generator(machine.plan(), packs);
        this.out = out;
    }

    /** The same packs at every start. */
    static ExportGenerator generator(SitePlan plan, int packs) {
        return new ExportGenerator(SEED, packs, plan);
    }

    /** Signs in, fills an empty catalogue, waits for the edge, and names an order that can be opened now. */
    String prepare() {
        ServerApi api = new DemoAccounts(machine).signIn();
        if (api.get("/fill").path("used").asInt() == 0) {
            fill(api);
        }
        new SampleRounds(machine.plan()).keep(api);
        List<String> candidates = spread();
        awaitCameras(api);
        String[] order = {""};
        await(EDGE_LIMIT, () -> {
            order[0] = openable(api, candidates);
            return !order[0].isEmpty();
        });
        return order[0];
    }

    private void fill(ServerApi api) {
        out.println("首次启动：导入样本目录 / first start: importing the sample catalogue, " + generator.packs() + " packs");
        Path csv = machine.home().resolve("sample.csv");
        try {
            try (OutputStream file = Files.newOutputStream(csv)) {
                generator.write(file, ExportEncoding.GB18030);
            }
            String id = api.upload("/imports?mode=all-or-nothing&encoding=auto", BodyPublishers.ofFile(csv))
                    .path("id")
                    .asText();
            JsonNode[] run = new JsonNode[1];
            await(IMPORT_LIMIT, () -> {
                run[0] = api.get("/imports/" + id);
                return run[0].path("ended").asBoolean();
            });
            if (!"done".equals(run[0].path("state").asText())) {
                throw new IllegalStateException("样本目录未能导入 / the sample catalogue was not imported: " + run[0]);
            }
            Files.delete(csv);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The order that is named should be one that antennas and camera see; a demo without them goes on all the same. */
    private static void awaitCameras(ServerApi api) {
        long end = System.nanoTime() + CAMERA_LIMIT.toNanos();
        while (System.nanoTime() < end && !cameraAnswered(api.get("/blocks"))) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }

    private static boolean cameraAnswered(JsonNode blocks) {
        for (JsonNode block : blocks) {
            boolean told = block.path("view").has("obstacles");
            if (!told || block.path("view").path("obstacles").toString().contains("person-seen")) {
                return false;
            }
        }
        return true;
    }

    /** The first of some orders that the demo's person may open now, with something to move. */
    private static String openable(ServerApi api, List<String> candidates) {
        Set<String> open = new HashSet<>();
        for (JsonNode block : api.get("/blocks")) {
            open.add(block.path("block").asText() + "/"
                    + block.path("view").path("openAisle").asText());
        }
        for (String order : candidates) {
            for (JsonNode pack : api.get("/orders/" + order + "/location").path("packs")) {
                if (pack.path("mayOpen").asBoolean()
                        && pack.has("aisle")
                        && !open.contains(pack.path("aisle").asText())
                        && pack.path("obstacles").isEmpty()) {
                    return order;
                }
            }
        }
        return "";
    }

    /** Orders from all over the shelves; first those whose retrieval the antennas of a shelf can prove. */
    private List<String> spread() {
        Set<FaceId> watched = SimulatedTags.facesWithAntennas(machine.plan());
        List<String> seen = new ArrayList<>();
        List<String> others = new ArrayList<>();
        int step = Math.max(1, generator.packs() / 64);
        for (int i = step * 5; i < generator.packs(); i += step) {
            SamplePack pack = generator.pack(i);
            boolean isSeen =
                    pack.positionCode() != null && watched.contains(FaceId.of(ShelfAddress.parse(pack.positionCode())));
            (isSeen ? seen : others).add(pack.orderNo());
        }
        return Stream.concat(some(seen), some(others)).toList();
    }

    private static Stream<String> some(List<String> orders) {
        int step = Math.max(1, orders.size() / CANDIDATES_OF_A_KIND);
        return IntStream.iterate(step / 2, i -> i < orders.size(), i -> i + step)
                .mapToObj(orders::get);
    }

    private static void await(Duration limit, BooleanSupplier done) {
        long end = System.nanoTime() + limit.toNanos();
        while (!done.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(
                        "等待超时，原因见日志 / it took too long; the log says why (" + limit.toSeconds() + " s)");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
        }
    }
}
