package org.archivevault.server.alarm.rule;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.firmware.source.Keeping;
import org.archivevault.protocol.climate.Quantity;
import org.archivevault.server.alarm.AlarmKind;
import org.archivevault.server.alarm.rule.Rule.Feed;
import org.archivevault.server.alarm.rule.RuleSettings.Limit;
import org.archivevault.server.alarm.rule.RuleSettings.Swing;
import org.archivevault.server.alarm.rule.RuleSettings.ZoneRules;
import org.jspecify.annotations.Nullable;

/** Which rules hold for a sensor, from the settings and from what its zone keeps. Pure. */
final class RuleSet {
    private static final Duration DAY = Duration.ofHours(24);
    /** 145 pairs of figures a day are remembered. */
    private static final Duration DAY_STEP = Duration.ofMinutes(10);

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration HOUR_STEP = Duration.ofMinutes(5);
    /** A change of this part of what is allowed ends a fast change. */
    private static final double FAST_BAND = 0.1;
    /** Between the two values of a thing that is there or not. */
    private static final double HALF = 0.5;
    /** A battery that has recovered by so much has been changed. */
    private static final double BATTERY_BAND_PERCENT = 5;

    private final RuleSettings settings;

    RuleSet(RuleSettings settings) {
        this.settings = settings;
    }

    /** Settings of a zone that does not exist are a mistake, not nothing. */
    static void requireZones(RuleSettings settings, SitePlan plan) {
        Set<String> known = new TreeSet<>();
        for (Keeping keeping : Keeping.values()) {
            known.add(keeping.wireName());
        }
        plan.vaults()
                .forEach(vault -> vault.watch()
                        .zones()
                        .forEach(zone -> known.add(zone.id().value())));
        for (String zone : settings.zones().keySet()) {
            if (!known.contains(zone)) {
                throw new IllegalArgumentException(
                        "alarms.rules.zones: there is no zone \"" + zone + "\"; known are " + known);
            }
        }
    }

    /** The rules about a sensor as a whole. */
    List<Rule<?>> ofSensor(WatchedSensor sensor) {
        return List.of(
                new Rule<>(
                        AlarmKind.SENSOR_SILENT,
                        Optional.empty(),
                        Feed.EVERY_WORD,
                        new Silence(sensor.longestSilence()),
                        value -> "> " + Rule.text(sensor.longestSilence())),
                new Rule<>(
                        AlarmKind.SENSOR_OFFLINE,
                        Optional.empty(),
                        Feed.ABSENCE,
                        new Level(HALF, true, 0, settings.offlineAfter(), Duration.ofDays(365)),
                        value -> "> " + Rule.text(settings.offlineAfter())));
    }

    /** The rules about one quantity of a sensor. */
    List<Rule<?>> ofQuantity(WatchedSensor sensor, Quantity quantity) {
        List<Rule<?>> rules = new ArrayList<>();
        rules.add(new Rule<>(
                AlarmKind.SENSOR_FAULT,
                Optional.of(quantity),
                Feed.DOUBT,
                new Level(HALF, true, 0, settings.faultAfter(), sensor.longestSilence()),
                value -> "> " + Rule.text(settings.faultAfter())));
        switch (quantity) {
            case BATTERY -> rules.add(battery(sensor));
            case WATER_LEAK -> rules.add(flag(sensor, quantity, AlarmKind.WATER_LEAK, Duration.ZERO));
            case SMOKE -> rules.add(flag(sensor, quantity, AlarmKind.SMOKE, Duration.ZERO));
            case DOOR_OPEN -> rules.add(flag(sensor, quantity, AlarmKind.DOOR_OPEN, settings.doorOpenAfter()));
            default -> air(rules, sensor, quantity);
        }
        return rules;
    }

    private Rule<?> battery(WatchedSensor sensor) {
        return new Rule<>(
                AlarmKind.BATTERY_LOW,
                Optional.of(Quantity.BATTERY),
                Feed.GOOD_VALUES,
                new Level(
                        settings.batteryPercent(), false, BATTERY_BAND_PERCENT, Duration.ZERO, sensor.longestSilence()),
                value -> figure(value) + " %");
    }

    private static Rule<?> flag(WatchedSensor sensor, Quantity quantity, AlarmKind kind, Duration delay) {
        return new Rule<>(
                kind,
                Optional.of(quantity),
                Feed.GOOD_VALUES,
                new Level(HALF, true, 0, delay, sensor.longestSilence()),
                value -> delay.isZero() ? "" : "> " + Rule.text(delay));
    }

    private void air(List<Rule<?>> rules, WatchedSensor sensor, Quantity quantity) {
        ZoneRules zone = zoneRules(sensor);
        Limit limit = zone.limits().get(quantity);
        if (limit != null) {
            limit(rules, sensor, quantity, AlarmKind.ABOVE_LIMIT, limit.high(), limit);
            limit(rules, sensor, quantity, AlarmKind.BELOW_LIMIT, limit.low(), limit);
        }
        Swing swing = zone.swing().get(quantity);
        if (swing != null) {
            rules.add(spread(
                    AlarmKind.DAILY_SWING,
                    quantity,
                    new Spread(DAY, DAY_STEP, swing.most(), Optional.ofNullable(swing.chosen()), swingBand(quantity)),
                    "24 h"));
        }
        Double perHour = zone.perHour().get(quantity);
        if (perHour != null) {
            rules.add(spread(
                    AlarmKind.FAST_CHANGE,
                    quantity,
                    new Spread(HOUR, HOUR_STEP, perHour / 2, Optional.empty(), perHour * FAST_BAND),
                    "1 h"));
        }
    }

    private static void limit(
            List<Rule<?>> rules,
            WatchedSensor sensor,
            Quantity quantity,
            AlarmKind kind,
            @Nullable Double bound,
            Limit limit) {
        if (bound == null || bound.isInfinite()) {
            return;
        }
        boolean above = kind == AlarmKind.ABOVE_LIMIT;
        double band = limit.deadBand() == null ? usualBand(quantity, bound) : limit.deadBand();
        Duration delay = limit.delayMinutes() == null
                ? RuleSettings.LIMIT_DELAY
                : Duration.ofMillis(Math.round(limit.delayMinutes() * 60_000));
        String rest = (above ? " > " : " < ") + figure(bound) + " " + quantity.unit();
        rules.add(new Rule<>(
                kind,
                Optional.of(quantity),
                Feed.GOOD_VALUES,
                new Level(bound, above, band, delay, sensor.longestSilence()),
                value -> figure(value) + rest));
    }

    private static Rule<?> spread(AlarmKind kind, Quantity quantity, Spread spread, String window) {
        return new Rule<>(
                kind,
                Optional.of(quantity),
                Feed.GOOD_VALUES,
                spread,
                value -> figure(value) + " " + quantity.unit() + " / " + window + " > " + figure(2 * spread.most())
                        + " " + quantity.unit());
    }

    /** What the settings say of the zone, then of what it keeps, then JGJ 25. */
    private ZoneRules zoneRules(WatchedSensor sensor) {
        ZoneRules own = settings.zones().getOrDefault(sensor.zone().value(), ZoneRules.NONE);
        ZoneRules kept = settings.zones().getOrDefault(sensor.keeps().wireName(), ZoneRules.NONE);
        return own.before(kept).before(usual(sensor.keeps()));
    }

    private static ZoneRules usual(Keeping keeps) {
        if (keeps == Keeping.OUTDOOR) {
            return ZoneRules.NONE;
        }
        return new ZoneRules(
                Map.of(
                        Quantity.TEMPERATURE,
                        new Limit(keeps.coldest(), keeps.warmest(), null, null),
                        Quantity.HUMIDITY,
                        new Limit(keeps.driest(), keeps.dampest(), null, null)),
                Map.of(
                        Quantity.TEMPERATURE,
                        new Swing(RuleSettings.TEMPERATURE_SWING_CELSIUS, null),
                        Quantity.HUMIDITY,
                        new Swing(RuleSettings.HUMIDITY_SWING_PERCENT, null)),
                Map.of(
                        Quantity.TEMPERATURE,
                        RuleSettings.TEMPERATURE_PER_HOUR_CELSIUS,
                        Quantity.HUMIDITY,
                        RuleSettings.HUMIDITY_PER_HOUR_PERCENT));
    }

    private static double usualBand(Quantity quantity, double bound) {
        return switch (quantity) {
            case TEMPERATURE, DEW_POINT -> RuleSettings.TEMPERATURE_BAND_CELSIUS;
            case HUMIDITY -> RuleSettings.HUMIDITY_BAND_PERCENT;
            // A fiftieth of the limit, for quantities that nobody has given a dead band.
            default -> Math.abs(bound) / 50;
        };
    }

    private static double swingBand(Quantity quantity) {
        return quantity == Quantity.HUMIDITY
                ? RuleSettings.HUMIDITY_SWING_BAND_PERCENT
                : RuleSettings.TEMPERATURE_SWING_BAND_CELSIUS;
    }

    /** At most one decimal, none where it is nought. */
    static String figure(double value) {
        double rounded = Math.round(value * 10) / 10.0;
        return rounded == Math.rint(rounded)
                ? String.valueOf((long) rounded)
                : String.format(Locale.ROOT, "%.1f", rounded);
    }
}
