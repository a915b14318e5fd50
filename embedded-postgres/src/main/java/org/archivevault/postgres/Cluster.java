package org.archivevault.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.archivevault.postgres.PostgresStartFailure.Reason;

/** The data folder: {@code cluster/} is PostgreSQL's own, beside it lie the password, the log and the socket. */
final class Cluster {
    /** The owner of everything in the cluster. */
    static final String USER = "vault";
    /** The one database. */
    static final String DATABASE = "vault";

    private static final int PASSWORD_BYTES = 24;
    /** Includes the program's own fsync of some thousand small files on a slow disk. */
    private static final int INITDB_LIMIT_SECONDS = 120;
    /** A Unix socket's whole path, in bytes, on Linux. */
    private static final int SOCKET_PATH_LIMIT = 107;

    private final Path root;

    private Cluster(Path root) {
        this.root = root;
    }

    static Cluster at(Path root) {
        try {
            Files.createDirectories(root);
            Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
        } catch (IOException e) {
            throw new PostgresStartFailure(Reason.FOLDER_UNUSABLE, root + ": " + e.getMessage(), e);
        }
        return new Cluster(root);
    }

    Path data() {
        return root.resolve("cluster");
    }

    Path log() {
        return root.resolve("postgres.log");
    }

    private Path passwordFile() {
        return root.resolve("password");
    }

    /** Where the Unix socket may lie; empty when the path would be too long for the system. */
    String socketFolder() {
        int length = root.resolve(".s.PGSQL.65535").toString().getBytes(StandardCharsets.UTF_8).length;
        return length <= SOCKET_PATH_LIMIT ? root.toString() : "";
    }

    String password() {
        try {
            return Files.readString(passwordFile()).strip();
        } catch (IOException e) {
            throw new PostgresStartFailure(Reason.FOLDER_UNUSABLE, passwordFile() + ": " + e.getMessage(), e);
        }
    }

    /** Makes the cluster when there is none. It appears only when complete, so an interrupted first start is repeated. */
    void createIfAbsent(Binaries binaries, RunAs runAs) {
        try {
            if (!Files.isDirectory(data())) {
                Path unfinished = root.resolve("cluster.unfinished");
                Folders.deleteIfExists(unfinished);
                writePassword();
                runAs.takeOver(root, binaries.program("postgres"));
                initialise(unfinished, binaries, runAs);
                Files.move(unfinished, data(), StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            throw new PostgresStartFailure(Reason.FOLDER_UNUSABLE, root + ": " + e.getMessage(), e);
        }
    }

    private void writePassword() throws IOException {
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        Files.deleteIfExists(passwordFile());
        Files.createFile(
                passwordFile(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(passwordFile(), HexFormat.of().formatHex(random) + "\n");
        int owner = (int) Files.getAttribute(root, "unix:uid");
        Files.setAttribute(passwordFile(), "unix:uid", owner, LinkOption.NOFOLLOW_LINKS);
    }

    private void initialise(Path into, Binaries binaries, RunAs runAs) throws IOException {
        List<String> initdb = new ArrayList<>(runAs.prefix());
        initdb.addAll(List.of(
                binaries.program("initdb").toString(), "-D", into.toString(), "-U", USER, "-A", "scram-sha-256"));
        initdb.addAll(List.of("--pwfile", passwordFile().toString(), "-E", "UTF8", "--locale=C.UTF-8"));
        initdb.addAll(List.of("--data-checksums", "--no-instructions"));
        run(initdb, "");
        List<String> single = new ArrayList<>(runAs.prefix());
        single.addAll(List.of(binaries.program("postgres").toString(), "--single", "-D", into.toString(), "postgres"));
        run(single, "CREATE DATABASE " + DATABASE + "\n");
    }

    private void run(List<String> command, String input) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.to(log().toFile()))
                .start();
        try (var stdin = process.outputWriter(StandardCharsets.UTF_8)) {
            stdin.write(input);
        }
        try {
            if (!process.waitFor(INITDB_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new PostgresStartFailure(Reason.SERVER_FAILED, "initdb > " + INITDB_LIMIT_SECONDS + " s", null);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new PostgresStartFailure(Reason.SERVER_FAILED, "interrupted", e);
        }
        if (process.exitValue() != 0) {
            throw new PostgresStartFailure(Reason.SERVER_FAILED, StartLog.tailOf(log()), null);
        }
    }

    /** The process that PostgreSQL's lock file names, if it still runs and is a PostgreSQL. */
    Optional<ProcessHandle> runningServer() {
        return lockFile().map(lock -> lock.pid()).flatMap(ProcessHandle::of).filter(Cluster::isPostgres);
    }

    private static boolean isPostgres(ProcessHandle process) {
        // A pid may have been given to another program since; a process whose name we may not read is taken seriously.
        return process.isAlive()
                && process.info().command().map(c -> c.endsWith("/postgres")).orElse(true);
    }

    /** What PostgreSQL's lock file says now. */
    Optional<LockFile> lockFile() {
        try {
            return LockFile.parse(Files.readAllLines(data().resolve("postmaster.pid")));
        } catch (IOException none) {
            return Optional.empty();
        }
    }

    /** Keeps the log of the start before, so that the reason of a crash survives one restart. */
    void turnLog() {
        try {
            if (Files.exists(log())) {
                Files.move(log(), root.resolve("postgres.log.1"), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new PostgresStartFailure(Reason.FOLDER_UNUSABLE, log() + ": " + e.getMessage(), e);
        }
    }

    /**
     * PostgreSQL's {@code postmaster.pid}.
     *
     * @param pid the postmaster
     * @param ready whether it accepts connections
     */
    record LockFile(long pid, boolean ready) {
        private static final int STATUS_LINE = 7;

        static Optional<LockFile> parse(List<String> lines) {
            if (lines.isEmpty() || !lines.get(0).strip().matches("[0-9]{1,18}")) {
                return Optional.empty();
            }
            boolean ready =
                    lines.size() > STATUS_LINE && lines.get(STATUS_LINE).strip().equals("ready");
            return Optional.of(new LockFile(Long.parseLong(lines.get(0).strip()), ready));
        }
    }
}
