package org.archivevault.bench;

import java.nio.file.Path;

/**
 * What a run was asked for.
 *
 * @param packs packs in the catalogue, 1,000 upwards
 * @param rounds rounds of every measurement that is made in rounds, 1 upwards; medians are reported
 * @param seconds length of one round, 1 upwards
 * @param openings aisles opened to measure the way of a command, 10 upwards
 * @param data folder for everything that is written; absolute
 * @param fresh whether a catalogue of an earlier run is thrown away and imported again
 */
record BenchSettings(int packs, int rounds, int seconds, int openings, Path data, boolean fresh) {
    /** All that is random is random from here. */
    static final long SEED = 20261121;

    /** Where everything goes unless told otherwise: outside of what a build deletes, and of what git sees. */
    static final Path DATA = Path.of(".bench");

    BenchSettings {
        atLeast(packs, 1_000, "packs");
        atLeast(rounds, 1, "rounds");
        atLeast(seconds, 1, "seconds");
        atLeast(openings, 10, "openings");
        data = data.toAbsolutePath().normalize();
    }

    private static void atLeast(int value, int least, String name) {
        if (value < least) {
            throw new IllegalArgumentException("--" + name + " is " + least + " or more, not " + value);
        }
    }
}
