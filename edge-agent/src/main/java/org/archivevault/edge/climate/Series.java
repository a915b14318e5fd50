package org.archivevault.edge.climate;

import java.util.List;
import org.archivevault.firmware.source.Keeping;
import org.archivevault.protocol.climate.Quality;
import org.archivevault.protocol.climate.Quantity;
import org.jspecify.annotations.Nullable;

/**
 * What one sensor has measured of one quantity, as far as the next value is judged by it. Only live values in their order
 * change it; what tells of the past is judged by its range alone.
 */
final class Series {
    private static final long NEVER = Long.MIN_VALUE;
    /** Whether others move is looked at so often, in milliseconds. */
    private static final long LOOK_MILLIS = 60_000;

    final SeenTimes times = new SeenTimes();
    private final Quantity quantity;
    private final @Nullable PlausibilityRules rules;
    private final double fahrenheitFrom;
    private final List<Series> sameZone;
    private final @Nullable LatelyMoved moved;
    private double lastValue = Double.NaN;
    private long lastReceivedMillis = NEVER;
    private double good;
    private long goodAt = NEVER;
    private boolean above;
    private int jumpsInARow;
    private boolean otherUnit;
    private double inOurUnit;
    private long inOurUnitAt;
    private double same = Double.NaN;
    private long sameSince;
    private int sameCount;
    private long lookedAt = NEVER;
    private boolean othersMove;

    /**
     * @param quantity what is measured
     * @param keeping what the zone is for
     * @param sameZone all series of this quantity in the zone, this one among them; grows as sensors speak
     */
    Series(Quantity quantity, Keeping keeping, List<Series> sameZone) {
        this.quantity = quantity;
        this.rules = PlausibilityRules.of(quantity);
        this.fahrenheitFrom = keeping == Keeping.OUTDOOR
                ? PlausibilityRules.FAHRENHEIT_FROM_OUTDOORS
                : PlausibilityRules.FAHRENHEIT_FROM;
        this.sameZone = sameZone;
        this.moved = rules == null ? null : new LatelyMoved();
    }

    /** Whether a value without a usable time is the last one come twice; it is remembered otherwise. */
    boolean repeats(double value, long receivedMillis) {
        boolean repeats = value == lastValue
                && lastReceivedMillis != NEVER
                && Math.abs(receivedMillis - lastReceivedMillis) <= ClimateLimits.SAME_BREATH_MILLIS;
        lastValue = value;
        lastReceivedMillis = receivedMillis;
        return repeats;
    }

    /** A value of the past. */
    Quality judgePast(double value) {
        return quantity.isPlausible(value) ? Quality.GOOD : Quality.IMPLAUSIBLE;
    }

    /** A value of now. */
    Quality judge(double value, long atMillis) {
        if (!quantity.isPlausible(value)) {
            return Quality.IMPLAUSIBLE;
        }
        PlausibilityRules by = rules;
        if (goodAt != NEVER && goodAt - atMillis > ClimateLimits.LATE.toMillis()) {
            // What is that late comes as past: our own clock was set back.
            goodAt = NEVER;
        }
        if (by == null || atMillis < goodAt) {
            return Quality.GOOD;
        }
        if (isInOtherUnit(value, atMillis, by)) {
            return Quality.UNIT_SUSPECT;
        }
        if (jumps(value, atMillis, by)) {
            return Quality.JUMP;
        }
        good = value;
        goodAt = atMillis;
        jumpsInARow = 0;
        if (moved != null) {
            moved.add(value, atMillis);
        }
        return isStuck(value, atMillis, by) ? Quality.STUCK : Quality.GOOD;
    }

    // ---- unit

    private boolean isInOtherUnit(double value, long at, PlausibilityRules by) {
        double ours = inOurUnit(value);
        boolean fits = goodAt != NEVER && Math.abs(value - good) <= by.allowed(at - goodAt);
        boolean suspect = !Double.isNaN(ours) && !fits && (otherUnit ? goesOn(ours, at, by) : begins(ours));
        otherUnit = suspect;
        if (suspect) {
            inOurUnit = ours;
            inOurUnitAt = at;
            jumpsInARow = 0;
        }
        return suspect;
    }

    /** What the value would be if it were told in the other unit; NaN when it cannot be. */
    private double inOurUnit(double value) {
        if (quantity == Quantity.TEMPERATURE || quantity == Quantity.DEW_POINT) {
            boolean possible = value <= PlausibilityRules.FAHRENHEIT_TO && (goodAt != NEVER || value >= fahrenheitFrom);
            return possible ? (value - 32) / 1.8 : Double.NaN;
        }
        boolean fraction = quantity == Quantity.HUMIDITY && value > 0 && value <= PlausibilityRules.FRACTION_TO;
        return fraction ? value * 100 : Double.NaN;
    }

    private boolean goesOn(double ours, long at, PlausibilityRules by) {
        return Math.abs(ours - inOurUnit) <= by.allowed(at - inOurUnitAt);
    }

    private boolean begins(double ours) {
        double near = quantity == Quantity.HUMIDITY
                ? PlausibilityRules.SAME_IN_OTHER_UNIT_PERCENT
                : PlausibilityRules.SAME_IN_OTHER_UNIT_CELSIUS;
        return goodAt == NEVER || Math.abs(ours - good) <= near;
    }

    // ---- jump

    /** One or two may be a fault of the sensor; the third on the same side is the room, however fast it changes. */
    private boolean jumps(double value, long at, PlausibilityRules by) {
        if (goodAt == NEVER || Math.abs(value - good) <= by.allowed(at - goodAt)) {
            return false;
        }
        boolean isAbove = value > good;
        jumpsInARow = jumpsInARow > 0 && isAbove == above ? jumpsInARow + 1 : 1;
        above = isAbove;
        return jumpsInARow < PlausibilityRules.CONFIRMED_BY;
    }

    // ---- stuck

    private boolean isStuck(double value, long at, PlausibilityRules by) {
        if (value != same) {
            same = value;
            sameSince = at;
            sameCount = 1;
            return false;
        }
        sameCount++;
        boolean long_ = at - sameSince >= PlausibilityRules.STUCK.toMillis();
        return long_ && sameCount >= PlausibilityRules.STUCK_READINGS && doOthersMove(at, by);
    }

    private boolean doOthersMove(long at, PlausibilityRules by) {
        if (lookedAt == NEVER || Math.abs(at - lookedAt) >= LOOK_MILLIS) {
            lookedAt = at;
            othersMove = sameZone.stream().anyMatch(s -> s != this && s.moved != null && s.moved.by(at) >= by.moves());
        }
        return othersMove;
    }
}
