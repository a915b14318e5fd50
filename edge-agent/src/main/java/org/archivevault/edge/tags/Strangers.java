package org.archivevault.edge.tags;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.archivevault.protocol.event.EdgeEvent;
import org.archivevault.protocol.event.EdgeEvent.TagsWithheld;
import org.archivevault.protocol.pack.Epc;

/**
 * Keeps tags that nobody has asked about from filling the record: foreign tags that walk by, or a device that answers with
 * ever new EPCs. The edge does not know which EPCs are packs, so it goes by what it has told already: such a tag is never
 * withheld. New ones are told as long as a read point has allowance, which is far more than hands can carry; what exceeds
 * it is counted, and that is told at once and then every minute. Pure.
 */
final class Strangers {
    /** What a read point, or a gate, may still tell of new tags. */
    private static final class Allowance {
        private double left = TagLimits.NEW_TAGS_AT_ONCE;
        private long at;
        private long withheld;
        private long withheldSince;
        private long tellAt;
        private boolean toldOfFlood;

        Allowance(long now) {
            at = now;
            tellAt = now;
        }

        boolean take(long now) {
            double grown = (now - at) * (double) TagLimits.NEW_TAGS_PER_MINUTE / TagLimits.MINUTE_MILLIS;
            left = Math.min(TagLimits.NEW_TAGS_AT_ONCE, left + grown);
            at = now;
            if (left < 1) {
                return false;
            }
            left--;
            return true;
        }
    }

    private final Consumer<EdgeEvent> tell;
    private final Map<String, Allowance> allowances = new HashMap<>();
    private final Set<Epc> known = new LinkedHashSet<>();

    Strangers(Consumer<EdgeEvent> tell) {
        this.tell = tell;
    }

    /** It has been told, or was there before: from here on it is no stranger. */
    void knows(Epc epc) {
        if (known.add(epc) && known.size() > TagLimits.MAX_REMEMBERED) {
            known.remove(known.iterator().next());
        }
    }

    /** Whether a tag may be told now; a new one costs the place one of its allowance. */
    boolean admits(String place, Epc epc, long now) {
        return known.contains(epc)
                || allowances.computeIfAbsent(place, p -> new Allowance(now)).take(now);
    }

    /** A tag was not told. */
    void withheld(String place, long now) {
        Allowance allowance = allowances.computeIfAbsent(place, p -> new Allowance(now));
        allowance.withheldSince = allowance.withheld == 0 ? now : allowance.withheldSince;
        allowance.withheld++;
    }

    /** Tells what was withheld: at once when it begins, every minute while it goes on, and after a minute without any. */
    void look(long now) {
        allowances.forEach((place, allowance) -> {
            if (now < allowance.tellAt) {
                return;
            }
            if (allowance.withheld > 0) {
                tell.accept(new TagsWithheld(place, allowance.withheld, now - allowance.withheldSince));
                allowance.withheld = 0;
                allowance.tellAt = now + TagLimits.MINUTE_MILLIS;
                allowance.toldOfFlood = true;
            } else if (allowance.toldOfFlood) {
                tell.accept(new TagsWithheld(place, 0, 0));
                allowance.toldOfFlood = false;
            }
        });
    }
}
