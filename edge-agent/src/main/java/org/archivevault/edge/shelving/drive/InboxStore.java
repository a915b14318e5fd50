package org.archivevault.edge.shelving.drive;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.archivevault.edge.shelving.Kept;
import org.archivevault.edge.shelving.Memory;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.command.Command;
import org.archivevault.protocol.command.CommandId;
import org.archivevault.protocol.command.CommandOutcome;
import org.archivevault.protocol.command.FencingToken;
import org.jspecify.annotations.Nullable;

/**
 * The command inbox on disk: highest token, commands, their outcomes and what stands about each block. Every Future
 * succeeds only after the disk has it (SQLite, WAL, {@code synchronous=FULL}), and fails when it cannot. Writes are done in
 * the order in which they were asked for, on one thread of their own.
 */
public final class InboxStore {
    /** A healthy disk syncs in milliseconds; longer than this Vert.x says which call hangs. */
    private static final long SLOW_WRITE_SECONDS = 5;

    private final WorkerExecutor writer;
    private final InboxFile file;

    private InboxStore(WorkerExecutor writer, InboxFile file) {
        this.writer = writer;
        this.file = file;
    }

    /**
     * Opens the store, or makes it.
     *
     * @param vertx runs its one thread
     * @param path the file
     * @return succeeds with the store; fails when the file cannot be used
     */
    public static Future<InboxStore> open(Vertx vertx, Path path) {
        WorkerExecutor writer = vertx.createSharedWorkerExecutor(
                "edge-inbox-" + path.toAbsolutePath(), 1, SLOW_WRITE_SECONDS, TimeUnit.SECONDS);
        return writer.executeBlocking(() -> new InboxStore(writer, InboxFile.open(path)), true)
                .onFailure(failure -> writer.close());
    }

    /**
     * What the disk knows about a block.
     *
     * @param block the block
     * @return succeeds with its memory, empty for a new block
     */
    public Future<Memory> load(BlockId block) {
        return writer.executeBlocking(() -> file.load(block), true);
    }

    /**
     * Keeps a command.
     *
     * @param command the command
     * @param highest the block's highest token; null leaves it
     * @param motionAhead whether it may lead to motion
     * @return succeeds when it is on disk
     */
    public Future<Void> remember(Command command, @Nullable FencingToken highest, boolean motionAhead) {
        return write(() -> file.remember(command, highest, motionAhead));
    }

    /**
     * Keeps how a command ended. A second outcome for the same command is not taken.
     *
     * @param block its block
     * @param command the command
     * @param outcome how it ended
     * @return succeeds when it is on disk
     */
    public Future<Void> ended(BlockId block, CommandId command, CommandOutcome outcome) {
        return write(() -> file.ended(block, command, outcome));
    }

    /**
     * Notes that the outcome's event is in the outbox.
     *
     * @param command the command
     * @return succeeds when it is on disk
     */
    public Future<Void> told(CommandId command) {
        return write(() -> file.told(command));
    }

    /**
     * Keeps what stands about a block.
     *
     * @param block the block
     * @param flag what
     * @param value how it stands
     * @return succeeds when it is on disk
     */
    public Future<Void> keep(BlockId block, Kept.Flag flag, boolean value) {
        return write(() -> file.keep(block, flag, value));
    }

    /**
     * Closes the file after all that was asked for is written.
     *
     * @return succeeds when it is closed
     */
    public Future<Void> close() {
        return write(file::close).eventually(writer::close);
    }

    /** A write that returns nothing. */
    @FunctionalInterface
    private interface Write {
        void run() throws Exception;
    }

    private Future<Void> write(Write work) {
        Callable<Void> call = () -> {
            work.run();
            return null;
        };
        return writer.executeBlocking(call, true);
    }
}
