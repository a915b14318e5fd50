package org.archivevault.edge.tags;

/** Every limit and wait of the meaning of tag reports, with its reason. */
public final class TagLimits {
    /** How often gates are looked at, in milliseconds: a tenth of the second in which a gate decides. */
    public static final long TICK_MILLIS = 100;

    /** How often all tags are looked through for departures, in milliseconds: 50,000 tags take about a millisecond. */
    static final long SWEEP_MILLIS = 500;

    /** Tags known at once: about 350 bytes each, so 18 MB of the edge's heap of 48 MB. */
    static final int MAX_TAGS = 50_000;

    /** Read points that a tag is followed at: where it is, two that overhear it, and a ghost. */
    static final int MAX_PLACES_PER_TAG = 4;

    /** Tags in or lately in one gate: a trolley has some dozens, and each is kept for a minute. */
    static final int MAX_AT_GATE = 1_000;

    /** Suspicions remembered so that each is told once; about 300 bytes each. */
    static final int MAX_SUSPICIONS = 1_000;

    /** TIDs remembered of one EPC: two prove a clone, more prove it again. */
    static final int MAX_TIDS_PER_TAG = 4;

    /** A gate's fields are small and read many times a second, in milliseconds. */
    static final long GATE_SETTLING_MILLIS = 1_000;

    /** A desk's antenna sees a pile of packs, in milliseconds. */
    static final long DESK_SETTLING_MILLIS = 2_000;

    /** A shelf reader goes round several antennas with hundreds of tags, in milliseconds. */
    static final long SHELF_SETTLING_MILLIS = 5_000;

    /** Turns of the reader after which every antenna has had its chance to hear everything. */
    static final int SETTLING_TURNS = 3;

    /**
     * Shelves count as settled after this whatever else is heard, in milliseconds: 6,000 tags at 100 reads a second, heard
     * twice, and half of that again.
     */
    static final long LONGEST_SETTLING_MILLIS = 180_000;

    /** A reader whose tags are heard again after more turns than this on average needs rounds longer than its turns. */
    static final int TURNS_OF_A_SLOW_ROUND = 2;

    /** Reads over which a reader's round is averaged: some rounds of a full reader, some minutes of an empty one. */
    static final long ROUND_MEMORY_READS = 5_000;

    /** Reads that belong together lie no further apart, in milliseconds; ghosts of two minutes make no arrival. */
    static final long GLIMPSE_MILLIS = 3_000;

    /** One read may be a ghost: whatever a profile calls an arrival, nothing that is known is contradicted by less. */
    static final int LEAST_PROOF_READS = 2;

    /** For so long after a tag was heard where it is, another read point needs the whole margin, in milliseconds. */
    static final long HOLD_OFF_MILLIS = 1_000;

    /** Then the margin melts away, in dB per second: 20 dB weaker but the only one to hear it wins after 4.3 s. */
    static final double MARGIN_DECAY_DB_PER_SECOND = 8;

    /** How much a new signal counts against the older ones: about the last five reads matter. */
    static final double SMOOTHING = 0.3;

    /** A tag that no side of a gate has heard for so long has left it, in milliseconds: leaves 300 ms for the rest. */
    static final long GATE_LEFT_MILLIS = 600;

    /** Heard on the second side only, for so long, in milliseconds: it is through, though still in the field. */
    static final long GATE_DECISIVE_MILLIS = 300;

    /** A tag at the rim of a gate's field comes and goes; its doubtful passage is told again after this, in milliseconds. */
    static final long UNKNOWN_AGAIN_MILLIS = 60_000;

    /** Every read point is told anew so often, in milliseconds: what the telemetry lane dropped is known again. */
    static final long SCAN_EVERY_MILLIS = 3_600_000;

    /** An aisle that stays open is told so often, in milliseconds. */
    static final long SCAN_LIMIT_MILLIS = 600_000;

    /** Shorter openings tell nothing of a face, in milliseconds. */
    static final long SCAN_LEAST_MILLIS = 1_000;

    /** At the end of a scan a tag counts when it was heard within this, in milliseconds: what was taken before is gone. */
    static final long SCAN_FRESH_MILLIS = 30_000;

    /** The same for slow readers, in turns. */
    static final int SCAN_FRESH_TURNS = 10;

    /** Tags that became known just after a scan are told in another one after this, in milliseconds. */
    static final long LATE_SCAN_MILLIS = 30_000;

    /** Nobody walks from a shelf to the door, or to another block, in less, in milliseconds: two metres. */
    static final long WALK_MILLIS = 1_500;

    /** From the read of a tag to its report on our clock, beyond the reader's turn, in milliseconds. */
    static final long REPORT_DELAY_MILLIS = 200;

    /** Weaker signals are overheard from afar and prove no place, in dBm. */
    static final double TRAVEL_RSSI_DBM = -65;

    static final long MINUTE_MILLIS = 60_000;

    /** New tags that one read point or gate tells at once: some trolleys, or a whole face that is filled. */
    static final int NEW_TAGS_AT_ONCE = 2_000;

    /** Beyond those, new tags a minute: two a second are more than hands can put on a shelf or carry through a door. */
    static final int NEW_TAGS_PER_MINUTE = 120;

    /** Tags remembered as told, so that they are never withheld; about 150 bytes each. */
    static final int MAX_REMEMBERED = 20_000;

    /** The same suspicion is told again after a day, in milliseconds. */
    static final long SUSPECT_AGAIN_MILLIS = 86_400_000;

    private TagLimits() {}
}
