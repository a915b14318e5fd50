package org.archivevault.simulator.rails;

/** The way of one carriage over time. */
interface Course {
    /** Left edge in millimetres. */
    double positionAt(double millis);

    /** Signed, mm/ms: negative is left. */
    double velocityAt(double millis);

    /** When it comes to rest. */
    double endsAtMillis();
}
