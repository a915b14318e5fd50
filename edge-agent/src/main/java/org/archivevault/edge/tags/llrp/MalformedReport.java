package org.archivevault.edge.tags.llrp;

import java.util.List;
import org.archivevault.edge.tags.TagReport;

/** A report in which something is no tag report. What could be read for certain is kept. */
public final class MalformedReport extends MalformedMessage {
    private static final long serialVersionUID = 1L;

    private final transient List<TagReport> kept;
    private final int faults;

    MalformedReport(String firstFault, int faults, List<TagReport> kept) {
        super(firstFault + " (" + faults + " faults in the message, " + kept.size() + " tags kept)");
        this.kept = List.copyOf(kept);
        this.faults = faults;
    }

    /**
     * The tags before and around the faults.
     *
     * @return in the reader's order; may be empty
     */
    public List<TagReport> kept() {
        return kept;
    }

    /**
     * How many faults there were: tags that are none, or the rest of a message from where no length holds.
     *
     * @return at least 1
     */
    public int faults() {
        return faults;
    }
}
