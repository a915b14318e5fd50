package org.archivevault.edge.tags;

import org.archivevault.protocol.pack.Epc;
import org.archivevault.protocol.tag.Tid;
import org.jspecify.annotations.Nullable;

/** One tag: where it is, and who else has heard it lately. */
final class KnownTag {
    final Epc epc;

    @Nullable
    Tid tid;
    /** Where it is believed to be; null before and after. */
    @Nullable
    Sighting here;
    /** Head of the list of other sightings. */
    @Nullable
    Sighting others;

    long lastAt;
    boolean wasPresent;
    /** Its arrival was told, or it was there before. */
    boolean told;
    /** Its arrival was not told when it came, because too many others came. */
    boolean withheld;

    KnownTag(Epc epc) {
        this.epc = epc;
    }

    /** The sighting at a place, begun anew when there is none or it is long over. */
    Sighting at(Place place, long now, boolean settling) {
        Sighting found = here;
        if (found != null && found.place.is(place)) {
            return found;
        }
        found = others;
        while (found != null && !found.place.is(place)) {
            found = found.next;
        }
        if (found == null) {
            found = added(place);
            found.begin(now, settling);
        } else if (found.isOver(now, here == null)) {
            found.begin(now, settling);
        }
        return found;
    }

    /** Beyond the limit the place that heard it longest ago is given up. */
    private Sighting added(Place place) {
        int count = here == null ? 1 : 2;
        Sighting oldest = others;
        for (Sighting s = others; s != null; s = s.next) {
            count++;
            oldest = oldest == null || s.lastAt < oldest.lastAt ? s : oldest;
        }
        if (count > TagLimits.MAX_PLACES_PER_TAG && oldest != null) {
            remove(oldest);
        }
        Sighting added = new Sighting(place);
        added.next = others;
        others = added;
        return added;
    }

    private void remove(Sighting gone) {
        if (others == gone) {
            others = gone.next;
        } else {
            for (Sighting s = others; s != null; s = s.next) {
                if (s.next == gone) {
                    s.next = gone.next;
                }
            }
        }
        gone.next = null;
    }

    /** It is here from now on. The place where it was has to hear it as often as any other to get it back. */
    void settle(Sighting where) {
        remove(where);
        Sighting before = here;
        if (before != null) {
            before.reads = 0;
            before.next = others;
            others = before;
        }
        here = where;
        wasPresent = true;
    }

    void leave() {
        here = null;
    }

    /** How often the shelf that has read it most of one reader's has, since the reader began to read. */
    int readsOnShelvesOf(int reader, long now) {
        int most = here == null ? 0 : readsThere(here, reader, now);
        for (Sighting s = others; s != null; s = s.next) {
            most = Math.max(most, readsThere(s, reader, now));
        }
        return most;
    }

    private int readsThere(Sighting s, int reader, long now) {
        boolean counts = s.place.isShelf() && s.place.reader() == reader && !s.isOver(now, here == null);
        return counts ? s.reads : 0;
    }

    void forgetGlimpses(long now) {
        Sighting s = others;
        while (s != null) {
            Sighting following = s.next;
            if (s.isOver(now, here == null)) {
                remove(s);
            }
            s = following;
        }
    }

    /** Heard often enough at a place inside the vault since then. */
    boolean heardBesideGateSince(long when) {
        if (here != null && !here.place.ofGate() && here.lastAt >= when) {
            return true;
        }
        for (Sighting s = others; s != null; s = s.next) {
            if (!s.place.ofGate() && s.proved && s.lastAt >= when) {
                return true;
            }
        }
        return false;
    }

    /** Nothing is to be remembered of a glimpse; of a tag that was present its TID is. */
    boolean mayBeForgotten() {
        return here == null && others == null && !(wasPresent && tid != null);
    }
}
