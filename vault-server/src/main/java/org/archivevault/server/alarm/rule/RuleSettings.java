package org.archivevault.server.alarm.rule;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.archivevault.protocol.Token;
import org.archivevault.protocol.climate.Quantity;
import org.jspecify.annotations.Nullable;

/**
 * When readings are an alarm. All defaults are here; what a zone's air must be follows from what it keeps
 * ({@code firmware.source.Keeping}, JGJ 25-2010) unless it is told otherwise.
 *
 * @param zones by the zone's code, or by what it keeps ({@code paper}); the code goes before
 * @param batteryPercent below which a battery is low, 0–100
 * @param offlineAfter how long a sensor may be offline
 * @param faultAfter how long what a sensor says may be doubtful
 * @param doorOpenAfter how long a door may be open
 * @param floodMoreThan more alarms than that of one cause become one alarm, 2–100
 */
public record RuleSettings(
        Map<String, ZoneRules> zones,
        double batteryPercent,
        Duration offlineAfter,
        Duration faultAfter,
        Duration doorOpenAfter,
        int floodMoreThan) {
    /** Air follows an open door for some minutes; JGJ 25 names no delay. */
    static final Duration LIMIT_DELAY = Duration.ofMinutes(5);
    /** About twice the accuracy of common sensors (±0.2 °C). */
    static final double TEMPERATURE_BAND_CELSIUS = 0.5;
    /** The accuracy of common sensors (±2 %RH). */
    static final double HUMIDITY_BAND_PERCENT = 2;
    /** JGJ 25-2010 §5.2.3. */
    static final double TEMPERATURE_SWING_CELSIUS = 2;
    /** JGJ 25-2010 §5.2.3. */
    static final double HUMIDITY_SWING_PERCENT = 5;
    /** How much less than the allowed spread ends a swing: the resolution of common sensors. */
    static final double TEMPERATURE_SWING_BAND_CELSIUS = 0.2;
    /** As {@link #TEMPERATURE_SWING_BAND_CELSIUS}. */
    static final double HUMIDITY_SWING_BAND_PERCENT = 1;
    /** What JGJ 25-2010 allows a store of optical discs; for paper it names the day's swing only. */
    static final double TEMPERATURE_PER_HOUR_CELSIUS = 15;
    /** As {@link #TEMPERATURE_PER_HOUR_CELSIUS}. */
    static final double HUMIDITY_PER_HOUR_PERCENT = 10;

    /** Coin cells fall steeply below that. */
    private static final double DEFAULT_BATTERY_PERCENT = 20;
    /** A bridge that starts anew says so within a minute. */
    private static final int DEFAULT_OFFLINE_SECONDS = 60;
    /** A single odd value is no fault. */
    private static final int DEFAULT_FAULT_MINUTES = 30;
    /** Long enough to bring a trolley through. */
    private static final int DEFAULT_DOOR_SECONDS = 120;
    /** A person can look at three alarms one by one. */
    private static final int DEFAULT_FLOOD = 3;

    private static final int LONGEST_SECONDS = 24 * 3600;

    /** Everything at its default. */
    public static final RuleSettings DEFAULTS = read(null, null, null, null, null, null);

    public RuleSettings {
        zones = Map.copyOf(zones);
        Token.requireRange((int) batteryPercent, 0, 100, "alarms.rules.batteryPercent");
        Token.requireRange(floodMoreThan, 2, 100, "alarms.rules.floodMoreThan");
    }

    /**
     * Reads settings, filling what is absent with defaults.
     *
     * @param zones default: as JGJ 25 says for what each zone keeps
     * @param batteryPercent default 20
     * @param offlineAfterSeconds default 60
     * @param faultAfterMinutes default 30
     * @param doorOpenAfterSeconds default 120
     * @param floodMoreThan default 3
     * @return the settings
     */
    @JsonCreator
    public static RuleSettings read(
            @JsonProperty("zones") @Nullable Map<String, ZoneRules> zones,
            @JsonProperty("batteryPercent") @Nullable Double batteryPercent,
            @JsonProperty("offlineAfterSeconds") @Nullable Integer offlineAfterSeconds,
            @JsonProperty("faultAfterMinutes") @Nullable Integer faultAfterMinutes,
            @JsonProperty("doorOpenAfterSeconds") @Nullable Integer doorOpenAfterSeconds,
            @JsonProperty("floodMoreThan") @Nullable Integer floodMoreThan) {
        return new RuleSettings(
                zones == null ? Map.of() : zones,
                batteryPercent == null ? DEFAULT_BATTERY_PERCENT : batteryPercent,
                seconds(offlineAfterSeconds, DEFAULT_OFFLINE_SECONDS, "offlineAfterSeconds"),
                seconds(
                        faultAfterMinutes == null ? null : faultAfterMinutes * 60,
                        DEFAULT_FAULT_MINUTES * 60,
                        "faultAfterMinutes (in seconds)"),
                seconds(doorOpenAfterSeconds, DEFAULT_DOOR_SECONDS, "doorOpenAfterSeconds"),
                floodMoreThan == null ? DEFAULT_FLOOD : floodMoreThan);
    }

    private static Duration seconds(@Nullable Integer told, int other, String name) {
        int value = told == null ? other : told;
        return Duration.ofSeconds(Token.requireRange(value, 0, LONGEST_SECONDS, "alarms.rules." + name));
    }

    /**
     * What a zone's air must be.
     *
     * @param limits by quantity
     * @param swing within 24 hours, by quantity
     * @param perHour the most that a quantity may change within an hour, in its unit
     */
    public record ZoneRules(Map<Quantity, Limit> limits, Map<Quantity, Swing> swing, Map<Quantity, Double> perHour) {
        /** Nothing told. */
        static final ZoneRules NONE = new ZoneRules(Map.of(), Map.of(), Map.of());

        public ZoneRules {
            limits = Map.copyOf(limits);
            swing = Map.copyOf(swing);
            perHour = Map.copyOf(perHour);
        }

        /**
         * Reads the rules of a zone.
         *
         * @param limits see the record; default none
         * @param swing see the record; default none
         * @param perHour see the record; default none
         * @return the rules
         */
        @JsonCreator
        public static ZoneRules read(
                @JsonProperty("limits") @Nullable Map<Quantity, Limit> limits,
                @JsonProperty("swing") @Nullable Map<Quantity, Swing> swing,
                @JsonProperty("perHour") @Nullable Map<Quantity, Double> perHour) {
            return new ZoneRules(
                    limits == null ? Map.of() : limits,
                    swing == null ? Map.of() : swing,
                    perHour == null ? Map.of() : perHour);
        }

        /** These, and where they say nothing, the others. */
        ZoneRules before(ZoneRules others) {
            Map<Quantity, Limit> allLimits = new EnumMap<>(Quantity.class);
            allLimits.putAll(others.limits());
            limits.forEach((quantity, limit) -> allLimits.merge(quantity, limit, (old, own) -> own.before(old)));
            Map<Quantity, Swing> allSwing = new EnumMap<>(Quantity.class);
            allSwing.putAll(others.swing());
            allSwing.putAll(swing);
            Map<Quantity, Double> allPerHour = new EnumMap<>(Quantity.class);
            allPerHour.putAll(others.perHour());
            allPerHour.putAll(perHour);
            return new ZoneRules(allLimits, allSwing, allPerHour);
        }
    }

    /**
     * Limits of one quantity, in its unit; what is null is as it is by default.
     *
     * @param low the lowest allowed
     * @param high the highest allowed
     * @param deadBand how far back within them ends an alarm
     * @param delayMinutes how long it must last
     */
    public record Limit(
            @JsonProperty("low") @Nullable Double low,
            @JsonProperty("high") @Nullable Double high,
            @JsonProperty("deadBand") @Nullable Double deadBand,
            @JsonProperty("delayMinutes") @Nullable Double delayMinutes) {
        public Limit {
            if (low != null && high != null && low >= high) {
                throw new IllegalArgumentException("alarms.rules: low " + low + " is not below high " + high);
            }
            if ((deadBand != null && deadBand < 0) || (delayMinutes != null && delayMinutes < 0)) {
                throw new IllegalArgumentException("alarms.rules: a dead band or a delay below 0");
            }
        }

        Limit before(Limit other) {
            return new Limit(
                    low == null ? other.low : low,
                    high == null ? other.high : high,
                    deadBand == null ? other.deadBand : deadBand,
                    delayMinutes == null ? other.delayMinutes : delayMinutes);
        }
    }

    /**
     * How far a quantity may swing within 24 hours, in its unit.
     *
     * @param most to either side
     * @param chosen of which value; null: of any that could have been chosen
     */
    public record Swing(
            @JsonProperty(value = "most", required = true) double most,
            @JsonProperty("chosen") @Nullable Double chosen) {
        public Swing {
            if (!(most > 0)) {
                throw new IllegalArgumentException("alarms.rules: swing.most is not above 0: " + most);
            }
        }
    }
}
