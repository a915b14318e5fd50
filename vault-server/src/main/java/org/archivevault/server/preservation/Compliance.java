package org.archivevault.server.preservation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.archivevault.firmware.source.Keeping;
import org.archivevault.protocol.Bilingual;

/**
 * The lamp "compliance": whether a zone keeps JGJ 25-2010, its limits (table 5.2.1) and its daily swing (§5.2.3), now and
 * over the last 24 hours. JGJ 25 says "±2 °C" and leaves open of what; here it is the mean of the 24 hours. Hours are judged
 * by their means: an aisle that stands open for two minutes is no breach. Alarms watch each reading.
 */
final class Compliance {
    /** What is looked back on: JGJ 25 speaks of days. */
    static final Duration DAY = Duration.ofHours(24);
    /** How many of the 24 hours may lack readings before nobody can say that the day was kept. */
    static final int MISSING_HOURS = 3;
    /** Allowed distance from the day's mean, in °C (JGJ 25-2010 §5.2.3). */
    static final double SWING_CELSIUS = 2;
    /** Allowed distance from the day's mean, in %RH (JGJ 25-2010 §5.2.3). */
    static final double SWING_HUMIDITY = 5;

    private static final Bilingual KEPT = new Bilingual(
            "近 24 小时符合 JGJ 25（{}：{}–{} °C，{}–{} %RH；日波动不超过 ±{} °C、±{} %RH）",
            "JGJ 25 has been kept for 24 h ({}: {}-{} °C, {}-{} %RH; daily swing within ±{} °C and ±{} %RH)");
    private static final Bilingual TOO_FEW =
            new Bilingual("近 24 小时仅 {} 小时有读数，无法判断", "only {} of the last 24 h have readings: nobody can tell");

    private Compliance() {}

    /**
     * Judges.
     *
     * @param keeps what the zone is for
     * @param now its present values
     * @param day its known hours that began within the last {@link #DAY}
     * @param at the server's wall clock
     * @return red with every breach that is known; unknown when the present is, or too much of the day; else green
     */
    static Lamp judge(Keeping keeps, ZoneNow now, List<ZoneHour> day, Instant at) {
        if (keeps == Keeping.OUTDOOR) {
            return Lamp.OUTDOOR;
        }
        ZoneNow.Latest temperature = now.temperature();
        ZoneNow.Latest humidity = now.humidity();
        Optional<Bilingual> unknown = now.complaint(at);
        if (unknown.isPresent() || temperature == null || humidity == null) {
            return new Lamp(Light.UNKNOWN, unknown.orElseThrow());
        }
        List<Bilingual> breaches = new ArrayList<>();
        Measure.TEMPERATURE.breaches(keeps, temperature.value(), day, breaches);
        Measure.HUMIDITY.breaches(keeps, humidity.value(), day, breaches);
        if (!breaches.isEmpty()) {
            return new Lamp(Light.RED, Wording.joined(breaches));
        }
        if (day.size() < DAY.toHours() - MISSING_HOURS) {
            return new Lamp(Light.UNKNOWN, TOO_FEW.with(day.size()));
        }
        return new Lamp(
                Light.GREEN,
                Wording.fill(
                        KEPT,
                        Wording.keeping(keeps),
                        Wording.plain(keeps.coldest()),
                        Wording.plain(keeps.warmest()),
                        Wording.plain(keeps.driest()),
                        Wording.plain(keeps.dampest()),
                        Wording.plain(SWING_CELSIUS),
                        Wording.plain(SWING_HUMIDITY)));
    }

    /** One of the two quantities that have limits. */
    private enum Measure {
        TEMPERATURE(
                new Bilingual("温度", "temperature"),
                "°C",
                ZoneHour::temperature,
                Keeping::coldest,
                Keeping::warmest,
                SWING_CELSIUS),
        HUMIDITY(
                new Bilingual("湿度", "humidity"),
                "%RH",
                ZoneHour::humidity,
                Keeping::driest,
                Keeping::dampest,
                SWING_HUMIDITY);

        private static final Bilingual ABOVE = new Bilingual("{} {} {}，高于 {}", "the {} is {} {}, above {}");
        private static final Bilingual BELOW = new Bilingual("{} {} {}，低于 {}", "the {} is {} {}, below {}");
        private static final Bilingual WAS_OUTSIDE = new Bilingual(
                "近 24 小时有 {} 小时{}在 {}–{} {} 之外（最低 {}，最高 {}）",
                "for {} of the last 24 h the {} was outside {}-{} {} (lowest {}, highest {})");
        private static final Bilingual SWUNG =
                new Bilingual("{}日波动 {} {}，超过 ±{}", "the {} swung by {} {} within 24 h, more than ±{}");

        private final Bilingual title;
        private final String unit;
        private final ToDoubleFunction<ZoneHour> value;
        private final ToDoubleFunction<Keeping> least;
        private final ToDoubleFunction<Keeping> most;
        private final double swing;

        Measure(
                Bilingual title,
                String unit,
                ToDoubleFunction<ZoneHour> value,
                ToDoubleFunction<Keeping> least,
                ToDoubleFunction<Keeping> most,
                double swing) {
            this.title = title;
            this.unit = unit;
            this.value = value;
            this.least = least;
            this.most = most;
            this.swing = swing;
        }

        void breaches(Keeping keeps, double now, List<ZoneHour> day, List<Bilingual> found) {
            double lowest = least.applyAsDouble(keeps);
            double highest = most.applyAsDouble(keeps);
            if (now > highest || now < lowest) {
                found.add(Wording.fill(
                        now > highest ? ABOVE : BELOW,
                        title,
                        Wording.tenths(now),
                        unit,
                        Wording.plain(now > highest ? highest : lowest)));
            }
            Optional<Swing> swung = Swing.of(day, value);
            long outside = day.stream()
                    .mapToDouble(value)
                    .filter(hour -> hour > highest || hour < lowest)
                    .count();
            if (outside > 0) {
                found.add(Wording.fill(
                        WAS_OUTSIDE,
                        outside,
                        title,
                        Wording.plain(lowest),
                        Wording.plain(highest),
                        unit,
                        Wording.tenths(swung.orElseThrow().least()),
                        Wording.tenths(swung.orElseThrow().most())));
            }
            swung.filter(day24 -> day24.deviation() > swing)
                    .ifPresent(day24 -> found.add(
                            Wording.fill(SWUNG, title, Wording.tenths(day24.deviation()), unit, Wording.plain(swing))));
        }
    }
}
