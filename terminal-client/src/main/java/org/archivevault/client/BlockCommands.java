package org.archivevault.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a person does to a block. */
final class BlockCommands {
    private BlockCommands() {}

    /** A command for one block. */
    abstract static class ForBlock extends ClientCommand {
        @Parameters(paramLabel = "BLOCK", description = "例如 / for example ES-V1-B1")
        @Nullable
        String block;

        String path(String step) {
            return "/blocks/" + segment(given(block)) + "/" + step;
        }
    }

    @Command(
            name = "stop",
            description = {"立即停止，任何登录者随时可用。", "Stops a block, always, for any signed-in person."})
    static final class Stop extends ForBlock {
        @Override
        public Integer call() {
            JsonNode answer = api().post(path("stop"), null);
            screen().say("停止命令已发出 / stop sent to " + block
                    + (answer.path("logged").asBoolean() ? "" : "（日志稍后补记 / the log entry follows）"));
            return 0;
        }
    }

    /** A command that a person gives a reason for. */
    abstract static class WithReason extends ForBlock {
        @Option(names = "--reason", defaultValue = "终端操作 / from the terminal", description = "原因 / why")
        @Nullable
        String reason;

        int post(String step, String said) {
            api().post(path(step), Map.of("reason", given(reason)));
            screen().say(said + " " + block);
            return 0;
        }
    }

    @Command(
            name = "acknowledge",
            description = {"到现场看过后，确认通信中断。", "Acknowledges that communication was lost, after looking at the block."})
    static final class Acknowledge extends WithReason {
        @Override
        public Integer call() {
            return post("acknowledge-comms", "已确认 / acknowledged");
        }
    }

    @Command(
            name = "lock",
            description = {"锁定，禁止移动。", "Locks a block out."})
    static final class Lock extends WithReason {
        @Override
        public Integer call() {
            return post("lock", "已锁定 / locked");
        }
    }

    @Command(
            name = "unlock",
            description = {"解除锁定。", "Ends a lock-out."})
    static final class Unlock extends WithReason {
        @Override
        public Integer call() {
            return post("unlock", "已解锁 / unlocked");
        }
    }

    @Command(
            name = "blocks",
            description = {"各区的状态。", "The state of every block."})
    static final class Blocks extends ClientCommand {
        @Override
        public Integer call() {
            for (JsonNode block : api().get("/blocks")) {
                screen().say(block.path("block").asText() + "  " + LocateCommand.bilingual(block.path("name")) + "  "
                        + BlockDrawing.caption(block));
                screen().say("  " + BlockDrawing.of(block, screen().columns() - 4));
                for (JsonNode obstacle : block.path("obstacles")) {
                    screen().say("  ! " + LocateCommand.bilingual(obstacle));
                }
            }
            return 0;
        }
    }
}
