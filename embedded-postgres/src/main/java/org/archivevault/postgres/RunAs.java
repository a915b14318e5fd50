package org.archivevault.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * As whom PostgreSQL runs: it refuses root, which is what a container or an appliance often is. Root gives up its rights
 * in a user namespace (files stay root's), or else becomes user 65534 (files must be handed over).
 */
enum RunAs {
    /** We are no root: as ourselves. */
    OURSELVES(List.of()),
    /** Root without any of root's rights. */
    USER_NAMESPACE(List.of("unshare", "-U")),
    /** The user "nobody". */
    NOBODY(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));

    private static final int NOBODY_ID = 65_534;
    private static final int PROBE_LIMIT_SECONDS = 5;

    private final List<String> prefix;

    RunAs(List<String> prefix) {
        this.prefix = prefix;
    }

    List<String> prefix() {
        return prefix;
    }

    /** What works on this machine. */
    static RunAs choose() {
        if (currentUser() != 0) {
            return OURSELVES;
        }
        return Stream.of(USER_NAMESPACE, NOBODY)
                .filter(RunAs::works)
                .findFirst()
                .orElseThrow(() ->
                        new PostgresStartFailure(PostgresStartFailure.Reason.NO_UNPRIVILEGED_USER, "uid 0", null));
    }

    private boolean works() {
        return succeeds(List.of("true"));
    }

    /** Whether a command of ours ends with 0 when run in this way. */
    private boolean succeeds(List<String> command) {
        try {
            Process probe = new ProcessBuilder(
                            Stream.concat(prefix.stream(), command.stream()).toList())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            probe.getOutputStream().close();
            if (!probe.waitFor(PROBE_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                probe.destroyForcibly();
                return false;
            }
            return probe.exitValue() == 0;
        } catch (IOException notThere) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Hands a folder over to whoever will use it, and checks that they can reach it and the program. */
    void takeOver(Path dataDir, Path program) {
        try {
            int owner = this == NOBODY ? NOBODY_ID : currentUser();
            if (owner != (int) Files.getAttribute(dataDir, "unix:uid")) {
                try (Stream<Path> all = Files.walk(dataDir)) {
                    for (Path each : (Iterable<Path>) all::iterator) {
                        Files.setAttribute(each, "unix:uid", owner, java.nio.file.LinkOption.NOFOLLOW_LINKS);
                    }
                }
            }
        } catch (IOException e) {
            throw new PostgresStartFailure(
                    PostgresStartFailure.Reason.FOLDER_UNUSABLE, dataDir + ": " + e.getMessage(), e);
        }
        if (!succeeds(List.of("test", "-x", program.toString(), "-a", "-w", dataDir.toString()))) {
            throw new PostgresStartFailure(
                    PostgresStartFailure.Reason.FOLDER_UNUSABLE, program + " + " + dataDir + " (" + this + ")", null);
        }
    }

    private static int currentUser() {
        try {
            return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        } catch (IOException | UnsupportedOperationException e) {
            throw new PostgresStartFailure(PostgresStartFailure.Reason.NO_BINARIES, System.getProperty("os.name"), e);
        }
    }
}
