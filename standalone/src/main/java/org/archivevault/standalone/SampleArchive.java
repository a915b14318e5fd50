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
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.archivevault.server.importing.ExportEncoding;
import org.archivevault.server.importing.sample.ExportGenerator;

/** An invented archive, imported at the first start the way a utility's export is. */
final class SampleArchive {
    private static final long SEED = 20261121;
    /** Seconds are usual; a slow disk takes longer, and a stuck import must not look like a start. */
    private static final Duration IMPORT_LIMIT = Duration.ofMinutes(5);
    /** The edge reads its controllers within a second of its start. */
    private static final Duration EDGE_LIMIT = Duration.ofSeconds(20);

    private final OneMachine machine;
    private final ExportGenerator generator;
    private final PrintStream out;

    SampleArchive(OneMachine machine, int packs, PrintStream out) {
        this.machine = machine;
        this.generator = new ExportGenerator(SEED, packs, machine.plan());
        this.out = out;
    }

    /** Signs in, fills an empty catalogue, waits for the edge, and names an order that can be opened now. */
    String prepare() {
        ServerApi api = new DemoAccounts(machine).signIn();
        if (api.get("/fill").path("used").asInt() == 0) {
            fill(api);
        }
        String[] order = {""};
        await(EDGE_LIMIT, () -> {
            order[0] = openable(api);
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

    /** The first of some orders spread over the shelves that the demo's person may open now, with something to move. */
    private String openable(ServerApi api) {
        Set<String> open = new HashSet<>();
        for (JsonNode block : api.get("/blocks")) {
            open.add(block.path("block").asText() + "/"
                    + block.path("view").path("openAisle").asText());
        }
        int step = Math.max(1, generator.packs() / 16);
        for (int i = step * 5; i < generator.packs(); i += step) {
            String order = generator.pack(i).orderNo();
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
