package org.archivevault.simulator.watch;

import java.util.Optional;
import java.util.Random;
import org.archivevault.firmware.source.WatchPlan;

/** One sensor: the air around it, what it makes of it, and what is wrong with it. */
final class SimulatedSensor {
    /** Common sensors are good to ±0.2 °C and ±2 %RH. */
    private static final double OFF_DEGREES = 0.2;

    private static final double OFF_HUMIDITY = 1;
    private static final double HUNDREDTHS = 100;

    /**
     * What it says.
     *
     * @param temperature as it says it
     * @param humidity as it says it
     */
    record Sample(double temperature, double humidity) {}

    private final WatchPlan.Sensor plan;
    private final Climate climate;
    private final double offDegrees;
    private final double offHumidity;
    private SensorFault fault = SensorFault.NONE;
    private double excursion;
    private double jump;
    private Optional<Sample> last = Optional.empty();

    SimulatedSensor(WatchPlan.Sensor plan, Climate climate, long seed) {
        this.plan = plan;
        this.climate = climate;
        Random random = new Random(seed);
        this.offDegrees = (random.nextDouble() * 2 - 1) * OFF_DEGREES;
        this.offHumidity = (random.nextDouble() * 2 - 1) * OFF_HUMIDITY;
    }

    WatchPlan.Sensor plan() {
        return plan;
    }

    SensorFault fault() {
        return fault;
    }

    void fault(SensorFault next) {
        fault = next;
        if (next == SensorFault.NONE) {
            excursion = 0;
        }
    }

    /** Somebody breathes on it: it alone is warmer. */
    void excursion(double degrees) {
        excursion = degrees;
    }

    /** Its next word, and only that, is off by so much. */
    void jump(double degrees) {
        jump = degrees;
    }

    Climate.Air air(long nowMillis, long wallMillis) {
        return climate.at(nowMillis, wallMillis);
    }

    /** What it says now; empty when it says nothing. */
    Optional<Sample> sample(long nowMillis, long wallMillis) {
        if (fault == SensorFault.SILENT) {
            return Optional.empty();
        }
        if (fault == SensorFault.STUCK && last.isPresent()) {
            return last;
        }
        Climate.Air air = air(nowMillis, wallMillis);
        double temperature = air.temperature() + offDegrees + excursion + jump;
        jump = 0;
        double humidity = Math.max(0, Math.min(100, air.humidity() + offHumidity));
        if (fault == SensorFault.NAN) {
            return Optional.of(new Sample(Double.NaN, rounded(humidity)));
        }
        boolean fahrenheit = fault == SensorFault.FAHRENHEIT;
        last = Optional.of(new Sample(rounded(fahrenheit ? temperature * 9 / 5 + 32 : temperature), rounded(humidity)));
        return last;
    }

    private static double rounded(double value) {
        return Math.round(value * HUNDREDTHS) / HUNDREDTHS;
    }
}
