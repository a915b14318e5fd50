package org.archivevault.edge.light.drive;

import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.archivevault.edge.light.LightLimits;
import org.archivevault.edge.light.PickLights;
import org.archivevault.edge.light.PickLights.Change;
import org.archivevault.firmware.plan.LightPlan;

/**
 * Keeps the lamps of one controller as they ought to be: one request at a time, a write when one is due, else the next
 * part of the round that asks who it is and reads all lamps back. Nothing here decides.
 */
final class LampKeeper {
    /** Lamps side by side that are read in one request. */
    private record Span(int first, int count) {}

    private final int index;
    private final LightPlan plan;
    private final Lamps lamps;
    private final PickLights lights;
    private final LightSurroundings surroundings;
    private final LongSupplier clock;
    private final Runnable changed;
    private final List<Span> spans;
    private final Deque<Span> toRead = new ArrayDeque<>();
    private long identifiedAt;
    private boolean identified;
    private long nextRoundAt;
    private long pausedUntil;
    private boolean asking;

    LampKeeper(
            int index,
            LightPlan plan,
            Lamps lamps,
            PickLights lights,
            LightSurroundings surroundings,
            LongSupplier clock,
            Runnable changed) {
        this.index = index;
        this.plan = plan;
        this.lamps = lamps;
        this.lights = lights;
        this.surroundings = surroundings;
        this.clock = clock;
        this.changed = changed;
        this.spans = spans(plan, lamps.mostReadAtOnce());
        this.nextRoundAt = clock.getAsLong();
    }

    /** The planned lamps in as few spans as the largest read allows. */
    private static List<Span> spans(LightPlan plan, int most) {
        TreeSet<Integer> numbers = new TreeSet<>();
        plan.faces()
                .forEach(face -> IntStream.range(face.firstLamp(), face.firstLamp() + face.lamps())
                        .forEach(numbers::add));
        Deque<Span> spans = new ArrayDeque<>();
        for (int number : numbers) {
            Span last = spans.peekLast();
            if (last != null && number == last.first() + last.count() && last.count() < most) {
                spans.removeLast();
                spans.addLast(new Span(last.first(), last.count() + 1));
            } else {
                spans.addLast(new Span(number, 1));
            }
        }
        return List.copyOf(spans);
    }

    /** Does what is due, unless a request is under way or the controller has just failed. */
    void pump() {
        long now = clock.getAsLong();
        if (asking || now < pausedUntil) {
            return;
        }
        if (now >= nextRoundAt) {
            nextRoundAt = now + LightLimits.ROUND_MILLIS;
            ask(lamps.identityMistake().compose(this::identified));
            return;
        }
        if (!identified || now - identifiedAt >= LightLimits.IDENTITY_HOLDS_MILLIS) {
            return;
        }
        Optional<Change> change = lights.next(index);
        Span span = toRead.poll();
        if (change.isPresent()) {
            if (span != null) {
                toRead.addFirst(span);
            }
            write(change.get());
        } else if (span != null) {
            ask(lamps.read(span.first(), span.count()).map(burning -> {
                lights.read(index, span.first(), burning, clock.getAsLong());
                return null;
            }));
        }
    }

    private Future<Void> identified(String mistake) {
        if (!mistake.isEmpty()) {
            return Future.failedFuture(mistake);
        }
        identified = true;
        identifiedAt = clock.getAsLong();
        toRead.clear();
        toRead.addAll(spans);
        return Future.succeededFuture();
    }

    private void write(Change change) {
        ask(lamps.write(change.lamp(), change.burn())
                .onSuccess(done -> lights.written(index, change, clock.getAsLong()))
                .onFailure(failure -> lights.doubtful(index, change)));
    }

    private void ask(Future<Void> request) {
        asking = true;
        request.onComplete(
                done -> {
                    asking = false;
                    surroundings.answered(plan.name());
                    changed.run();
                },
                failure -> {
                    asking = false;
                    failed(String.valueOf(failure.getMessage()));
                    changed.run();
                });
    }

    private void failed(String sentence) {
        identified = false;
        toRead.clear();
        lights.lost(index);
        pausedUntil = clock.getAsLong() + LightLimits.PAUSE_MILLIS;
        nextRoundAt = pausedUntil;
        surroundings.failed(plan.name(), sentence);
    }

    String name() {
        return plan.name();
    }

    int burning() {
        return lights.burning(index);
    }
}
