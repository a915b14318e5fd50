package org.archivevault.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.FileNotFoundException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.archivevault.protocol.Bilingual;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "inventory",
        description = {"盘点。", "Inventory rounds."},
        subcommands = {
            InventoryCommand.Open.class,
            InventoryCommand.Upload.class,
            InventoryCommand.Report.class,
            InventoryCommand.Close.class,
            InventoryCommand.Settle.class,
            InventoryCommand.Coverage.class
        })
final class InventoryCommand extends ClientCommand {
    private static final Map<String, String> KINDS = Map.of(
            "missing", "缺失 / missing",
            "misplaced", "错放 / misplaced",
            "unexpected", "意外 / unexpected");

    @Override
    public Integer call() {
        for (JsonNode round : api().get("/inventory-rounds").path("rounds")) {
            screen().say(line(round));
        }
        return 0;
    }

    private static String line(JsonNode round) {
        return round.path("id").asText() + "  " + round.path("scope").asText() + "  "
                + (round.path("state").asText().equals("open") ? "进行中 / open" : "已结束 / closed") + "  "
                + round.path("openedBy").asText() + "  "
                + round.path("openedAt").asText();
    }

    /** What every step has. */
    abstract static class Part implements Callable<Integer> {
        @ParentCommand
        @Nullable
        InventoryCommand inventory;

        Api api() {
            return given(inventory).api();
        }

        void say(String line) {
            given(inventory).screen().say(line);
        }
    }

    /** A step of one round, told by its id. */
    abstract static class Step extends Part {
        @Parameters(index = "0", paramLabel = "ROUND", description = "盘点编号 / the round's id")
        @Nullable
        String round;

        String path() {
            return "/inventory-rounds/" + segment(given(round));
        }

        void sayCounts(JsonNode report) {
            report.path("discrepancies")
                    .properties()
                    .forEach(kind -> say(String.format(
                            Locale.ROOT,
                            "  %s  %,d  (已处理 / settled %,d)",
                            KINDS.getOrDefault(kind.getKey(), kind.getKey()),
                            kind.getValue().path("found").asLong(),
                            kind.getValue().path("settled").asLong())));
        }
    }

    @Command(
            name = "open",
            description = {"开始盘点一个库房、架区、列或面。", "Begins a round over a vault, block, carriage or face."})
    static final class Open extends Part {
        @Parameters(paramLabel = "SCOPE", description = "ES-V1, ES-V1-B1, ES-V1-B1-03, ES-V1-B1-03A")
        @Nullable
        String scope;

        @Option(
                names = "--since",
                description = "此时起的读取有效（默认现在）/ reads from then on count (default now): 2026-11-21T08:00:00+08:00")
        @Nullable
        String since;

        @Override
        public Integer call() {
            Map<String, String> body = new LinkedHashMap<>();
            body.put("scope", given(scope));
            if (since != null) {
                body.put("since", since);
            }
            say(line(api().post("/inventory-rounds", body)));
            return 0;
        }
    }

    @Command(
            name = "upload",
            description = {"上传手持机的读取记录（CSV 或 JSON）。", "Uploads what a hand-held has read (CSV or JSON)."})
    static final class Upload extends Step {
        @Parameters(
                index = "1",
                paramLabel = "FILE",
                description = "*.json 为 JSON，其他为 CSV / JSON when it ends so, else CSV")
        @Nullable
        Path file;

        @Option(names = "--face", description = "整个文件都在这一面读取 / all of it was read at this face")
        @Nullable
        String face;

        @Option(names = "--zone", description = "无时区时间的时区，默认本机 / zone of times without offset, default this machine's")
        @Nullable
        String zone;

        @Option(names = "--device", defaultValue = "hand-held", description = "设备名 / name of the device")
        @Nullable
        String device;

        @Override
        public Integer call() {
            Path sweep = given(file);
            boolean json = sweep.toString().toLowerCase(Locale.ROOT).endsWith(".json");
            String query =
                    "?zone=" + segment(zone == null ? ZoneId.systemDefault().getId() : zone) + "&device="
                            + segment(given(device)) + (face == null ? "" : "&face=" + segment(face));
            JsonNode taken;
            try {
                taken = api().upload(
                                path() + "/sweeps" + query,
                                json ? "application/json" : "text/csv",
                                BodyPublishers.ofFile(sweep));
            } catch (FileNotFoundException e) {
                throw new ClientFailure(2, "", new Bilingual("文件 {} 无法读取", "the file {} cannot be read").with(sweep));
            }
            if (taken.path("alreadyKnown").asBoolean()) {
                say("此文件已上传过，没有变化 / this file was uploaded before, nothing has changed");
            }
            say(String.format(
                    Locale.ROOT,
                    "有效 / accepted %,d  无效 / rejected %,d",
                    taken.path("accepted").asLong(),
                    taken.path("rejected").asLong()));
            for (JsonNode line : taken.path("rejections")) {
                say("  " + line.path("line").asText() + ": " + LocateCommand.bilingual(line.path("reason")));
            }
            return taken.path("rejected").asLong() == 0 ? 0 : ClientFailure.REFUSED;
        }
    }

    @Command(
            name = "report",
            description = {"盘点进度；结束后为差异清单。", "How far a round is; once it is closed, what it has found."})
    static final class Report extends Step {
        private static final int PAGE = 1_000;

        @Option(names = "--open", description = "只列未处理的差异 / only discrepancies that are not settled")
        boolean open;

        @Override
        public Integer call() {
            JsonNode report = api().get(path());
            say(line(report));
            for (JsonNode upload : report.path("uploads")) {
                say("  上传 / upload " + upload.path("at").asText() + "  "
                        + upload.path("device").asText() + "  "
                        + upload.path("by").asText() + "  "
                        + upload.path("accepted").asText());
            }
            for (JsonNode face : report.path("faces")) {
                say(String.format(
                        Locale.ROOT,
                        "  %s  已读 / seen %,d / %,d",
                        face.path("face").asText(),
                        face.path("seen").asLong(),
                        face.path("packs").asLong()));
            }
            sayCounts(report);
            if (report.path("state").asText().equals("closed")) {
                sayDiscrepancies();
            }
            return 0;
        }

        private void sayDiscrepancies() {
            long after = 0;
            JsonNode page;
            do {
                page = api().get(path() + "/discrepancies?limit=" + PAGE + "&open=" + open + "&after=" + after)
                        .path("discrepancies");
                for (JsonNode found : page) {
                    say(text(found));
                    after = found.path("id").asLong();
                }
            } while (page.size() == PAGE);
        }

        static String text(JsonNode found) {
            String kind = found.path("kind").asText();
            String seen =
                    found.path("seenPosition").asText(found.path("seenFace").asText("?"));
            return found.path("id").asText() + "  " + KINDS.getOrDefault(kind, kind) + "  "
                    + found.path("packNo").asText(found.path("mark").asText())
                    + (found.hasNonNull("belongs")
                            ? "  应在 / belongs " + found.path("belongs").asText()
                            : "")
                    + (kind.equals("missing") ? "" : "  见于 / seen at " + seen)
                    + (kind.equals("unexpected") && found.hasNonNull("packState")
                            ? "  (" + found.path("packState").asText() + ")"
                            : "")
                    + "  最后见于 / last seen " + found.path("lastSeen").asText("从未 / never")
                    + (found.hasNonNull("settled")
                            ? "  已处理 / settled: "
                                    + found.path("settled").path("as").asText() + " "
                                    + found.path("settled").path("by").asText()
                            : "");
        }
    }

    @Command(
            name = "close",
            description = {"结束盘点，得出差异。", "Closes a round and says what it has found."})
    static final class Close extends Step {
        @Option(names = "--accept-unswept", description = "未扫描的面不作判断 / faces that were not swept stay unjudged")
        boolean acceptUnswept;

        @Override
        public Integer call() {
            JsonNode report = api().postPatiently(path() + "/close?acceptUnswept=" + acceptUnswept);
            say(String.format(
                    Locale.ROOT,
                    "应有 / expected %,d  未扫描 / not swept %,d  刚上架 / put there too late %,d",
                    report.path("expected").asLong(),
                    report.path("unswept").asLong(),
                    report.path("tooNew").asLong()));
            sayCounts(report);
            return 0;
        }
    }

    @Command(
            name = "settle",
            description = {
                "处理一项差异：found, moved, missing, noted。",
                "Settles a discrepancy: found, moved, missing, noted."
            })
    static final class Settle extends Part {
        @Parameters(index = "0", paramLabel = "NUMBER", description = "差异编号 / number of the discrepancy")
        long number;

        @Parameters(index = "1", paramLabel = "AS", description = "found, moved, missing, noted")
        @Nullable
        String as;

        @Option(names = "--position", description = "储位码 / position code")
        @Nullable
        String position;

        @Option(names = "--note", defaultValue = "", description = "说明 / note")
        @Nullable
        String note;

        @Override
        public Integer call() {
            Map<String, String> body = new LinkedHashMap<>();
            body.put("as", given(as));
            body.put("note", given(note));
            if (position != null) {
                body.put("positionCode", position);
            }
            say(Report.text(api().post("/inventory-discrepancies/" + number + "/settlement", body)));
            return 0;
        }
    }

    @Command(
            name = "coverage",
            description = {"近期见过的档案包比例，及未见过的。", "The share of packs seen lately, and those that were not."})
    static final class Coverage extends Part {
        private static final int PAGE = 1_000;

        @Option(names = "--days", defaultValue = "30", description = "天数 / days (default ${DEFAULT-VALUE})")
        int days;

        @Option(names = "--unseen", paramLabel = "SCOPE", description = "列出该范围内未见过的 / list those of this scope")
        @Nullable
        String unseen;

        @Override
        public Integer call() {
            JsonNode report = api().get("/inventory-coverage?days=" + days);
            sayShare("全部 / all", report);
            report.path("blocks").forEach(block -> sayShare(block.path("block").asText(), block));
            report.path("faces")
                    .forEach(face -> sayShare("  " + face.path("face").asText(), face));
            if (unseen != null) {
                sayUnseen(unseen);
            }
            return 0;
        }

        private void sayShare(String place, JsonNode share) {
            say(String.format(
                    Locale.ROOT,
                    "%s  %.1f %%  %,d / %,d",
                    place,
                    share.path("percent").asDouble(),
                    share.path("seen").asLong(),
                    share.path("packs").asLong()));
        }

        private void sayUnseen(String scope) {
            String after = "";
            JsonNode page;
            do {
                page = api().get("/inventory-coverage/unseen?days=" + days + "&limit=" + PAGE + "&scope="
                                + segment(scope) + "&after=" + segment(after))
                        .path("packs");
                for (JsonNode pack : page) {
                    after = pack.path("positionCode").asText();
                    say(after + "  " + pack.path("packNo").asText() + "  最后见于 / last seen "
                            + pack.path("lastSeen").asText("从未 / never"));
                }
            } while (page.size() == PAGE);
        }
    }
}
