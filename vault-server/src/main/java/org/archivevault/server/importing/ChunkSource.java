package org.archivevault.server.importing;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * The checked chunks of a file from a byte onwards. While one chunk is loaded, the next is read and checked on another
 * thread: parsing and the database then have a core each.
 */
final class ChunkSource implements Closeable {
    private final FileChannel file;
    private final ExportEncoding encoding;
    private final LineRules rules;
    private final int chunkBytes;
    private final Executor ahead;
    private long nextByte;
    private long nextLine;
    private CompletableFuture<Optional<CheckedChunk>> coming;

    /**
     * Opens the file and begins to read.
     *
     * @param path the file
     * @param head what its beginning told
     * @param fromByte where to begin, at the beginning of a line
     * @param fromLine the number of that line
     * @param chunkBytes how much to read at a time, at least {@link RecordSplitter#LONGEST_RECORD_BYTES}
     * @param ahead where the next chunk is read
     */
    ChunkSource(Path path, ExportHead head, long fromByte, long fromLine, int chunkBytes, Executor ahead)
            throws IOException {
        this.file = FileChannel.open(path, StandardOpenOption.READ);
        this.encoding = head.encoding();
        this.rules = new LineRules(head.header());
        this.chunkBytes = Math.max(chunkBytes, RecordSplitter.LONGEST_RECORD_BYTES);
        this.ahead = ahead;
        this.nextByte = fromByte;
        this.nextLine = fromLine;
        this.coming = readAhead();
    }

    /** The next chunk; empty at the end of the file. Waits for it. */
    Optional<CheckedChunk> next() {
        Optional<CheckedChunk> chunk = coming.join();
        if (chunk.isPresent()) {
            coming = readAhead();
        }
        return chunk;
    }

    private CompletableFuture<Optional<CheckedChunk>> readAhead() {
        return CompletableFuture.supplyAsync(this::read, ahead);
    }

    private Optional<CheckedChunk> read() {
        try {
            ByteBuffer buffer = ByteBuffer.allocate(chunkBytes);
            while (buffer.hasRemaining() && file.read(buffer, nextByte + buffer.position()) > 0) {
                // Until the buffer is full or the file ends.
            }
            if (buffer.position() == 0) {
                return Optional.empty();
            }
            boolean endOfFile = nextByte + buffer.position() >= file.size();
            RawChunk raw = RecordSplitter.split(buffer.array(), buffer.position(), endOfFile, nextByte, nextLine);
            nextByte = raw.nextByte();
            nextLine = raw.nextLine();
            return Optional.of(CheckedChunk.of(raw, encoding, rules));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        // The read ahead has the channel; a failure of it no longer matters.
        coming.handle((chunk, failure) -> true).join();
        file.close();
    }
}
