package org.archivevault.edge.shelving.drive;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.archivevault.edge.shelving.Kept;
import org.archivevault.edge.shelving.Memory;
import org.archivevault.edge.shelving.ShelvingLimits;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.command.CommandId;
import org.archivevault.protocol.command.CommandOutcome;
import org.archivevault.protocol.command.CommandOutcome.Executed;
import org.archivevault.protocol.command.EdgeInstant;
import org.archivevault.protocol.command.FencingToken;
import org.archivevault.protocol.command.OpenAisle;
import org.archivevault.protocol.command.Reason;
import org.archivevault.protocol.command.RefusalCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InboxStoreTest {
    private static final BlockId B1 = BlockId.parse("ES-V1-B1");
    private static final BlockId B2 = BlockId.parse("ES-V1-B2");

    @TempDir
    Path folder;

    private final Vertx vertx = Vertx.vertx();
    private InboxStore store;

    @BeforeEach
    void open() {
        store = Rig.get(InboxStore.open(vertx, folder.resolve("inbox.db")));
    }

    @AfterEach
    void close() {
        Rig.get(store.close());
        Rig.get(vertx.close());
    }

    private void reopen() {
        Rig.get(store.close());
        open();
    }

    private static OpenAisle command(BlockId block, long token) {
        return new OpenAisle(
                new CommandId(UUID.randomUUID()),
                block,
                1,
                new FencingToken(token),
                3_000,
                new EdgeInstant(UUID.randomUUID(), 0),
                "li",
                new Reason(Reason.Kind.RETRIEVAL, "r-1"));
    }

    @Test
    void knowsNothingOfANewBlock() {
        assertThat(Rig.get(store.load(B1))).isEqualTo(Memory.EMPTY);
    }

    @Test
    void keepsTheHighestTokenOfEachBlockWhateverComesLater() {
        OpenAisle high = command(B1, 9);
        OpenAisle low = command(B1, 4);
        Rig.get(store.remember(high, high.token(), true));
        Rig.get(store.remember(low, low.token(), false));
        Rig.get(store.remember(command(B2, 3), null, false));
        reopen();
        assertThat(Rig.get(store.load(B1)).highest()).isEqualTo(9);
        assertThat(Rig.get(store.load(B1)).kept()).isEqualTo(new Kept(false, false, true));
        assertThat(Rig.get(store.load(B2)).highest()).isZero();
    }

    @Test
    void tellsUnfinishedFromUntoldFromTold() {
        OpenAisle unfinished = command(B1, 1);
        OpenAisle untold = command(B1, 2);
        OpenAisle told = command(B1, 3);
        for (OpenAisle each : List.of(unfinished, untold, told)) {
            Rig.get(store.remember(each, each.token(), false));
        }
        CommandOutcome refused = new CommandOutcome.Refused(RefusalCode.DOOR_OPEN, "");
        Rig.get(store.ended(B1, untold.id(), refused));
        Rig.get(store.ended(B1, told.id(), new Executed(true)));
        Rig.get(store.told(told.id()));
        reopen();
        Memory memory = Rig.get(store.load(B1));
        assertThat(memory.seen()).containsExactly(unfinished.id(), untold.id(), told.id());
        assertThat(memory.unfinished()).containsExactly(unfinished.id());
        assertThat(memory.untold()).containsOnlyKeys(untold.id()).containsEntry(untold.id(), refused);
    }

    @Test
    void takesTheFirstOutcomeAndNoOther() {
        OpenAisle command = command(B1, 1);
        Rig.get(store.remember(command, command.token(), false));
        Rig.get(store.ended(B1, command.id(), new Executed(true)));
        Rig.get(store.ended(B1, command.id(), new CommandOutcome.Unknown("late")));
        assertThat(Rig.get(store.load(B1)).untold()).containsEntry(command.id(), new Executed(true));
    }

    @Test
    void knowsACommandWhoseArrivalItCouldNotTakeOnceItHasEnded() {
        CommandId id = new CommandId(UUID.randomUUID());
        Rig.get(store.ended(B1, id, new Executed(false)));
        assertThat(Rig.get(store.load(B1)).seen()).containsExactly(id);
    }

    @Test
    void keepsEachFlagByItself() {
        Rig.get(store.keep(B1, Kept.Flag.LOCKED_OUT, true));
        Rig.get(store.keep(B1, Kept.Flag.COMMS_LOST, true));
        Rig.get(store.keep(B1, Kept.Flag.LOCKED_OUT, false));
        reopen();
        assertThat(Rig.get(store.load(B1)).kept()).isEqualTo(new Kept(false, true, false));
        assertThat(Rig.get(store.load(B2)).kept()).isEqualTo(Kept.NOTHING);
    }

    @Test
    void forgetsOldCommandsThatAreToldAndKeepsTheRest() {
        OpenAisle unfinished = command(B1, 1);
        Rig.get(store.remember(unfinished, unfinished.token(), false));
        for (int token = 2; token <= ShelvingLimits.COMMAND_IDS_KEPT + 150; token++) {
            OpenAisle each = command(B1, token);
            store.remember(each, each.token(), false);
            store.ended(B1, each.id(), new Executed(true));
            store.told(each.id());
        }
        Memory memory = Rig.get(store.load(B1));
        assertThat(memory.seen()).hasSizeBetween(ShelvingLimits.COMMAND_IDS_KEPT, ShelvingLimits.COMMAND_IDS_KEPT + 2);
        assertThat(memory.unfinished()).containsExactly(unfinished.id());
        assertThat(memory.highest()).isEqualTo(ShelvingLimits.COMMAND_IDS_KEPT + 150L);
    }
}
