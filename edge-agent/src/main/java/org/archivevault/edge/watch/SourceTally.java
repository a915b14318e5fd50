package org.archivevault.edge.watch;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.archivevault.edge.camera.Stills;
import org.archivevault.edge.climate.Judged;
import org.archivevault.firmware.source.WatchPlan;
import org.archivevault.protocol.climate.Quality;
import org.jspecify.annotations.Nullable;

/** What one source has said so far, in numbers, and whether it is well. */
final class SourceTally {
    private final WatchPlan.Source source;
    private final Map<Quality, Long> readings = new EnumMap<>(Quality.class);
    private final Map<Judged.Why, Long> left = new EnumMap<>(Judged.Why.class);
    private final Map<Stills.Why, Long> stillsLeft = new EnumMap<>(Stills.Why.class);
    private long stills;
    private long notices;
    private long unusable;
    private long unusableTold;
    private long heardAt;
    private @Nullable Long unusableAt;
    private @Nullable Long complainedAt;
    private String complaint = "";

    SourceTally(WatchPlan.Source source, long now) {
        this.source = source;
        this.heardAt = now;
    }

    WatchPlan.Source source() {
        return source;
    }

    void heard(long now) {
        heardAt = now;
    }

    void taken(Quality quality) {
        readings.merge(quality, 1L, Long::sum);
    }

    void left(Judged.Why why) {
        left.merge(why, 1L, Long::sum);
    }

    void stillTaken() {
        stills++;
    }

    void stillLeft(Stills.Why why) {
        stillsLeft.merge(why, 1L, Long::sum);
    }

    void noticed() {
        notices++;
    }

    void unusable(String why, long now) {
        unusable++;
        unusableAt = now;
        complaint = why;
    }

    /** A line for the log; empty while there is nothing new or the last was a moment ago. */
    Optional<String> complaint(long now) {
        boolean soon = complainedAt != null && now - complainedAt < WatchLimits.COMPLAIN_MILLIS;
        if (unusable == unusableTold || soon) {
            return Optional.empty();
        }
        long since = unusable - unusableTold;
        unusableTold = unusable;
        complainedAt = now;
        return Optional.of(source.name() + ": " + since + " messages could not be used; the last: " + complaint);
    }

    /** What is wrong with it; empty when nothing is known to be. */
    String trouble(long now) {
        long silence = now - heardAt;
        // A camera of an empty vault has nothing to say.
        if (!source.sensors().isEmpty()
                && silence > source.profile().longestSilence().toMillis()) {
            long minutes = silence / 60_000;
            return "已 " + minutes + " 分钟没有任何消息 / nothing has been heard for " + minutes + " min";
        }
        if (unusableAt != null && now - unusableAt < WatchLimits.UNUSABLE_MILLIS) {
            return "有消息无法使用：" + complaint + " / some messages cannot be used: " + complaint;
        }
        return "";
    }

    void count(BiConsumer<String, Number> gauges) {
        String label = "source=\"" + source.name() + "\"";
        readings.forEach((quality, count) ->
                gauges.accept("watch_readings_total{" + label + ",quality=\"" + quality.wireName() + "\"}", count));
        left.forEach((why, count) -> gauges.accept("watch_left_total{" + label + "," + word(why) + "}", count));
        stillsLeft.forEach(
                (why, count) -> gauges.accept("watch_stills_left_total{" + label + "," + word(why) + "}", count));
        gauges.accept("watch_unusable_total{" + label + "}", unusable);
        if (!source.cameras().isEmpty()) {
            gauges.accept("watch_stills_total{" + label + "}", stills);
            gauges.accept("watch_notices_total{" + label + "}", notices);
        }
    }

    private static String word(Enum<?> why) {
        return "why=\"" + why.name().toLowerCase(Locale.ROOT).replace('_', '-') + "\"";
    }
}
