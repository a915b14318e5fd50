package org.archivevault.simulator.reader;

import static org.archivevault.simulator.llrp.ParameterType.*;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.archivevault.simulator.reader.RoSpec.AiSpec;
import org.archivevault.simulator.reader.RoSpec.Start;
import org.archivevault.simulator.reader.RoSpec.State;
import org.jspecify.annotations.Nullable;

/** Runs the active ROSpec: its inventories one after the other, and the reports that it asks for. Told what time it is. */
final class Runner {
    /** Turns that were missed for so long are not made up for. */
    private static final long MOST_BEHIND_MILLIS = 1_000;

    private static final int ROSPEC_STARTED = 0;
    private static final int ROSPEC_ENDED = 1;
    private static final int AISPEC_ENDED = 0;

    private final RoSpecs specs;
    private final AccessSpecs accesses;
    private final ReaderConfig config;
    private final Inventory inventory;
    private final Outbox outbox;
    private final long epochMillis;
    private final Map<Long, Long> nextPeriod = new HashMap<>();
    private @Nullable RoSpec running;
    private int aiIndex;
    private long aiBegan;
    private long roBegan;

    Runner(
            RoSpecs specs,
            AccessSpecs accesses,
            ReaderConfig config,
            Inventory inventory,
            Outbox outbox,
            long epochMillis) {
        this.specs = specs;
        this.accesses = accesses;
        this.config = config;
        this.inventory = inventory;
        this.outbox = outbox;
        this.epochMillis = epochMillis;
    }

    /** Runs on until now. To be called some times a second, and after every request. */
    void advance(long now) {
        RoSpec before = running;
        if (before != null && before.state() != State.ACTIVE) {
            // A client has stopped, disabled or deleted it.
            finish(before, now);
        }
        Optional<RoSpec> active = specs.active();
        if (running == null && active.isPresent()) {
            inventory.begin(now);
            begin(active.get(), now);
        }
        startByThemselves(now);
        RoSpec current = running;
        if (current != null) {
            inventory.sweep(
                    current.aiSpecs().get(aiIndex),
                    now,
                    (tag, antenna) -> accesses.perform(tag, antenna, current.id()));
            reportMany(current);
            turns(now);
        }
    }

    /** Reports what there is, because a client asks. */
    void reportNow() {
        RoSpec current = running;
        if (current == null) {
            outbox.report(0, body -> {});
        } else {
            report(current, Integer.MAX_VALUE, true);
        }
    }

    void reset() {
        running = null;
        nextPeriod.clear();
    }

    private void startByThemselves(long now) {
        for (RoSpec spec : specs.all()) {
            if (running == null && spec.state() == State.INACTIVE && due(spec, now)) {
                spec.state(State.ACTIVE);
                inventory.begin(now);
                begin(spec, now);
            }
        }
    }

    private boolean due(RoSpec spec, long now) {
        if (spec.start() != Start.PERIODIC) {
            return spec.start() == Start.IMMEDIATE;
        }
        long next = nextPeriod.getOrDefault(spec.id(), now);
        if (next > now) {
            return false;
        }
        nextPeriod.put(spec.id(), Math.max(next, now - MOST_BEHIND_MILLIS) + Math.max(1, spec.periodMillis()));
        return true;
    }

    private void begin(RoSpec spec, long now) {
        running = spec;
        aiIndex = 0;
        aiBegan = now;
        roBegan = now;
        roEvent(now, ROSPEC_STARTED, spec);
    }

    /** Ends the inventories, and the ROSpec, whose time is over; one that starts immediately goes on without a gap. */
    private void turns(long now) {
        for (RoSpec spec = running; spec != null; spec = running) {
            long aiDuration = spec.aiSpecs().get(aiIndex).durationMillis();
            long aiEnd = aiDuration == 0 ? Long.MAX_VALUE : aiBegan + aiDuration;
            long roEnd = spec.durationMillis() == 0 ? Long.MAX_VALUE : roBegan + spec.durationMillis();
            long end = Math.min(aiEnd, roEnd);
            if (end > now) {
                return;
            }
            endAiSpec(spec, now);
            if (roEnd <= aiEnd || aiIndex == spec.aiSpecs().size()) {
                again(spec, Math.max(end, now - MOST_BEHIND_MILLIS), now);
            } else {
                aiBegan = Math.max(end, now - MOST_BEHIND_MILLIS);
            }
        }
    }

    private void endAiSpec(RoSpec spec, long now) {
        if (reportSpec(spec).trigger() == ReportSpec.END_OF_AISPEC) {
            report(spec, Integer.MAX_VALUE, false);
        }
        if (config.tells(ReaderConfig.AISPEC_EVENTS)) {
            int index = aiIndex + 1;
            outbox.event(
                    now,
                    event -> event.tlv(
                            AISPEC_EVENT,
                            ended -> ended.u8(AISPEC_ENDED).u32(spec.id()).u16(index)));
        }
        aiIndex++;
    }

    private void again(RoSpec spec, long end, long now) {
        finish(spec, now);
        if (spec.start() == Start.IMMEDIATE) {
            spec.state(State.ACTIVE);
            begin(spec, end);
        } else {
            spec.state(State.INACTIVE);
        }
    }

    private void finish(RoSpec spec, long now) {
        aiIndex = Math.min(aiIndex, spec.aiSpecs().size() - 1);
        if (reportSpec(spec).trigger() != ReportSpec.ON_REQUEST) {
            report(spec, Integer.MAX_VALUE, false);
        }
        running = null;
        roEvent(now, ROSPEC_ENDED, spec);
    }

    private void reportMany(RoSpec spec) {
        ReportSpec wanted = reportSpec(spec);
        while (wanted.trigger() != ReportSpec.ON_REQUEST
                && wanted.everyTags() > 0
                && inventory.collected() >= wanted.everyTags()) {
            report(spec, wanted.everyTags(), false);
        }
    }

    private void report(RoSpec spec, int most, boolean evenEmpty) {
        ReportSpec wanted = reportSpec(spec);
        AiSpec ai = spec.aiSpecs().get(aiIndex);
        int index = aiIndex + 1;
        List<TagEntry> entries = inventory.take(most);
        if (!entries.isEmpty() || evenEmpty) {
            outbox.report(
                    entries.size(),
                    body -> entries.forEach(entry ->
                            entry.write(body, wanted, spec.id(), index, ai.inventoryParameterSpecId(), epochMillis)));
        }
    }

    private ReportSpec reportSpec(RoSpec spec) {
        return spec.report().orElse(config.report());
    }

    private void roEvent(long now, int what, RoSpec spec) {
        if (config.tells(ReaderConfig.ROSPEC_EVENTS)) {
            outbox.event(
                    now,
                    event -> event.tlv(
                            ROSPEC_EVENT,
                            changed -> changed.u8(what).u32(spec.id()).u32(0)));
        }
    }
}
