package org.archivevault.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.archivevault.protocol.Bilingual;
import org.archivevault.protocol.Json;
import org.archivevault.protocol.MalformedMessage;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Rounds, disinfection and ventilation: what is due, and the record of doing it. */
final class RoundCommands {
    private RoundCommands() {}

    @Command(
            name = "rounds",
            description = {"巡查、消毒和通风计划及其状态。", "Schedules of rounds, disinfection and ventilation, and how each stands."
            })
    static final class Rounds extends ClientCommand {
        @Override
        public Integer call() {
            JsonNode all = api().get("/rounds");
            for (JsonNode round : all) {
                screen().say(light(round.path("standing").asText()) + " "
                        + round.path("id").asText() + "  "
                        + LocateCommand.bilingual(round.path("title")) + "  "
                        + LocateCommand.bilingual(round.path("standingTitle")) + "  "
                        + (round.path("active").asBoolean()
                                ? "到期 / due " + round.path("dueAt").asText()
                                : "已停用 / not active"));
                JsonNode going = round.path("going");
                if (going.isObject()) {
                    screen().say("    进行中 / under way: "
                            + going.path("startedBy").asText() + "  "
                            + going.path("startedAt").asText() + "  "
                            + going.path("run").asText());
                }
            }
            if (all.isEmpty()) {
                screen().say("没有计划 / no schedules");
            }
            return 0;
        }

        /** Red, yellow, green, also for whoever does not see colours. */
        private static String light(String standing) {
            return switch (standing) {
                case "overdue" -> "!";
                case "warning" -> "~";
                default -> " ";
            };
        }
    }

    @Command(
            name = "ventilation",
            description = {"现在通风是否有益，有何妨碍。", "Whether ventilating would help now, and what is against it."})
    static final class Ventilation extends ClientCommand {
        @Override
        public Integer call() {
            JsonNode all = api().get("/ventilation");
            boolean any = false;
            for (JsonNode block : all) {
                any |= block.path("mayRun").asBoolean();
            }
            JsonNode schedules = any ? api().get("/rounds") : all;
            for (JsonNode block : all) {
                screen().say((block.path("mayRun").asBoolean() ? "+ " : "- ")
                        + block.path("block").asText() + "  "
                        + LocateCommand.bilingual(block.path("advice").path("sentence")));
                for (JsonNode reason : block.path("against")) {
                    screen().say("    " + LocateCommand.bilingual(reason.path("sentence")));
                }
                if (block.path("mayRun").asBoolean()) {
                    sayHow(block.path("block").asText(), schedules);
                }
            }
            return 0;
        }

        private void sayHow(String block, JsonNode schedules) {
            boolean known = false;
            for (JsonNode schedule : schedules) {
                if (schedule.path("block").asText().equals(block)
                        && schedule.path("active").asBoolean()) {
                    known = true;
                    screen().say("    ./vault round start "
                            + schedule.path("id").asText() + MOVES);
                }
            }
            if (!known) {
                screen().say("    没有该区的通风计划 / there is no schedule of ventilation for this block:"
                        + " docs/how-to/keep-rounds.md");
            }
        }
    }

    /** How a person starts it: nothing else does. */
    private static final String MOVES = "（架体将移动 / the carriages will move）";

    @Command(
            name = "round",
            description = {"进行一次巡查、消毒或通风。", "Does a round, a disinfection or a ventilation."},
            subcommands = {Put.class, Start.class, Spread.class, Show.class, Answer.class, Finish.class})
    static final class Round extends ClientCommand {
        @Override
        public Integer call() {
            screen().say(
                            "./vault round start SCHEDULE | spread RUN | show RUN | answer RUN ITEM ok|not-ok|not-applicable"
                                    + " | finish RUN | put SCHEDULE FILE.json");
            return 2;
        }
    }

    /** What every step has. */
    abstract static class Step implements Callable<Integer> {
        @ParentCommand
        @Nullable
        Round round;

        Api api() {
            return ClientCommand.given(round).api();
        }

        void say(String line) {
            ClientCommand.given(round).screen().say(line);
        }

        /** A record: what is asked, what was answered, and what is to do next. */
        void show(JsonNode run) {
            say(run.path("schedule").asText() + "  " + state(run) + "  "
                    + run.path("startedBy").asText() + "  "
                    + run.path("startedAt").asText());
            for (JsonNode item : run.path("checklist")) {
                String code = item.path("item").asText();
                JsonNode said = answerTo(run, code);
                say("  " + mark(said.path("answer").asText()) + " " + code + "  " + LocateCommand.bilingual(item)
                        + (said.path("remark").asText().isEmpty()
                                ? ""
                                : "  (" + said.path("remark").asText() + ")"));
            }
            showMotions(run);
            if (run.path("state").asText().equals("going")) {
                String id = run.path("id").asText();
                if (!run.path("checklist").isEmpty()) {
                    say("  ./vault round answer " + id + " ITEM ok|not-ok|not-applicable --remark ...");
                }
                say("  ./vault round finish " + id);
            }
        }

        /** What became of the carriages, and what a person can do about it. */
        private void showMotions(JsonNode run) {
            JsonNode last = null;
            for (JsonNode motion : run.path("motions")) {
                last = motion;
                say("  " + motion.path("askedAt").asText() + "  "
                        + motion.path("askedBy").asText() + "  "
                        + LocateCommand.bilingual(motion.path("sentence")));
            }
            if (last == null || !run.path("state").asText().equals("going")) {
                return;
            }
            String block = last.path("judged").path("block").asText();
            switch (last.path("state").asText()) {
                case "asked", "moving" -> {
                    say("  ./vault stop " + block);
                    say("  ./vault round show " + run.path("id").asText());
                }
                case "spread" -> {}
                default -> say("  ./vault round spread " + run.path("id").asText() + MOVES);
            }
        }

        private static String state(JsonNode run) {
            return switch (run.path("state").asText()) {
                case "going" -> "进行中 / under way";
                case "missed" -> "未执行 / missed";
                default -> "已完成 / finished";
            };
        }

        private static JsonNode answerTo(JsonNode run, String item) {
            for (JsonNode answer : run.path("answers")) {
                if (answer.path("item").asText().equals(item)) {
                    return answer;
                }
            }
            return run.path("no answer");
        }

        private static String mark(String answer) {
            return switch (answer) {
                case "ok" -> "[+]";
                case "not-ok" -> "[!]";
                case "not-applicable" -> "[-]";
                default -> "[ ]";
            };
        }
    }

    @Command(
            name = "put",
            description = {"新建或修改计划（JSON 文件）。", "Makes or changes a schedule (a JSON file)."})
    static final class Put extends Step {
        @Parameters(index = "0", paramLabel = "SCHEDULE", description = "计划编号 / the schedule's id")
        @Nullable
        String schedule;

        @Parameters(index = "1", paramLabel = "FILE", description = "docs/how-to/keep-rounds.md")
        @Nullable
        Path file;

        @Override
        public Integer call() throws IOException {
            Path path = ClientCommand.given(file);
            JsonNode body;
            try {
                body = Json.read(Files.readAllBytes(path), JsonNode.class);
            } catch (MalformedMessage e) {
                throw new ClientFailure(
                        ClientFailure.REFUSED,
                        "bad-file",
                        new Bilingual("{} 不是 JSON：{}", "{} is no JSON: {}").with(path, String.valueOf(e.getMessage())));
            }
            JsonNode kept = api().put("/rounds/" + ClientCommand.segment(ClientCommand.given(schedule)), body);
            say(kept.path("id").asText() + "  到期 / due " + kept.path("dueAt").asText());
            return 0;
        }
    }

    @Command(
            name = "start",
            description = {"开始。通风会移动架体。", "Begins. A ventilation moves the carriages."})
    static final class Start extends Step {
        @Parameters(paramLabel = "SCHEDULE", description = "计划编号 / the schedule's id")
        @Nullable
        String schedule;

        @Override
        public Integer call() {
            show(api().post("/rounds/" + ClientCommand.segment(ClientCommand.given(schedule)) + "/runs", null));
            return 0;
        }
    }

    /** A step of one run. */
    abstract static class OfRun extends Step {
        @Parameters(index = "0", paramLabel = "RUN", description = "记录编号 / the record's id")
        @Nullable
        String run;

        String path() {
            return "/round-runs/" + ClientCommand.segment(ClientCommand.given(run));
        }
    }

    @Command(
            name = "spread",
            description = {"再次请求散开架体（通风进行中）。", "Asks once more to spread the carriages, for a ventilation under way."})
    static final class Spread extends OfRun {
        @Override
        public Integer call() {
            show(api().post(path() + "/spread", null));
            return 0;
        }
    }

    @Command(
            name = "show",
            description = {"显示记录。", "Shows a record."})
    static final class Show extends OfRun {
        @Override
        public Integer call() {
            show(api().get(path()));
            return 0;
        }
    }

    @Command(
            name = "answer",
            description = {"回答一个检查项目；不合格须说明。", "Answers an item; not-ok needs a remark."})
    static final class Answer extends OfRun {
        @Parameters(index = "1", paramLabel = "ITEM", description = "项目 / the item")
        @Nullable
        String item;

        @Parameters(index = "2", paramLabel = "ANSWER", description = "ok, not-ok, not-applicable")
        @Nullable
        String answer;

        @Option(names = "--remark", description = "说明 / a word more")
        @Nullable
        String remark;

        @Option(names = "--photo", description = "照片的 SHA-256 / SHA-256 of a photograph")
        @Nullable
        String photo;

        @Override
        public Integer call() {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("item", ClientCommand.given(item));
            body.put("answer", ClientCommand.given(answer));
            if (remark != null) {
                body.put("remark", remark);
            }
            if (photo != null) {
                body.put("photo", photo);
            }
            show(api().post(path() + "/answers", body));
            return 0;
        }
    }

    @Command(
            name = "finish",
            description = {"完成；所有项目都须已回答。", "Finishes, once every item is answered."})
    static final class Finish extends OfRun {
        @Option(names = "--remark", description = "说明 / a word more")
        @Nullable
        String remark;

        @Override
        public Integer call() {
            show(api().post(path() + "/finish", remark == null ? Map.of() : Map.of("remark", remark)));
            return 0;
        }
    }
}
