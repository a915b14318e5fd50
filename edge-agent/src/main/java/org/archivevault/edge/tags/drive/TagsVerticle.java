package org.archivevault.edge.tags.drive;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.archivevault.edge.tags.TagLimits;
import org.archivevault.edge.tags.TagPresence;
import org.archivevault.edge.tags.TagReader;
import org.archivevault.edge.tags.TagReport;
import org.archivevault.firmware.reader.ReaderPlan;
import org.archivevault.protocol.event.BlockView;
import org.jspecify.annotations.Nullable;

/** All readers of one vault and the one belief about its tags, on one event loop. */
public final class TagsVerticle extends VerticleBase {
    /** Health is told anew, rates are counted and refused events are tried again so often, in milliseconds. */
    private static final long BEAT_MILLIS = 1_000;

    /** A reader that has said nothing for so long after the start is told as silent, in milliseconds. */
    private static final long FIRST_WORD_MILLIS = 3_000;

    /** Beyond the number of tags that can be followed is told for so long after the last, in milliseconds. */
    private static final long FULL_MILLIS = 60_000;

    private final List<ReaderPlan> plans;
    private final TagReader.Opener opener;
    private final TagSurroundings surroundings;
    private final LongSupplier clock;
    private final TagPresence presence;
    private final EventRecorder recorder;
    private final List<Ear> ears = new ArrayList<>();
    private final List<Long> timers = new ArrayList<>();
    private volatile Map<String, Number> gauges = Map.of();
    private @Nullable Context own;
    private long startedAt;
    private long lastBeatAt;
    private long beyondLimit;
    private long fullUntil;

    /**
     * Not started yet.
     *
     * @param plans the readers, at least one
     * @param opener opens a reader
     * @param surroundings the edge around
     * @param clock the edge's clock, in milliseconds
     * @param boot this start of the edge
     * @throws IllegalArgumentException when a reader's profile is not made for one of its read points
     */
    public TagsVerticle(
            List<ReaderPlan> plans,
            TagReader.Opener opener,
            TagSurroundings surroundings,
            LongSupplier clock,
            UUID boot) {
        this.plans = List.copyOf(plans);
        this.opener = opener;
        this.surroundings = surroundings;
        this.clock = clock;
        this.presence = new TagPresence(this.plans, boot);
        this.recorder = new EventRecorder(surroundings);
    }

    @Override
    public Future<?> start() {
        own = context;
        startedAt = clock.getAsLong();
        lastBeatAt = startedAt;
        for (int r = 0; r < plans.size(); r++) {
            Ear ear = new Ear(r, plans.get(r).name());
            ears.add(ear);
            ear.reader = opener.open(vertx, plans.get(r), ear);
        }
        timers.add(vertx.setPeriodic(TagLimits.TICK_MILLIS, id -> {
            presence.tick(clock.getAsLong());
            tell();
        }));
        timers.add(vertx.setPeriodic(BEAT_MILLIS, id -> beat()));
        return Future.succeededFuture();
    }

    /** What one reader says. */
    private final class Ear implements TagReader.Listener {
        private final int index;
        private final String name;
        private @Nullable TagReader reader;
        private boolean reading;
        private boolean spoken;
        private long reports;
        private long reportsAtBeat;

        Ear(int index, String name) {
            this.index = index;
            this.name = name;
        }

        @Override
        public void reading() {
            reading = true;
            spoken = true;
            presence.reading(index, clock.getAsLong());
            surroundings.answered(name);
            tell();
        }

        @Override
        public void silent(String sentence) {
            reading = false;
            spoken = true;
            presence.silent(index, clock.getAsLong());
            surroundings.failed(name, sentence);
            tell();
        }

        @Override
        public void reported(List<TagReport> tags) {
            reports += tags.size();
            presence.reported(index, tags, clock.getAsLong());
            tell();
        }
    }

    private void tell() {
        recorder.add(presence.take());
    }

    private void beat() {
        long now = clock.getAsLong();
        if (presence.beyondLimit() > beyondLimit) {
            beyondLimit = presence.beyondLimit();
            fullUntil = now + FULL_MILLIS;
        }
        for (Ear ear : ears) {
            beat(ear, now);
        }
        gauges = counted(now);
        lastBeatAt = now;
        recorder.retry();
    }

    private void beat(Ear ear, long now) {
        if (ear.reading && now >= fullUntil) {
            surroundings.answered(ear.name);
        } else if (ear.reading) {
            surroundings.failed(
                    ear.name,
                    "标签过多，边缘代理无法全部跟踪，请将读写器分给更多边缘代理 / more tags than the edge can follow:"
                            + " spread the readers over more edges");
        } else if (!ear.spoken && now - startedAt >= FIRST_WORD_MILLIS) {
            ear.spoken = true;
            surroundings.failed(ear.name, "读写器没有应答 / the reader does not answer");
        }
    }

    private Map<String, Number> counted(long now) {
        Map<String, Number> counted = new HashMap<>(presence.gauges());
        double seconds = Math.max(1, now - lastBeatAt) / 1_000.0;
        for (Ear ear : ears) {
            String label = "{reader=\"" + ear.name + "\"}";
            counted.put("tag_reports_total" + label, ear.reports);
            counted.put("tag_reports_per_second" + label, Math.round((ear.reports - ear.reportsAtBeat) / seconds));
            counted.put("reader_reading" + label, ear.reading ? 1 : 0);
            ear.reportsAtBeat = ear.reports;
        }
        counted.put("tag_events_recorded_total", recorder.recorded());
        counted.put("tag_events_waiting", recorder.waiting());
        counted.put("tag_events_lost_total", recorder.lost());
        return counted;
    }

    /**
     * A block's newest view. May be called from any thread once the verticle is deployed.
     *
     * @param view the view
     */
    public void show(BlockView view) {
        Objects.requireNonNull(own, "not started").runOnContext(on -> {
            presence.seen(view.block(), view.openAisle(), view.moving(), clock.getAsLong());
            tell();
        });
    }

    /**
     * Numbers for metrics, not older than a second. May be called from any thread.
     *
     * @return by metric name
     */
    public Map<String, Number> gauges() {
        return gauges;
    }

    @Override
    public Future<?> stop() {
        timers.forEach(vertx::cancelTimer);
        return Future.join(ears.stream()
                .map(e -> e.reader == null ? Future.<Void>succeededFuture() : e.reader.close())
                .toList());
    }
}
