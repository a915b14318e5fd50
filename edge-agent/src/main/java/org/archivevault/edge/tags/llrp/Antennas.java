package org.archivevault.edge.tags.llrp;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.archivevault.protocol.Bilingual;

/** Which of the plan's antennas have come off. A reader that does not watch them has all of them. */
final class Antennas {
    private final List<Integer> ports;
    private final SortedSet<Integer> missing = new TreeSet<>();

    Antennas(List<Integer> ports) {
        this.ports = List.copyOf(ports);
    }

    /** A port changed; true when that changes what of the plan is seen. */
    boolean changed(int port, boolean connected) {
        return connected ? missing.remove(port) : ports.contains(port) && missing.add(port);
    }

    boolean allThere() {
        return missing.isEmpty();
    }

    Bilingual sentence() {
        return new Bilingual("天线 {} 未连接：请检查天线和馈线", "antenna {} is not connected: check it and its cable").with(missing);
    }
}
