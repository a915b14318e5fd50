package org.archivevault.firmware.plan;

import java.util.HashMap;
import java.util.Map;
import org.archivevault.firmware.document.Entry;
import org.archivevault.protocol.Bilingual;

/** Things that may stand only once: the second one is the mistake, and says where the first one is. */
final class FirstSeen {
    private final Bilingual twice;
    private final Map<Object, Integer> lines = new HashMap<>();

    /** The sentence takes the value and the line of the first. */
    FirstSeen(Bilingual twice) {
        this.twice = twice;
    }

    /** Notes a value that is judged elsewhere. */
    void known(Object value, Entry entry) {
        lines.putIfAbsent(value, entry.line());
    }

    void check(Object value, Entry entry) {
        Integer first = lines.putIfAbsent(value, entry.line());
        if (first != null) {
            entry.wrong(twice.with(value, first), null);
        }
    }
}
