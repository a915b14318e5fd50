package org.archivevault.simulator.rails;

/**
 * How the carriages are driven.
 *
 * @param speedMmPerSecond at full speed, 1–5,000; real shelving does 40–100
 * @param rampMillis from standstill to full speed and back, 1–10,000
 * @param brakeMillis from full speed to standstill when stopped, 1 to {@code rampMillis}
 * @param staggerMillis between the starts of neighbours, so that not all motors start at once, 0–5,000
 */
public record Drive(int speedMmPerSecond, int rampMillis, int brakeMillis, int staggerMillis) {
    /** What a careful maker ships: 80 mm/s, soft start in half a second, stopped within a tenth, all started within a fifth. */
    public static final Drive USUAL = new Drive(80, 500, 100, 20);

    private static final int MAX_SPEED_MM_PER_SECOND = 5_000;
    private static final int MAX_RAMP_MILLIS = 10_000;
    private static final int MAX_STAGGER_MILLIS = 5_000;
    private static final double MILLIS_PER_SECOND = 1_000;

    public Drive {
        require(speedMmPerSecond, 1, MAX_SPEED_MM_PER_SECOND, "speed in mm/s");
        require(rampMillis, 1, MAX_RAMP_MILLIS, "ramp in ms");
        require(brakeMillis, 1, rampMillis, "brake in ms");
        require(staggerMillis, 0, MAX_STAGGER_MILLIS, "stagger in ms");
    }

    /**
     * The same drive at another speed.
     *
     * @param mmPerSecond 1–5,000
     * @return a copy
     */
    public Drive atSpeed(int mmPerSecond) {
        return new Drive(mmPerSecond, rampMillis, brakeMillis, staggerMillis);
    }

    double speedMmPerMilli() {
        return speedMmPerSecond / MILLIS_PER_SECOND;
    }

    /** Acceleration of the soft start, mm/ms². */
    double acceleration() {
        return speedMmPerMilli() / rampMillis;
    }

    /** Deceleration of a stop, mm/ms²; never below {@link #acceleration()}, so that no carriage runs into the next. */
    double braking() {
        return speedMmPerMilli() / brakeMillis;
    }

    private static void require(int value, int min, int max, String what) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(what + " is not in [" + min + ".." + max + "]: " + value);
        }
    }
}
