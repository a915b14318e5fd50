package org.archivevault.edge.tags;

/** Bugs planted into a simulated day, each of which the rules must notice. */
enum Bug {
    /** No bug. */
    NONE,
    /** One read makes an arrival. */
    GHOSTS_ARRIVE,
    /** Departure times are a quarter of what they should be. */
    DEPARTS_EARLY,
    /** Nothing ever departs. */
    DEPARTS_NEVER,
    /** That a reader fell silent is not heard of. */
    IGNORES_SILENCE,
    /** What is there when a reader begins counts as arrived. */
    NO_SETTLING,
    /** Whoever overhears a tag gets it. */
    NO_MARGIN,
    /** Inner and outer side of the gate are mixed up. */
    SIDES_SWAPPED,
    /** The gate is looked at every two seconds only. */
    LATE_TICKS,
    /** Now and then an event gets lost. */
    SWALLOWS_EVENTS,
    /** Now and then an event is told twice. */
    TELLS_TWICE,
    /** TIDs are not looked at. */
    FORGETS_TIDS,
    /** A person's walk counts as impossible. */
    TRAVEL_TOO_EAGER,
    /** Only the first part of a scan is told. */
    LOSES_PARTS,
    /** That an aisle closed is not heard of. */
    AISLES_STAY_OPEN
}
