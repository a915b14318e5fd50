package org.archivevault.link.outbox;

import static org.archivevault.link.testing.Waiting.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.archivevault.protocol.event.EdgeEvent;
import org.archivevault.protocol.event.Lane;
import org.archivevault.protocol.link.SequencedEvent;
import org.jspecify.annotations.Nullable;

/** Whatever is appended, forgotten and restarted in whatever order: nothing is lost without being said. */
class SqliteOutboxPropertyTest {
    private static final OutboxLimits SMALL = new OutboxLimits(20, 2L * OutboxLimits.MAX_EVENT_BYTES, 4 << 20);

    private static @Nullable Vertx vertx;

    @BeforeContainer
    static void openVertx() {
        vertx = Vertx.vertx();
    }

    @AfterContainer
    static void closeVertx() throws Exception {
        answer(Objects.requireNonNull(vertx).close());
    }

    enum Step {
        ACCESS,
        TELEMETRY,
        LARGE_TELEMETRY,
        FORGET_ACCESS,
        FORGET_TELEMETRY,
        RESTART
    }

    @Provide
    Arbitrary<List<Tuple2<Step, Integer>>> histories() {
        Arbitrary<Step> steps = Arbitraries.frequency(
                Tuple.of(10, Step.ACCESS),
                Tuple.of(20, Step.TELEMETRY),
                Tuple.of(5, Step.LARGE_TELEMETRY),
                Tuple.of(3, Step.FORGET_ACCESS),
                Tuple.of(3, Step.FORGET_TELEMETRY),
                Tuple.of(1, Step.RESTART));
        return net.jqwik.api.Combinators.combine(steps, Arbitraries.integers().between(0, 12))
                .as(Tuple::of)
                .list()
                .ofMaxSize(80);
    }

    @Property(tries = 40, shrinking = ShrinkingMode.BOUNDED)
    void nothingIsLostWithoutBeingSaid(@ForAll("histories") List<Tuple2<Step, Integer>> history) throws Exception {
        Path folder = Files.createTempDirectory("outbox");
        Run run = new Run(folder.resolve("o.db"));
        try {
            for (Tuple2<Step, Integer> each : history) {
                run.step(each.get1(), each.get2());
                run.check();
            }
        } finally {
            run.close();
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (Path each : files.toList()) {
                Files.delete(each);
            }
        }
        Files.delete(folder);
    }

    private static final class Run {
        private final Path file;
        private final Map<Lane, TreeMap<Long, EdgeEvent>> appended = new TreeMap<>();
        private final Map<Lane, Long> forgotten = new TreeMap<>();
        private SqliteOutbox outbox;
        private int number;

        Run(Path file) throws Exception {
            this.file = file;
            this.outbox = open();
            for (Lane lane : Lane.values()) {
                appended.put(lane, new TreeMap<>());
                forgotten.put(lane, 0L);
            }
        }

        private SqliteOutbox open() throws OutboxFailure {
            return SqliteOutbox.open(Objects.requireNonNull(vertx), file, SMALL, InstantSource.fixed(Instant.EPOCH));
        }

        private Map<Long, EdgeEvent> appended(Lane lane) {
            return Objects.requireNonNull(appended.get(lane));
        }

        void step(Step step, int argument) throws Exception {
            switch (step) {
                case ACCESS -> append(Events.access(number++));
                case TELEMETRY -> append(Events.telemetry(number++, argument));
                case LARGE_TELEMETRY -> append(Events.telemetry(number++, 4_000 * argument));
                case FORGET_ACCESS -> forget(Lane.ACCESS, argument);
                case FORGET_TELEMETRY -> forget(Lane.TELEMETRY, argument);
                case RESTART -> {
                    answer(outbox.close());
                    outbox = open();
                }
            }
        }

        private void append(EdgeEvent event) throws Exception {
            appended(event.lane()).put(answer(outbox.append(event)), event);
        }

        /** As the server would: a number that exists, never below what it said before. */
        private void forget(Lane lane, int more) {
            long last = Objects.requireNonNull(outbox.lanes().get(lane)).lastSeq();
            long upTo = Math.min(last, Objects.requireNonNull(forgotten.get(lane)) + more);
            forgotten.put(lane, upTo);
            outbox.forget(lane, upTo);
        }

        void check() throws Exception {
            for (Lane lane : Lane.values()) {
                List<SequencedEvent> held = held(lane);
                long last = Objects.requireNonNull(outbox.lanes().get(lane)).lastSeq();
                // Numbers run to the last one given, without a gap.
                List<Long> numbers = held.stream().map(SequencedEvent::seq).toList();
                assertThat(numbers)
                        .isEqualTo(LongStream.rangeClosed(last - numbers.size() + 1, last)
                                .boxed()
                                .toList());
                // What was appended is held, or the server has it, or it is said to be dropped.
                List<EdgeEvent.EventsDropped> said = held.stream()
                        .map(SequencedEvent::event)
                        .filter(e -> e instanceof EdgeEvent.EventsDropped)
                        .map(EdgeEvent.EventsDropped.class::cast)
                        .toList();
                appended(lane).forEach((seq, event) -> {
                    boolean there = held.contains(new SequencedEvent(seq, Instant.EPOCH, event));
                    boolean atServer = seq <= Objects.requireNonNull(forgotten.get(lane));
                    boolean saidDropped = said.stream().anyMatch(d -> d.fromSeq() <= seq && seq <= d.toSeq());
                    assertThat(there || atServer || saidDropped)
                            .as("%s %d: there %s, at the server %s", lane, seq, there, atServer)
                            .isTrue();
                    assertThat(lane == Lane.ACCESS && saidDropped).isFalse();
                });
                if (lane == Lane.TELEMETRY) {
                    assertThat(held).hasSizeLessThanOrEqualTo(20);
                }
            }
        }

        private List<SequencedEvent> held(Lane lane) throws Exception {
            List<SequencedEvent> all = new ArrayList<>();
            long after = 0;
            while (true) {
                List<SequencedEvent> part = answer(outbox.read(lane, after)).events();
                if (part.isEmpty()) {
                    return all;
                }
                all.addAll(part);
                after = part.get(part.size() - 1).seq();
            }
        }

        void close() throws Exception {
            answer(outbox.close());
        }
    }
}
