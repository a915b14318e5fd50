package org.archivevault.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.archivevault.protocol.Bilingual;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "import",
        description = {
            "导入目录（CSV，每行一页）。中断后再次运行同一文件即可继续。",
            "Imports an export (CSV, a line per page). Run it again on the same file to resume."
        })
final class ImportCommand extends ClientCommand {
    /** How often the progress is asked for, in milliseconds: smooth for an eye, nothing for the server. */
    private static final long ASK_MILLIS = 500;

    @Parameters(paramLabel = "FILE.csv", description = "GB18030 或 UTF-8 / GB18030 or UTF-8")
    @Nullable
    Path file;

    @Option(names = "--all-or-nothing", description = "有一行不合格则全部不导入 / one bad line and nothing is taken")
    boolean allOrNothing;

    @Option(names = "--encoding", defaultValue = "auto", description = "auto, UTF-8, GB18030")
    @Nullable
    String encoding;

    @Override
    public Integer call() throws IOException {
        Path csv = given(file);
        if (!Files.isReadable(csv)) {
            throw new ClientFailure(2, "", new Bilingual("文件 {} 无法读取", "the file {} cannot be read").with(csv));
        }
        Api api = api();
        screen().say("上传 / uploading " + csv + " (" + Files.size(csv) + " bytes)");
        JsonNode run = api.upload(
                "/imports?mode=" + (allOrNothing ? "all-or-nothing" : "accept-good") + "&encoding=" + encoding,
                BodyPublishers.ofFile(csv));
        if (run.path("alreadyKnown").asBoolean()) {
            screen().say("此文件已知，继续原来的导入 / this file is known: going on with its import");
        }
        while (!run.path("ended").asBoolean()) {
            screen().live(List.of(bar(run, screen().columns())));
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(ASK_MILLIS));
            run = api.get("/imports/" + run.path("id").asText());
        }
        screen().live(List.of());
        screen().say(bar(run, screen().columns()));
        return end(api, run);
    }

    private int end(Api api, JsonNode run) throws IOException {
        if (run.path("rejected").asLong() > 0) {
            sayRejections(api, run.path("id").asText());
        }
        if (run.has("failure")) {
            screen().say(LocateCommand.bilingual(run.path("failure")));
        }
        return run.path("state").asText().equals("done") ? 0 : ClientFailure.REFUSED;
    }

    private void sayRejections(Api api, String id) throws IOException {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(api.stream("/imports/" + id + "/rejections"), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                screen().say(line.replace("\ufeff", ""));
            }
        }
    }

    /** For example {@code ████████········  52.3 %  3,140,000 行/lines  81,000/s}. */
    static String bar(JsonNode run, int columns) {
        double percent = run.path("percent").asDouble();
        int width = Math.max(10, columns - 56);
        int full = (int) Math.round(width * percent / 100);
        return String.format(
                Locale.ROOT,
                "%s%s %5.1f %%  %,d 行/lines  %,d/s  拒绝/rejected %,d",
                "█".repeat(full),
                "·".repeat(width - full),
                percent,
                run.path("lines").asLong(),
                run.path("linesPerSecond").asLong(),
                run.path("rejected").asLong());
    }
}
