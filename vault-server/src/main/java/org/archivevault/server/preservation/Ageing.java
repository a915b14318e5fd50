package org.archivevault.server.preservation;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.archivevault.firmware.source.Keeping;
import org.archivevault.protocol.Bilingual;

/**
 * The lamp "preservation": how fast the climate of the last year has aged what lies in a zone. A zone may keep JGJ 25 to the
 * letter and be at risk here: the band for paper spans a PI of 21 to 101 years.
 */
final class Ageing {
    /** What is looked back on: a TWPI says something once all seasons are in it. */
    static final Duration YEAR = Duration.ofDays(365);
    /** Fewest known hours that a TWPI is told of: a day. */
    static final double FEWEST_HOURS = 24;
    /** Smallest share of the time that must be known; with less than half, the unknown part would decide. */
    static final double LEAST_KNOWN = 0.5;

    private static final Bilingual TOLD = new Bilingual(
            "TWPI 为 {} 年（{}），依据 {} 天，其中 {} % 的时间有读数{}；当前 {} °C、{} %RH 的 PI 为 {} 年",
            "the TWPI is {} years ({}), over {} days of which {} % are known{}; the climate now, {} °C and {} %RH, has a PI of {}"
                    + " years");
    private static final Bilingual SHORT = new Bilingual("（不足一年，仅供参考）", " (less than a year: a first look)");
    private static final Bilingual TOO_FEW =
            new Bilingual("仅有 {} 小时的温湿度，不足以计算 TWPI", "only {} h of climate are known: too few for a TWPI");
    private static final Bilingual TOO_LITTLE =
            new Bilingual("{} 天中仅 {} % 的时间有读数，不足以判断", "of {} days only {} % of the time is known: too little to judge");

    private Ageing() {}

    /**
     * Judges.
     *
     * @param keeps what the zone is for
     * @param now its present values
     * @param year its exposure over the last {@link #YEAR}, or since it is measured
     * @param measured how long that is
     * @param at the server's wall clock
     * @return the light of the TWPI's class; unknown when the present is not known, or too little of the past
     */
    static Lamp judge(Keeping keeps, ZoneNow now, Exposure year, Duration measured, Instant at) {
        if (keeps == Keeping.OUTDOOR) {
            return Lamp.OUTDOOR;
        }
        Optional<Bilingual> unknown = now.complaint(at);
        ZoneNow.Latest temperature = now.temperature();
        ZoneNow.Latest humidity = now.humidity();
        if (unknown.isPresent() || temperature == null || humidity == null) {
            return new Lamp(Light.UNKNOWN, unknown.orElseThrow());
        }
        OptionalDouble twpi = year.twpi();
        if (twpi.isEmpty() || year.hours() < FEWEST_HOURS) {
            return new Lamp(Light.UNKNOWN, TOO_FEW.with((long) year.hours()));
        }
        double known = year.knownShare(hours(measured));
        long days = Math.max(1, Math.round(hours(measured) / 24));
        if (known < LEAST_KNOWN) {
            return new Lamp(Light.UNKNOWN, TOO_LITTLE.with(days, percent(known)));
        }
        PreservationClass worth = PreservationClass.of(twpi.getAsDouble());
        OptionalDouble index = PreservationIndex.years(temperature.value(), humidity.value());
        return new Lamp(
                worth.light(),
                Wording.fill(
                        TOLD,
                        Math.round(twpi.getAsDouble()),
                        worth.title(),
                        days,
                        percent(known),
                        days < YEAR.toDays() ? SHORT : new Bilingual("", ""),
                        Wording.tenths(temperature.value()),
                        Wording.tenths(humidity.value()),
                        index.isPresent() ? String.valueOf(Math.round(index.getAsDouble())) : "?"));
    }

    private static double hours(Duration time) {
        return time.toSeconds() / 3_600.0;
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f", Math.floor(share * 100));
    }
}
