package org.archivevault.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.archivevault.protocol.Bilingual;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "alarm",
        description = {"处理一条警报：查看、搁置、抑制、停用、备注、交办。", "One alarm: show, shelve, suppress, service, comment, assign."},
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            AlarmCommand.Show.class,
            AlarmCommand.Shelve.class,
            AlarmCommand.Unshelve.class,
            AlarmCommand.Suppress.class,
            AlarmCommand.Unsuppress.class,
            AlarmCommand.OutOfService.class,
            AlarmCommand.InService.class,
            AlarmCommand.Comment.class,
            AlarmCommand.Assign.class
        })
final class AlarmCommand extends ClientCommand {
    @Override
    public Integer call() {
        screen().say(
                        "./vault alarm show|shelve|unshelve|suppress|unsuppress|out-of-service|in-service|comment|assign ALARM");
        return 2;
    }

    /** What every step has: the alarm. */
    abstract static class Step implements Callable<Integer> {
        @ParentCommand
        @Nullable
        AlarmCommand alarm;

        @Parameters(index = "0", paramLabel = "ALARM", description = "警报编号 / the alarm's id")
        @Nullable
        String id;

        Api api() {
            return given(alarm).api();
        }

        void say(String line) {
            given(alarm).screen().say(line);
        }

        String path() {
            return "/alarms/" + segment(given(id));
        }

        int done(String act, Object body) {
            AlarmText.lines(api().post(path() + "/" + act, body)).forEach(this::say);
            return 0;
        }
    }

    /** A step with a reason. */
    abstract static class Reasoned extends Step {
        @Option(names = "--reason", required = true, description = "原因 / why")
        @Nullable
        String reason;

        Map<String, Object> reasonBody() {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("reason", given(reason));
            return body;
        }
    }

    @Command(
            name = "show",
            description = {"一条警报的经过和通知。", "One alarm, what became of it, and what was sent about it."})
    static final class Show extends Step {
        @Override
        public Integer call() {
            JsonNode whole = api().get(path());
            AlarmText.lines(whole.path("alarm")).forEach(this::say);
            whole.path("history").forEach(change -> say(AlarmText.step(change)));
            whole.path("notices").forEach(notice -> say(AlarmText.notice(notice)));
            return 0;
        }
    }

    @Command(
            name = "shelve",
            description = {"搁置一段时间，最长 24 小时。", "Puts it aside for a time, at most 24 h."})
    static final class Shelve extends Reasoned {
        private static final Pattern FORM = Pattern.compile("(\\d{1,4})(min|h)");

        @Option(names = "--for", required = true, paramLabel = "TIME", description = "30min, 2h")
        @Nullable
        String howLong;

        @Override
        public Integer call() {
            Map<String, Object> body = reasonBody();
            OffsetDateTime now = OffsetDateTime.ofInstant(Clock.systemUTC().instant(), ZoneOffset.UTC);
            body.put("until", now.plus(duration(given(howLong))).toString());
            return done("shelve", body);
        }

        static Duration duration(String text) {
            Matcher form = FORM.matcher(text);
            if (!form.matches()) {
                throw new ClientFailure(
                        ClientFailure.REFUSED,
                        "bad-request",
                        new Bilingual("时长应写作 30min 或 2h：{}", "a time is written 30min or 2h: {}").with(text));
            }
            long number = Long.parseLong(form.group(1));
            return form.group(2).equals("h") ? Duration.ofHours(number) : Duration.ofMinutes(number);
        }
    }

    @Command(
            name = "unshelve",
            description = {"提前结束搁置。", "Takes a shelved one up again."})
    static final class Unshelve extends Reasoned {
        @Override
        public Integer call() {
            return done("unshelve", reasonBody());
        }
    }

    @Command(
            name = "suppress",
            description = {"因已知情况抑制。", "Something known makes it mean nothing now."})
    static final class Suppress extends Reasoned {
        @Override
        public Integer call() {
            return done("suppress", reasonBody());
        }
    }

    @Command(
            name = "unsuppress",
            description = {"结束抑制。", "That has ended."})
    static final class Unsuppress extends Reasoned {
        @Override
        public Integer call() {
            return done("unsuppress", reasonBody());
        }
    }

    @Command(
            name = "out-of-service",
            description = {"停用，例如传感器送检。", "Takes it out of service, for example while a sensor is repaired."})
    static final class OutOfService extends Reasoned {
        @Override
        public Integer call() {
            return done("out-of-service", reasonBody());
        }
    }

    @Command(
            name = "in-service",
            description = {"恢复使用。", "Puts it back in service."})
    static final class InService extends Reasoned {
        @Override
        public Integer call() {
            return done("in-service", reasonBody());
        }
    }

    @Command(
            name = "comment",
            description = {"备注。", "Adds a remark."})
    static final class Comment extends Step {
        @Parameters(index = "1", paramLabel = "TEXT", description = "备注 / the remark")
        @Nullable
        String text;

        @Override
        public Integer call() {
            return done("comment", Map.of("text", given(text)));
        }
    }

    @Command(
            name = "assign",
            description = {"交办给某人；不写则取消。", "Makes it somebody's task; without a name, nobody's."})
    static final class Assign extends Step {
        @Parameters(index = "1", arity = "0..1", paramLabel = "USER", description = "用户名 / user name")
        @Nullable
        String to;

        @Option(names = "--reason", description = "原因 / why")
        @Nullable
        String reason;

        @Override
        public Integer call() {
            Map<String, Object> body = new LinkedHashMap<>();
            if (to != null) {
                body.put("to", to);
            }
            if (reason != null) {
                body.put("reason", reason);
            }
            return done("assign", body);
        }
    }
}
