package org.archivevault.server.retrieval;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Where a retrieval stands. {@link #mayBecome} is the one table of allowed changes; each is appended to its history. */
public enum RetrievalState {
    /** Asked for, not judged yet; never seen outside the transaction that judges it. */
    REQUESTED,
    /** The block is held by somebody else: queued as a request, never as motion. */
    WAITING,
    /** The block is free and kept for this person, who must say "open" before the offer ends. */
    OFFERED,
    /** The command was given; the aisle is not known to be open yet. */
    OPENING,
    /** The aisle is open, or the pack needs none. */
    OPEN,
    /** What became of the command, or of the open aisle, is not known. */
    UNKNOWN,
    /** The block is free again, and the tags have yet to say whether the pack went with the person. */
    PROVING,
    /** The block is free again and packs are with the person who took them. */
    TAKEN,
    /** Done: nothing is out, nothing is held. */
    CLOSED,
    /** A rule, the edge or the controller said no. */
    REFUSED,
    /** The offer or the command's life ended before anything moved. */
    EXPIRED,
    /** Carriages began to move and came to rest with another aisle open or none: somebody must ask again. */
    STOPPED,
    /** A person no longer wants it. */
    CANCELLED;

    private static final Map<RetrievalState, Set<RetrievalState>> ALLOWED = new EnumMap<>(RetrievalState.class);

    static {
        ALLOWED.put(REQUESTED, EnumSet.of(WAITING, OPENING, OPEN, REFUSED));
        ALLOWED.put(WAITING, EnumSet.of(OFFERED, CANCELLED));
        ALLOWED.put(OFFERED, EnumSet.of(OPENING, OPEN, REFUSED, EXPIRED, CANCELLED));
        ALLOWED.put(OPENING, EnumSet.of(OPEN, REFUSED, EXPIRED, UNKNOWN, STOPPED));
        ALLOWED.put(OPEN, EnumSet.of(UNKNOWN, PROVING, TAKEN, CLOSED, CANCELLED));
        ALLOWED.put(UNKNOWN, EnumSet.of(OPEN, REFUSED, EXPIRED, STOPPED, PROVING, TAKEN, CLOSED, CANCELLED));
        ALLOWED.put(PROVING, EnumSet.of(TAKEN, CLOSED));
        ALLOWED.put(TAKEN, EnumSet.of(CLOSED));
        for (RetrievalState last : EnumSet.of(CLOSED, REFUSED, EXPIRED, STOPPED, CANCELLED)) {
            ALLOWED.put(last, EnumSet.noneOf(RetrievalState.class));
        }
    }

    /**
     * Whether a retrieval may go from this state to that one.
     *
     * @param next the state it would have
     * @return true when the table allows it
     */
    public boolean mayBecome(RetrievalState next) {
        return allowed().contains(next);
    }

    /**
     * Whether nothing can follow.
     *
     * @return true when the table has no way out
     */
    public boolean isFinal() {
        return allowed().isEmpty();
    }

    /**
     * Whether the block is this retrieval's: from the command until it is given back or the motion has failed.
     *
     * @return true for opening, open and unknown
     */
    public boolean holdsBlock() {
        return this == OPENING || this == OPEN || this == UNKNOWN;
    }

    /**
     * Whether nobody else may be given the block: it is held, or kept for the person it is offered to.
     *
     * @return true when held or offered
     */
    public boolean keepsBlock() {
        return holdsBlock() || this == OFFERED;
    }

    /**
     * The name in JSON and in the database.
     *
     * @return lower case
     */
    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads the name.
     *
     * @param wireName lower case
     * @return the state
     * @throws IllegalArgumentException when there is none of that name
     */
    @JsonCreator
    public static RetrievalState of(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }

    private Set<RetrievalState> allowed() {
        return ALLOWED.getOrDefault(this, Set.of());
    }
}
