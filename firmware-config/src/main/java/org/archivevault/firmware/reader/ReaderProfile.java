package org.archivevault.firmware.reader;

import java.time.Duration;
import java.util.Map;
import org.archivevault.protocol.Bilingual;
import org.archivevault.protocol.Token;
import org.jspecify.annotations.Nullable;

/**
 * How one kind of RFID reader is told to read, and when its tags count as arrived, moved and departed.
 *
 * @param name for example {@code portal-1}: name and version of its file
 * @param title what people call it
 * @param antennaPorts how many ports it has, 1–32
 * @param radio how it reads
 * @param reporting how it reports
 * @param presence by kind of read point; every kind that the profile may be used for is there
 */
public record ReaderProfile(
        String name,
        Bilingual title,
        int antennaPorts,
        Radio radio,
        Reporting reporting,
        Map<ReadPointKind, Presence> presence) {
    /** The widest reader there is: four ports, each with a hub of eight. */
    public static final int MOST_ANTENNA_PORTS = 32;

    public ReaderProfile {
        Token.requireRange(antennaPorts, 1, MOST_ANTENNA_PORTS, "antenna ports");
        if (presence.isEmpty()) {
            throw new IllegalArgumentException("a reader profile is of use for one kind of read point at least");
        }
        presence = Map.copyOf(presence);
    }

    /**
     * How it reads (EPC Gen2, LLRP 1.0.1 §16: C1G2RFControl, C1G2SingulationControl).
     *
     * @param transmitPowerDbm wished power; the nearest that the reader offers and does not exceed it is taken; null for the
     *     reader's highest
     * @param modeIndex the reader's RF mode; null for its default
     * @param session Gen2 session, 0–3
     * @param tagPopulation expected number of tags in the field, 1–65,535
     * @param readTid whether the TID is read with each tag
     */
    public record Radio(
            @Nullable Double transmitPowerDbm,
            @Nullable Integer modeIndex,
            int session,
            int tagPopulation,
            boolean readTid) {
        /** EPC Gen2 has four sessions, 0–3. */
        public static final int LAST_SESSION = 3;

        public Radio {
            Token.requireRange(session, 0, LAST_SESSION, "session");
            Token.requireRange(tagPopulation, 1, 65_535, "tag population");
        }
    }

    /**
     * How it reports.
     *
     * @param everyTags a report after so many tags, 1–1,000; a shorter one at the end of each turn
     * @param turn how long a turn lasts after which what has been read is reported, 50 ms–60 s
     * @param keepAlive how often it asks whether we are there, 1–60 s
     */
    public record Reporting(int everyTags, Duration turn, Duration keepAlive) {
        /** Under it a reader does little but begin and end. */
        public static final Duration SHORTEST_TURN = Duration.ofMillis(50);
        /** Above it nobody would call it news. */
        public static final Duration LONGEST_TURN = Duration.ofSeconds(60);
        /** More often is noise. */
        public static final Duration SHORTEST_KEEP_ALIVE = Duration.ofSeconds(1);
        /** A reader that is dead for longer must not pass for an empty shelf. */
        public static final Duration LONGEST_KEEP_ALIVE = Duration.ofSeconds(60);

        public Reporting {
            Token.requireRange(everyTags, 1, 1_000, "tags per report");
            requirePositive(turn, "turn");
            requirePositive(keepAlive, "keep-alive");
        }
    }

    /**
     * When a tag counts as arrived, moved, departed.
     *
     * @param arrivesAfterReads how many reads make an arrival, 1–100: one read may be a ghost
     * @param departsAfter how long it must go unread, while the reader reads
     * @param moveMarginDb by how much another read point must hear it better, in dB, 0–40
     */
    public record Presence(int arrivesAfterReads, Duration departsAfter, int moveMarginDb) {
        public Presence {
            requirePositive(departsAfter, "time until departure");
            Token.requireRange(arrivesAfterReads, 1, 100, "reads for an arrival");
            Token.requireRange(moveMarginDb, 0, 40, "margin for a move");
        }
    }

    private static void requirePositive(Duration time, String what) {
        if (time.isZero() || time.isNegative()) {
            throw new IllegalArgumentException(what + " is not above 0: " + time);
        }
    }
}
