package org.archivevault.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The PostgreSQL programs of the jar, unpacked. */
final class Binaries {
    private static final Logger LOG = LoggerFactory.getLogger(Binaries.class);
    private static final String FOLDER_PERMISSIONS = "rwxr-xr-x";

    private final Path home;

    private Binaries(Path home) {
        this.home = home;
    }

    Path program(String name) {
        return home.resolve("bin").resolve(name);
    }

    /**
     * Unpacks what is not there yet. The folder's name holds the checksum of the archive, so that another version of the
     * jar (a security update) is never mistaken for the one unpacked earlier; it appears only when complete.
     */
    static synchronized Binaries unpackedIn(Path binariesDir) {
        String archive = archiveName();
        try {
            Path home = binariesDir.resolve("postgres-" + checksum(archive));
            if (!Files.isDirectory(home)) {
                unpack(archive, binariesDir, home);
            }
            return new Binaries(home);
        } catch (IOException e) {
            throw new PostgresStartFailure(
                    PostgresStartFailure.Reason.FOLDER_UNUSABLE, binariesDir + ": " + e.getMessage(), e);
        }
    }

    private static String archiveName() {
        return switch (System.getProperty("os.arch", "")) {
            case "amd64", "x86_64" -> "postgres-linux-x86_64.txz";
            case "aarch64", "arm64" -> "postgres-linux-arm_64.txz";
            default ->
                throw new PostgresStartFailure(
                        PostgresStartFailure.Reason.NO_BINARIES, System.getProperty("os.arch"), null);
        };
    }

    private static InputStream open(String archive) throws IOException {
        InputStream in = Binaries.class.getResourceAsStream("/" + archive);
        if (in == null) {
            throw new PostgresStartFailure(PostgresStartFailure.Reason.NO_BINARIES, archive, null);
        }
        return new BufferedInputStream(in, 1 << 16);
    }

    private static String checksum(String archive) throws IOException {
        CRC32 crc = new CRC32();
        try (InputStream in = new CheckedInputStream(open(archive), crc)) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        }
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }

    private static void unpack(String archive, Path binariesDir, Path home) throws IOException {
        LOG.info("Unpacking {} to {}", archive, home);
        Files.createDirectories(binariesDir);
        Path partial = Files.createTempDirectory(
                binariesDir,
                "partial-",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(FOLDER_PERMISSIONS)));
        Files.setPosixFilePermissions(partial, PosixFilePermissions.fromString(FOLDER_PERMISSIONS));
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new XZCompressorInputStream(open(archive)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpack(entry, tar, partial);
            }
            Files.move(partial, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            if (!Files.isDirectory(home)) {
                throw e;
            }
            LOG.debug("Unpacked by another process meanwhile: {}", home);
        } finally {
            Folders.deleteIfExists(partial);
        }
    }

    private static void unpack(TarArchiveEntry entry, InputStream content, Path into) throws IOException {
        Path target = into.resolve(entry.getName()).normalize();
        if (!target.startsWith(into)) {
            throw new IOException("an entry leaves the folder: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Path folder = target.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(content, target);
        boolean executable = (entry.getMode() & 0111) != 0;
        Files.setPosixFilePermissions(
                target, PosixFilePermissions.fromString(executable ? FOLDER_PERMISSIONS : "rw-r--r--"));
    }
}
