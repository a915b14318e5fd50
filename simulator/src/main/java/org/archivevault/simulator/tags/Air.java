package org.archivevault.simulator.tags;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.archivevault.protocol.pack.Epc;

/** What the antennas of one reader can hear. */
@FunctionalInterface
public interface Air {
    /**
     * What one antenna can hear just now.
     *
     * @param antennaPort 1 upwards
     * @return in no order; the same list object as long as nothing changes
     */
    List<Heard> heardBy(int antennaPort);

    /**
     * A tag in the field of an antenna.
     *
     * @param tag which
     * @param rssiDbm how strong its answer is, without noise
     */
    record Heard(SimulatedTag tag, int rssiDbm) {}

    /**
     * A crowd that never moves, all heard by antenna 1: for load.
     *
     * @param tags how many, at most 16,777,216
     * @param reader gives each reader tags of its own, 0–65,535
     * @return what its antennas hear
     */
    static Air crowd(int tags, int reader) {
        List<Heard> all = IntStream.range(0, tags)
                .mapToObj(tag -> new Heard(
                        SimulatedTag.of(new Epc(String.format(Locale.ROOT, "3000%04X%016X", reader, tag))),
                        -50 - tag % 20))
                .toList();
        return antenna -> antenna == 1 ? all : List.of();
    }
}
