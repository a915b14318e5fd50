package org.archivevault.postgres;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a start of the embedded PostgreSQL needs to know.
 *
 * @param dataDir folder that holds the cluster, its password and its log; made when absent; nobody else's files belong in
 *     it
 * @param binariesDir folder into which the binaries are unpacked once per version; may be shared between data folders
 * @param port 1–65,535, or 0 for a free one, which may then differ at each start
 * @param serverSettings further PostgreSQL settings, for example {@code max_connections}; none that would weaken what this
 *     package promises
 */
public record PostgresSettings(Path dataDir, Path binariesDir, int port, Map<String, String> serverSettings) {
    /** Enough for the pools of one server process and a person's console. */
    public static final String DEFAULT_MAX_CONNECTIONS = "50";

    private static final long MIB = 1024 * 1024;
    /** PostgreSQL's own default. */
    private static final long LEAST_SHARED_BUFFERS = 128 * MIB;
    /** The indexes and packs of an archive of a million packs, which are a quarter of that, and as much again to spare. */
    private static final long MOST_SHARED_BUFFERS = 512 * MIB;
    /** A part of the machine's memory: PostgreSQL shares it with our own processes and the page cache. */
    private static final long PART_OF_MEMORY = 16;

    private static final Pattern SETTING_NAME = Pattern.compile("[a-z][a-z0-9_.]*");
    private static final Set<String> OURS = Set.of(
            "fsync",
            "synchronous_commit",
            "full_page_writes",
            "listen_addresses",
            "port",
            "unix_socket_directories",
            "data_directory",
            "hba_file",
            "password_encryption");

    public PostgresSettings {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port is not in [0..65535]: " + port);
        }
        serverSettings = Map.copyOf(serverSettings);
        for (String name : serverSettings.keySet()) {
            if (!SETTING_NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("\"" + name + "\" is not the name of a PostgreSQL setting");
            }
            if (OURS.contains(name)) {
                throw new IllegalArgumentException("the setting \"" + name + "\" is not to be changed here");
            }
        }
        dataDir = dataDir.toAbsolutePath().normalize();
        binariesDir = binariesDir.toAbsolutePath().normalize();
    }

    /**
     * Defaults for everything but the places: a free port, {@value #DEFAULT_MAX_CONNECTIONS} connections,
     * shared buffers as {@link #sharedBuffers} has them on this machine.
     *
     * @param dataDir see the record
     * @param binariesDir see the record
     * @return the settings
     */
    public static PostgresSettings in(Path dataDir, Path binariesDir) {
        return new PostgresSettings(
                dataDir,
                binariesDir,
                0,
                Map.of("max_connections", DEFAULT_MAX_CONNECTIONS, "shared_buffers", sharedBuffers(machineMemory())));
    }

    /**
     * How much of its memory PostgreSQL may keep pages in. What does not fit is read again from the system's page cache,
     * at several microseconds a page, for every look-up.
     *
     * @param memoryBytes of the machine, or of the container
     * @return a sixteenth of it, 128 to 512 MB, in PostgreSQL's writing
     */
    public static String sharedBuffers(long memoryBytes) {
        long part = Math.max(LEAST_SHARED_BUFFERS, Math.min(MOST_SHARED_BUFFERS, memoryBytes / PART_OF_MEMORY));
        return part / MIB + "MB";
    }

    private static long machineMemory() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize();
    }

    /**
     * The same with another port.
     *
     * @param newPort 1–65,535, or 0 for a free one
     * @return the settings
     */
    public PostgresSettings withPort(int newPort) {
        return new PostgresSettings(dataDir, binariesDir, newPort, serverSettings);
    }
}
