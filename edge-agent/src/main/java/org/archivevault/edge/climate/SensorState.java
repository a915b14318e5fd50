package org.archivevault.edge.climate;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.archivevault.protocol.climate.Quantity;
import org.archivevault.protocol.climate.SensorId;
import org.archivevault.protocol.event.EdgeEvent.SensorChanged;
import org.jspecify.annotations.Nullable;

/** Whether one sensor is to be reckoned with, how much it may say, and when that is to be told. */
final class SensorState {
    /** Readings that come after one that was too many, and before its sensor counts as well-behaved again. */
    private static final double CALM_ROOM = ClimateLimits.MOST_AT_ONCE / 2.0;

    private static final int HOURS_OF_A_DAY = 24;

    final SourceClock clock = new SourceClock();
    private final SensorId sensor;
    private final Set<Quantity> noNumber = EnumSet.noneOf(Quantity.class);
    private boolean away;
    private boolean tooMany;
    private double room = ClimateLimits.MOST_AT_ONCE;
    private long roomAt;
    private boolean toldOnline = true;
    private String toldDetail = "";
    private @Nullable Long toldAt;

    SensorState(SensorId sensor, long now) {
        this.sensor = sensor;
        this.roomAt = now;
    }

    void available(boolean online) {
        away = !online;
    }

    void measured(Quantity quantity, boolean isNumber) {
        if (isNumber) {
            noNumber.remove(quantity);
        } else {
            noNumber.add(quantity);
        }
    }

    /** Whether it may say one more now. */
    boolean admit(long now) {
        room = Math.min(ClimateLimits.MOST_AT_ONCE, room + (now - roomAt) * ClimateLimits.MOST_PER_SECOND / 1_000.0);
        roomAt = now;
        if (room < 1) {
            tooMany = true;
            return false;
        }
        room -= 1;
        tooMany &= room < CALM_ROOM;
        return true;
    }

    /** What is to be told now; the first word that all is well is not. */
    Optional<SensorChanged> change(long now) {
        String detail = detail();
        boolean online = !away && !tooMany && noNumber.isEmpty();
        boolean changed = online != toldOnline || !detail.equals(toldDetail);
        if (!changed || (toldAt != null && now - toldAt < ClimateLimits.TELL_AGAIN_MILLIS)) {
            return Optional.empty();
        }
        toldOnline = online;
        toldDetail = detail;
        toldAt = now;
        return Optional.of(new SensorChanged(sensor, online, detail));
    }

    boolean isSettled() {
        return toldDetail.equals(detail());
    }

    private String detail() {
        if (away) {
            return "传感器或其网关报告离线 / the sensor or its bridge says that it is away";
        }
        if (!noNumber.isEmpty()) {
            String which = noNumber.stream().map(Quantity::wireName).sorted().collect(Collectors.joining(", "));
            return "测量值不是数字：" + which + " / what it measures is no number: " + which;
        }
        if (tooMany) {
            return String.format(
                    Locale.ROOT,
                    "每秒超过 %d 个读数，多余的未保存 / more than %d readings a second, the rest was not kept",
                    ClimateLimits.MOST_PER_SECOND,
                    ClimateLimits.MOST_PER_SECOND);
        }
        return clock.off() == null ? "" : clockDetail(clock.off());
    }

    /** In whole hours up to a day: a clock that drifts, or was never set, must not be told anew all the time. */
    private static String clockDetail(Duration off) {
        long hours = Math.round(off.toSeconds() / 3_600.0);
        String by =
                hours == 0 || Math.abs(hours) > HOURS_OF_A_DAY ? "" : String.format(Locale.ROOT, " (%+d h)", -hours);
        return "时钟不准" + by + "，采用接收时间 / its clock is wrong" + by + ", the time of receipt is used";
    }
}
