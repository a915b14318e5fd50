package org.archivevault.simulator.reader;

import org.archivevault.firmware.reader.ReaderPlan;
import org.archivevault.protocol.Token;

/**
 * What kind of reader stands there.
 *
 * @param name as in the site plan
 * @param host address to listen at
 * @param port 0 for any free port
 * @param antennaPorts 1–32
 * @param readsPerSecond how many tags its radio can read in a second, 1–100,000; a good reader does some hundreds
 * @param seed of its noise
 */
public record ReaderSettings(String name, String host, int port, int antennaPorts, int readsPerSecond, long seed) {
    /** What a fixed reader does with a dense population of tags. */
    private static final int USUAL_READS_PER_SECOND = 500;

    private static final int MOST_PORTS = 32;
    private static final int MOST_READS_PER_SECOND = 100_000;
    private static final int LAST_PORT = 65_535;

    public ReaderSettings {
        Token.requireRange(port, 0, LAST_PORT, "port");
        Token.requireRange(antennaPorts, 1, MOST_PORTS, "antenna ports");
        Token.requireRange(readsPerSecond, 1, MOST_READS_PER_SECOND, "reads per second");
    }

    /**
     * The reader of a plan.
     *
     * @param plan where it listens and how many ports it has
     * @return at the plan's port
     */
    public static ReaderSettings of(ReaderPlan plan) {
        return new ReaderSettings(
                plan.name(),
                plan.host(),
                plan.port(),
                plan.profile().antennaPorts(),
                USUAL_READS_PER_SECOND,
                plan.name().hashCode());
    }

    /**
     * A reader with four ports on a free port of the loopback interface.
     *
     * @param name what it is called
     * @param readsPerSecond how many tags its radio reads in a second
     * @return the settings
     */
    public static ReaderSettings onFreePort(String name, int readsPerSecond) {
        return new ReaderSettings(name, "127.0.0.1", 0, 4, readsPerSecond, name.hashCode());
    }

    /**
     * Listens at a free port of the loopback interface.
     *
     * @return a copy
     */
    public ReaderSettings onFreePort() {
        return new ReaderSettings(name, "127.0.0.1", 0, antennaPorts, readsPerSecond, seed);
    }
}
