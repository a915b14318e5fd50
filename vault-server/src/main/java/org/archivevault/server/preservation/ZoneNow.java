package org.archivevault.server.preservation;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.archivevault.protocol.Bilingual;
import org.jspecify.annotations.Nullable;

/**
 * The newest believable live values of a zone. Values that a device had kept back are none (I18).
 *
 * @param temperature null when no sensor has ever told one
 * @param humidity likewise
 */
record ZoneNow(@Nullable Latest temperature, @Nullable Latest humidity) {
    /** Nothing has ever been told. */
    static final ZoneNow NOTHING = new ZoneNow(null, null);

    private static final Bilingual NONE = new Bilingual("没有{}读数", "there is no reading of {}");
    private static final Bilingual OLD = new Bilingual(
            "最近一次{}读数已是 {} 分钟前，超过传感器允许的静默时间", "the newest {} is {} min old, longer than its sensor may be silent");
    private static final Bilingual TEMPERATURE = new Bilingual("温度", "temperature");
    private static final Bilingual HUMIDITY = new Bilingual("湿度", "humidity");

    /**
     * The newest values of one quantity.
     *
     * @param value the mean of the sensors that are not silent; when all are, of what the newest told
     * @param at when the newest was measured
     * @param sensors how many sensors are not silent, 0 upwards: each within the longest silence of its source's profile
     */
    record Latest(double value, Instant at, int sensors) {}

    /**
     * Why the present climate is not known.
     *
     * @param now the server's wall clock
     * @return what is missing; empty when both values are fresh
     */
    Optional<Bilingual> complaint(Instant now) {
        return complaint(temperature, TEMPERATURE, now).or(() -> complaint(humidity, HUMIDITY, now));
    }

    private static Optional<Bilingual> complaint(@Nullable Latest latest, Bilingual quantity, Instant now) {
        if (latest == null) {
            return Optional.of(Wording.fill(NONE, quantity));
        }
        return latest.sensors() > 0
                ? Optional.empty()
                : Optional.of(Wording.fill(
                        OLD, quantity, Duration.between(latest.at(), now).toMinutes()));
    }
}
