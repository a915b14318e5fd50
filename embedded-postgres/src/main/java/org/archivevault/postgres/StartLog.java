package org.archivevault.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.archivevault.postgres.PostgresStartFailure.Reason;

/** Reads from PostgreSQL's own words why it did not start. */
final class StartLog {
    /** Enough for the last complaint with its hints, in characters. */
    private static final int TAIL = 800;

    private StartLog() {}

    static PostgresStartFailure failure(String log, int port) {
        if (log.contains("could not bind") && log.contains("Address already in use")) {
            return new PostgresStartFailure(Reason.PORT_TAKEN, port, null);
        }
        if (log.contains("database files are incompatible with server")) {
            return new PostgresStartFailure(Reason.OTHER_MAJOR_VERSION, lineWith(log, "initialized by"), null);
        }
        if (log.contains("lock file \"postmaster.pid\" already exists")
                || log.contains("pre-existing shared memory block")) {
            return new PostgresStartFailure(Reason.DATA_DIR_IN_USE, lineWith(log, "HINT"), null);
        }
        return new PostgresStartFailure(Reason.SERVER_FAILED, tail(log), null);
    }

    static String read(Path log) {
        try {
            return Files.exists(log) ? new String(Files.readAllBytes(log), StandardCharsets.UTF_8) : "";
        } catch (IOException e) {
            return log + ": " + e.getMessage();
        }
    }

    static String tailOf(Path log) {
        return tail(read(log));
    }

    private static String tail(String log) {
        String text = log.strip();
        return text.substring(Math.max(0, text.length() - TAIL));
    }

    private static String lineWith(String log, String words) {
        return log.lines().filter(line -> line.contains(words)).findFirst().orElse(tail(log));
    }
}
