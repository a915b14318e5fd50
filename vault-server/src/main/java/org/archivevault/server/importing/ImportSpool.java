package org.archivevault.server.importing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.UUID;

/** Where received files lie until they have been dealt with: one file per content, named by its hash. Blocking. */
final class ImportSpool {
    private final Path folder;

    ImportSpool(Path folder) {
        this.folder = folder;
    }

    /** Makes the folder, and deletes what an earlier process had not received to the end. */
    void open() throws IOException {
        Files.createDirectories(folder);
        try (var leftovers = Files.newDirectoryStream(folder, "*.part")) {
            for (Path part : leftovers) {
                Files.delete(part);
            }
        }
    }

    /** Deletes the files that no unfinished import needs: what a process left that ended between two steps. */
    void keepOnly(Set<String> contentHashes) throws IOException {
        try (var files = Files.newDirectoryStream(folder, "*.csv")) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (!contentHashes.contains(name.substring(0, name.length() - ".csv".length()))) {
                    Files.delete(file);
                }
            }
        }
    }

    /** Where a body is written while it comes in. */
    Path part() {
        return folder.resolve(UUID.randomUUID() + ".part");
    }

    Path fileOf(String contentHash) {
        return folder.resolve(contentHash + ".csv");
    }

    void keep(Path part, String contentHash) throws IOException {
        Files.move(part, fileOf(contentHash), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    void drop(String contentHash) throws IOException {
        Files.deleteIfExists(fileOf(contentHash));
    }

    /** The first bytes of a file, at most {@link ExportEncoding#PROBE_BYTES}. */
    static byte[] head(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(ExportEncoding.PROBE_BYTES);
        }
    }

    boolean has(String contentHash) {
        return Files.exists(fileOf(contentHash));
    }
}
