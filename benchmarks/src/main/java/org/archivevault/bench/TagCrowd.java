package org.archivevault.bench;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.archivevault.protocol.pack.Epc;
import org.archivevault.simulator.tags.Air;
import org.archivevault.simulator.tags.SimulatedTag;

/** The tags before one reader, of which now and then one goes and another comes; knows all that were ever there. */
final class TagCrowd implements Air {
    private static final int RSSI_DBM = -50;

    private final int reader;
    private final List<Epc> first = new ArrayList<>();
    private final Set<Epc> added = new HashSet<>();
    private volatile List<Heard> there = List.of();
    private int next;

    TagCrowd(int reader, int tags) {
        this.reader = reader;
        List<Heard> all = new ArrayList<>();
        for (int i = 0; i < tags; i++) {
            Heard tag = another();
            first.add(tag.tag().epc());
            all.add(tag);
        }
        there = List.copyOf(all);
    }

    private Heard another() {
        Epc epc = new Epc(String.format(Locale.ROOT, "3000%04X%016X", reader, next++));
        return new Heard(SimulatedTag.of(epc), RSSI_DBM);
    }

    @Override
    public List<Heard> heardBy(int antennaPort) {
        return there;
    }

    /** The oldest goes, a new one comes. */
    void change() {
        List<Heard> now = new ArrayList<>(there.subList(1, there.size()));
        Heard comes = another();
        added.add(comes.tag().epc());
        now.add(comes);
        there = List.copyOf(now);
    }

    /** All go. */
    void disperse() {
        there = List.of();
    }

    /** Those that were there at the beginning. */
    List<Epc> first() {
        return first;
    }

    /** Those that came later. */
    Set<Epc> added() {
        return added;
    }
}
