package org.archivevault.simulator.watch;

import java.util.Random;
import org.archivevault.firmware.source.Keeping;

/**
 * The air of one zone: what its keeping asks for, a swing over the day, a slow wander of its own, and what somebody makes
 * of it. A function of the seed and the time.
 */
final class Climate {
    /** An excursion does not come at once: after this it is at two thirds. Quick, because somebody watches. */
    static final double EXCURSION_MILLIS = 30_000;

    private static final double DAY_MILLIS = 86_400_000;
    /** The warmest hour of a day, after midnight UTC+8. */
    private static final double WARMEST_MILLIS = 7.0 / 24 * DAY_MILLIS;

    private static final double WANDERS = 3;
    /** Slow parts of the wander: between one and five hours. */
    private static final double SHORTEST_WANDER_MILLIS = 3_600_000;

    private static final double LONGEST_WANDER_MILLIS = 5 * 3_600_000;
    /** Air that is warmed by a degree loses about this much relative humidity near 20 °C and 50 %. */
    private static final double DRIER_PER_DEGREE = 3;

    /**
     * What is true of the air.
     *
     * @param temperature °C
     * @param humidity %RH, 0–100
     */
    record Air(double temperature, double humidity) {}

    private final double baseTemperature;
    private final double baseHumidity;
    private final double swing;
    private final double[] periods = new double[(int) WANDERS];
    private final double[] phases = new double[(int) WANDERS];
    private final Offset warmer = new Offset();
    private final Offset damper = new Offset();

    /** What somebody makes of the air, which does not come at once. */
    private static final class Offset {
        private double target;
        private double reached;
        private long changedAt;

        void set(double next, long nowMillis) {
            reached = at(nowMillis);
            target = next;
            changedAt = nowMillis;
        }

        double at(long nowMillis) {
            return target + (reached - target) * Math.exp(-(nowMillis - changedAt) / EXCURSION_MILLIS);
        }
    }

    Climate(Keeping keeping, long seed) {
        Random random = new Random(seed);
        boolean outdoor = keeping == Keeping.OUTDOOR;
        this.baseTemperature = outdoor ? 17 : (keeping.coldest() + keeping.warmest()) / 2;
        this.baseHumidity = outdoor ? 68 : (keeping.driest() + keeping.dampest()) / 2;
        this.swing = outdoor ? 6 : 0.5;
        for (int i = 0; i < WANDERS; i++) {
            periods[i] =
                    SHORTEST_WANDER_MILLIS + random.nextDouble() * (LONGEST_WANDER_MILLIS - SHORTEST_WANDER_MILLIS);
            phases[i] = random.nextDouble() * 2 * Math.PI;
        }
    }

    /** Makes it warmer, or colder; 0 brings it back. */
    void excursion(double degrees, long nowMillis) {
        warmer.set(degrees, nowMillis);
    }

    /** Makes it damper, or drier, by so many %RH, at the same temperature; 0 brings it back. */
    void damp(double percent, long nowMillis) {
        damper.set(percent, nowMillis);
    }

    /** The air now; {@code wallMillis} gives the hour of the day. */
    Air at(long nowMillis, long wallMillis) {
        double day = Math.cos((wallMillis - WARMEST_MILLIS) / DAY_MILLIS * 2 * Math.PI);
        double wander = 0;
        for (int i = 0; i < WANDERS; i++) {
            wander += Math.sin(wallMillis / periods[i] * 2 * Math.PI + phases[i]) / WANDERS;
        }
        double away = swing * day + swing / 2 * wander + warmer.at(nowMillis);
        double humidity = baseHumidity - DRIER_PER_DEGREE * away + wander + damper.at(nowMillis);
        return new Air(baseTemperature + away, Math.max(0, Math.min(100, humidity)));
    }
}
