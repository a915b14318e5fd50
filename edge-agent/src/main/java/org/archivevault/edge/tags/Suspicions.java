package org.archivevault.edge.tags;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.archivevault.protocol.event.EdgeEvent.TagSuspected;
import org.archivevault.protocol.pack.Epc;
import org.archivevault.protocol.tag.TagSuspicion;
import org.archivevault.protocol.tag.Tid;
import org.jspecify.annotations.Nullable;

/** Notices one EPC on two tags, and tells of each pair once. */
final class Suspicions {
    private final Consumer<TagSuspected> tell;
    private final Map<Epc, OtherTids> tids = bounded();
    private final Map<String, Long> travels = bounded();

    /** TIDs that an EPC answered with beside its first. */
    private static final class OtherTids {
        private final List<Tid> told = new ArrayList<>(1);
        private @Nullable Tid doubtful;
        private int reads;
    }

    Suspicions(Consumer<TagSuspected> tell) {
        this.tell = tell;
    }

    /** Beyond the limit the oldest is forgotten, and would be told again. */
    private static <K, V> Map<K, V> bounded() {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > TagLimits.MAX_SUSPICIONS;
            }
        };
    }

    /** A tag answered; the first TID that it answers with is its own. */
    void answered(KnownTag tag, TagReport report, Place place) {
        Tid tid = report.tid();
        if (tid == null) {
            return;
        }
        Tid own = tag.tid;
        if (own == null) {
            tag.tid = tid;
        } else if (!isSame(own, tid)) {
            another(tag.epc, own, tid, report.count(), place);
        } else if (tid.value().length() > own.value().length()) {
            tag.tid = tid;
        }
    }

    /** Some readers read the whole TID and some only its beginning. */
    private static boolean isSame(Tid a, Tid b) {
        return a.value().startsWith(b.value()) || b.value().startsWith(a.value());
    }

    private void another(Epc epc, Tid own, Tid other, int reads, Place place) {
        OtherTids others = tids.computeIfAbsent(epc, e -> new OtherTids());
        if (others.told.size() >= TagLimits.MAX_TIDS_PER_TAG
                || others.told.stream().anyMatch(t -> isSame(t, other))) {
            return;
        }
        Tid doubtful = others.doubtful;
        others.reads = doubtful != null && isSame(doubtful, other) ? others.reads + reads : reads;
        others.doubtful = other;
        if (others.reads >= place.rules().arrivesAfterReads()) {
            others.told.add(other);
            others.doubtful = null;
            tell.accept(
                    new TagSuspected(epc, TagSuspicion.CLONE, "TID " + own + ", TID " + other + " @ " + place.id()));
        }
    }

    /** A tag was heard at a place; was it elsewhere sooner than anybody walks? */
    void heard(KnownTag tag, Sighting now, long at) {
        if (!now.provesPlace()) {
            return;
        }
        compare(tag.epc, now, tag.here, at);
        for (Sighting s = tag.others; s != null; s = s.next) {
            compare(tag.epc, now, s, at);
        }
    }

    private void compare(Epc epc, Sighting one, @Nullable Sighting two, long at) {
        if (two == null || two == one || !two.provesPlace()) {
            return;
        }
        long walk = one.place.walkMillis(two.place);
        if (walk == 0 || mostMillisBetween(one, two) >= walk) {
            return;
        }
        boolean ordered = one.place.id().value().compareTo(two.place.id().value()) < 0;
        Sighting first = ordered ? one : two;
        Sighting second = ordered ? two : one;
        String places = first.place.id() + ", " + second.place.id();
        Long told = travels.get(epc + " " + places);
        if (told == null || at - told >= TagLimits.SUSPECT_AGAIN_MILLIS) {
            travels.put(epc + " " + places, at);
            tell.accept(new TagSuspected(epc, TagSuspicion.IMPOSSIBLE_TRAVEL, places + ": < " + walk + " ms"));
        }
    }

    /** A report may come a turn after the read: the time between the two places is at most this, and may be below 0. */
    private static long mostMillisBetween(Sighting a, Sighting b) {
        Sighting earlier = a.firstAt <= b.firstAt ? a : b;
        Sighting later = earlier == a ? b : a;
        long lastThere = earlier.provedAt - earlier.place.rules().turnMillis() - TagLimits.REPORT_DELAY_MILLIS;
        return later.firstAt - lastThere;
    }
}
