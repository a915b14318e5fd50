package org.archivevault.edge.shelving;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.archivevault.protocol.command.AcknowledgeComms;
import org.archivevault.protocol.command.Command;
import org.archivevault.protocol.command.CommandId;
import org.archivevault.protocol.command.CommandOutcome;
import org.archivevault.protocol.command.CommandOutcome.Executed;
import org.archivevault.protocol.command.CommandOutcome.Refused;
import org.archivevault.protocol.command.FencingToken;
import org.archivevault.protocol.command.MovingCommand;
import org.archivevault.protocol.command.OpenAisle;
import org.archivevault.protocol.command.Reason;
import org.archivevault.protocol.command.RefusalCode;
import org.archivevault.protocol.event.EdgeEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a block decides after its controller was away for a while, step by step. */
final class BlockControlTest {
    private static final int OPEN = 1;
    private static final long GONE = 10_000;
    private static final long BACK = GONE + ShelvingLimits.COMMS_LOST_MILLIS + 200;

    private long heartbeat = 1;

    static Stream<BlockLayout> layouts() {
        return Stream.of(Fixture.mailbox(), Fixture.perCarriage());
    }

    /** Writes down what is asked for, and has all the disk it needs. */
    private static final class Heard implements BlockActions {
        private final Map<CommandId, CommandOutcome> ends = new LinkedHashMap<>();
        private final List<String> asked = new ArrayList<>();
        private @Nullable CommandId waitsForDisk;

        @Override
        public void remember(Command command, @Nullable FencingToken highest, boolean motionAhead) {}

        @Override
        public void prepare(MovingCommand command, Move move) {
            asked.add("prepare");
        }

        @Override
        public void readEcho(MovingCommand command, Move move) {
            asked.add("echo");
        }

        @Override
        public void logIntent(MovingCommand command) {
            asked.add("intent");
        }

        @Override
        public void execute(MovingCommand command, Move move) {
            asked.add("execute");
        }

        @Override
        public void stop(int number, String cause, @Nullable Integer acting) {
            asked.add("stop");
        }

        @Override
        public void readNow(@Nullable Integer first) {}

        @Override
        public void setWatchdog(int unit) {
            asked.add("set-watchdog");
        }

        @Override
        public void feed() {
            asked.add("feed");
        }

        @Override
        public void keep(Kept.Flag flag, boolean value, @Nullable CommandId command) {
            waitsForDisk = command == null ? waitsForDisk : command;
        }

        @Override
        public void end(CommandId command, CommandOutcome outcome) {
            ends.put(command, outcome);
        }

        @Override
        public void emit(EdgeEvent event) {}
    }

    private void readAll(BlockControl control, BlockLayout layout, long now) {
        heartbeat++;
        for (int unit : layout.units()) {
            control.read(Fixture.readings(layout, unit, OPEN, now, heartbeat, wire -> true), now);
            control.verified(new Verification(unit, now, true, true, ""), now);
        }
    }

    private static void fedAll(BlockControl control, BlockLayout layout, long at) {
        layout.units().forEach(unit -> control.fed(unit, at, at));
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void nothingMovesAfterALostLinkBeforeTheWatchdogHasBeenFedAgain(BlockLayout layout) {
        // GIVEN a block that was seen and fed, and was then away for so long that its watchdog has little time left,
        // though it has not tripped
        BlockControl control = new BlockControl(
                layout,
                Fixture.BOOT,
                new AisleInterlock(),
                new Memory(0, List.of(), List.of(), Map.of(), Kept.NOTHING));
        Heard heard = new Heard();
        control.started();
        control.session(true);
        readAll(control, layout, GONE - 100);
        readAll(control, layout, GONE);
        fedAll(control, layout, GONE);
        control.tick(GONE + ShelvingLimits.COMMS_LOST_MILLIS + 1);
        control.carryOut(heard);
        heard.asked.clear();

        // WHEN it answers again
        readAll(control, layout, BACK);
        control.carryOut(heard);

        // THEN it is fed at once, without waiting for the next turn
        assertThat(heard.asked).contains("feed");

        // and WHEN a person acknowledges and asks for an aisle before that has been taken
        acknowledge(control, layout, heard, BACK + 10);
        OpenAisle early = Fixture.open(layout, 3, 1, BACK + 20);
        control.received(early, BACK + 20, BACK + 20);
        control.carryOut(heard);

        // THEN it is refused, and nothing is written
        assertThat(heard.ends.get(early.id()))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo(RefusalCode.WATCHDOG_NOT_SET));
        assertThat(heard.asked).doesNotContain("prepare");

        // and once it has been taken, the same is prepared
        fedAll(control, layout, BACK + 30);
        OpenAisle later = Fixture.open(layout, 3, 2, BACK + 40);
        control.received(later, BACK + 40, BACK + 40);
        control.carryOut(heard);
        assertThat(heard.asked).contains("prepare");
        assertThat(heard.ends).doesNotContainKey(later.id());
    }

    private static void acknowledge(BlockControl control, BlockLayout layout, Heard heard, long now) {
        CommandId id = new CommandId(new UUID(8, now));
        control.received(
                new AcknowledgeComms(id, layout.id(), "li", new Reason(Reason.Kind.MAINTENANCE, "looked")), now, now);
        control.carryOut(heard);
        assertThat(heard.waitsForDisk).isEqualTo(id);
        control.kept(id, null);
        control.carryOut(heard);
        assertThat(heard.ends.get(id)).isEqualTo(new Executed(false));
    }
}
