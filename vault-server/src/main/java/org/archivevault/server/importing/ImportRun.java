package org.archivevault.server.importing;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.archivevault.protocol.Bilingual;
import org.jspecify.annotations.Nullable;

/**
 * One import, as it stands.
 *
 * @param id its number
 * @param contentHash SHA-256 of the file, lower-case hex: what the file says, not what it is called
 * @param mode what becomes of good lines beside bad ones
 * @param encoding how its bytes are characters
 * @param state how far it is
 * @param totalBytes size of the file
 * @param nextByte everything before it has been dealt with
 * @param nextLine number of the line that begins there
 * @param accepted lines taken in (or, all-or-nothing and not ended, found good)
 * @param rejected lines rejected
 * @param missingColumns optional columns that the file does without
 * @param requestedBy user name
 * @param requestedAt when
 * @param finishedAt when it ended; null while it has not
 * @param busyMillis how long it has been worked on, in milliseconds
 * @param failure why it failed; null when it did not
 */
public record ImportRun(
        UUID id,
        String contentHash,
        ImportMode mode,
        ExportEncoding encoding,
        ImportState state,
        long totalBytes,
        long nextByte,
        long nextLine,
        long accepted,
        long rejected,
        List<String> missingColumns,
        String requestedBy,
        Instant requestedAt,
        @Nullable Instant finishedAt,
        long busyMillis,
        @Nullable Bilingual failure) {
    public ImportRun {
        missingColumns = List.copyOf(missingColumns);
    }

    /**
     * How much of the file has been dealt with.
     *
     * @return 0–100, cut to one decimal so that 100 means all
     */
    public double percent() {
        return totalBytes == 0 ? 100 : Math.floor(nextByte * 1000.0 / totalBytes) / 10;
    }

    /**
     * Lines dealt with per second of work.
     *
     * @return 0 while nothing has been measured
     */
    public long linesPerSecond() {
        return busyMillis == 0 ? 0 : (accepted + rejected) * 1000 / busyMillis;
    }

    /** The same import behind a chunk that has been loaded. */
    ImportRun at(RawChunk loaded) {
        return new ImportRun(
                id,
                contentHash,
                mode,
                encoding,
                state,
                totalBytes,
                loaded.nextByte(),
                loaded.nextLine(),
                accepted,
                rejected,
                missingColumns,
                requestedBy,
                requestedAt,
                finishedAt,
                busyMillis,
                failure);
    }
}
