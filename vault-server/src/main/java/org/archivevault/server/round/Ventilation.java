package org.archivevault.server.round;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.archivevault.firmware.source.Keeping;
import org.archivevault.protocol.Bilingual;
import org.archivevault.server.preservation.DewPoint;
import org.archivevault.server.preservation.MouldLimit;
import org.jspecify.annotations.Nullable;

/**
 * Whether it would help the packs of a block to spread its carriages and let the air from outside in. Water content
 * decides, not relative humidity: cold damp air is dry once it is warm. Pure.
 */
final class Ventilation {
    /** Older readings say nothing about the air now; common sensors report every 10 minutes. */
    static final Duration FRESH = Duration.ofMinutes(20);
    /**
     * How much lower the dew point outside must be, in °C. Sensors of ±0.3 °C and ±3 %RH have a dew point that is about
     * 0.8 °C uncertain, each of the two.
     */
    static final double LEAST_GAIN_CELSIUS = 1.5;
    /** How far the dew point outside must stay below the packs' temperature, in °C, so that nothing condenses on them. */
    static final double CONDENSATION_MARGIN_CELSIUS = 3;
    /** How far below the mould limit line it is damp enough to act, in %RH. */
    static final double MOULD_MARGIN_PERCENT = 5;
    /** How far outside of the allowed band the air let in may be, in °C: opened carriages mix it, and it is soon over. */
    static final double TEMPERATURE_MARGIN_CELSIUS = 4;

    private static final double A = 17.625;
    private static final double B_CELSIUS = 243.04;

    private Ventilation() {}

    /**
     * The air of a zone.
     *
     * @param zone whose
     * @param at when it was measured: the older of the two readings
     * @param temperatureCelsius mean of the good readings
     * @param humidity mean of the good readings, in %RH
     */
    record Air(String zone, Instant at, double temperatureCelsius, double humidity) {
        OptionalDouble dewPoint() {
            return DewPoint.celsius(temperatureCelsius, humidity);
        }
    }

    /** Why it would help, or not. */
    enum Code {
        /** It would. */
        HELPS(true, "室外空气更干燥，通风有益", "the air outside is drier: ventilating helps"),
        /** The air inside or outside is not known. */
        UNKNOWN_AIR(false, "室内或室外的温湿度未知或已过时", "the air inside or outside is not known, or not lately"),
        /** It is dry enough inside. */
        DRY_ENOUGH(false, "室内已足够干燥，无需通风", "it is dry enough inside"),
        /** The air outside holds as much water or more. */
        NOT_DRIER(false, "室外空气含湿量并不更低，通风无益", "the air outside holds no less water: ventilating does not help"),
        /** Water might condense on the packs. */
        CONDENSATION(
                false,
                "室外露点接近档案温度，通风可能结露",
                "the dew point outside is too near the packs' temperature: water might condense"),
        /** The paper would become too dry. */
        TOO_DRY(false, "通风会使室内过于干燥", "ventilating would make it too dry inside"),
        /** It is too warm or too cold outside. */
        TOO_WARM_OR_COLD(false, "室外温度超出允许范围过多", "it is too warm or too cold outside");

        private final boolean helps;
        private final Bilingual sentence;

        Code(boolean helps, String zh, String en) {
            this.helps = helps;
            this.sentence = new Bilingual(zh, en);
        }

        @JsonValue
        String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * What is advised.
     *
     * @param code why
     * @param helps whether it would help
     * @param sentence for a person
     * @param inside the air inside; null when not known
     * @param outside the air outside; null when not known
     * @param dewPointInside °C; null when not known
     * @param dewPointOutside °C; null when not known
     * @param humidityAfter what the humidity inside would become if all the air were that of outside, in %RH; null when
     *     not known
     */
    record Advice(
            Code code,
            boolean helps,
            Bilingual sentence,
            @Nullable Air inside,
            @Nullable Air outside,
            @Nullable Double dewPointInside,
            @Nullable Double dewPointOutside,
            @Nullable Double humidityAfter) {}

    /**
     * Judges.
     *
     * @param keeping what the zone inside is for
     * @param inside the air inside; empty when not known
     * @param outside the air outside; empty when not known
     * @param now to tell how old they are
     * @return the advice; whatever is not known, does not help
     */
    static Advice judge(Keeping keeping, Optional<Air> inside, Optional<Air> outside, Instant now) {
        Optional<Air> in = inside.filter(air -> isUsable(air, now));
        Optional<Air> out = outside.filter(air -> isUsable(air, now));
        if (in.isEmpty() || out.isEmpty()) {
            return advice(Code.UNKNOWN_AIR, inside.orElse(null), outside.orElse(null), null);
        }
        double after = humidityAt(in.get().temperatureCelsius(), dewPoint(out.get()));
        return advice(code(keeping, in.get(), out.get(), after), in.get(), out.get(), after);
    }

    private static boolean isUsable(Air air, Instant now) {
        return !air.at().isBefore(now.minus(FRESH))
                && !air.at().isAfter(now.plus(FRESH))
                && air.dewPoint().isPresent();
    }

    private static double dewPoint(Air air) {
        return air.dewPoint().orElseThrow();
    }

    private static Code code(Keeping keeping, Air in, Air out, double after) {
        if (!isDamp(keeping, in)) {
            return Code.DRY_ENOUGH;
        }
        if (dewPoint(out) > dewPoint(in) - LEAST_GAIN_CELSIUS) {
            return Code.NOT_DRIER;
        }
        if (dewPoint(out) > in.temperatureCelsius() - CONDENSATION_MARGIN_CELSIUS) {
            return Code.CONDENSATION;
        }
        if (after < keeping.driest()) {
            return Code.TOO_DRY;
        }
        boolean tooWarmOrCold = out.temperatureCelsius() > keeping.warmest() + TEMPERATURE_MARGIN_CELSIUS
                || out.temperatureCelsius() < keeping.coldest() - TEMPERATURE_MARGIN_CELSIUS;
        return tooWarmOrCold ? Code.TOO_WARM_OR_COLD : Code.HELPS;
    }

    /** Above the middle of the allowed band, or near the line where mould grows. */
    private static boolean isDamp(Keeping keeping, Air in) {
        double middle = (keeping.driest() + keeping.dampest()) / 2;
        OptionalDouble mould = MouldLimit.humidity(in.temperatureCelsius());
        return in.humidity() > middle
                || (mould.isPresent() && in.humidity() >= mould.getAsDouble() - MOULD_MARGIN_PERCENT);
    }

    /**
     * The relative humidity of air of some dew point once it has a temperature: the ratio of the Magnus vapour pressures,
     * with the coefficients of {@link DewPoint}.
     */
    static double humidityAt(double temperatureCelsius, double dewPointCelsius) {
        double ratio = Math.exp(A * dewPointCelsius / (B_CELSIUS + dewPointCelsius)
                - A * temperatureCelsius / (B_CELSIUS + temperatureCelsius));
        return Math.min(100, 100 * ratio);
    }

    private static Advice advice(Code code, @Nullable Air in, @Nullable Air out, @Nullable Double after) {
        return new Advice(code, code.helps, code.sentence, in, out, dewPointOf(in), dewPointOf(out), after);
    }

    private static @Nullable Double dewPointOf(@Nullable Air air) {
        if (air == null || air.dewPoint().isEmpty()) {
            return null;
        }
        return air.dewPoint().getAsDouble();
    }
}
