package org.archivevault.edge.tags.llrp;

import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What a reader can do, as far as it decides what it is told.
 *
 * @param antennaPorts how many ports it has
 * @param holdsReports whether it keeps reports while nobody is connected
 * @param maxAccessSpecs how many AccessSpecs it takes
 * @param powers its power levels
 * @param hopTable the first hop table where the frequency hops; empty where it is fixed
 * @param modes its RF modes; empty when it tells none
 */
record Capabilities(
        int antennaPorts,
        boolean holdsReports,
        long maxAccessSpecs,
        List<PowerLevel> powers,
        OptionalInt hopTable,
        Set<Long> modes) {
    Capabilities {
        powers = List.copyOf(powers);
        modes = Set.copyOf(modes);
    }

    /**
     * One power level.
     *
     * @param index what the reader calls it
     * @param centiDbm how much, in hundredths of a dBm
     */
    record PowerLevel(int index, int centiDbm) {}
}
