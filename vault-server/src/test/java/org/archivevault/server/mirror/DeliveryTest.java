package org.archivevault.server.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeliveryTest {
    private static final List<String> LINES =
            IntStream.range(0, 5_000).mapToObj(i -> "l" + i).toList();

    /** Refuses requests with certain lines, and answers otherwise from the n-th request on. */
    private static final class Sink implements LineSink {
        private final Set<String> bad;
        private final Set<String> in = new TreeSet<>();
        private final List<Integer> sizes = new ArrayList<>();
        private int laterFrom = Integer.MAX_VALUE;

        Sink(String... bad) {
            this.bad = Set.of(bad);
        }

        @Override
        public SendResult send(List<String> lines) {
            sizes.add(lines.size());
            if (sizes.size() >= laterFrom) {
                return SendResult.of(503, "", null);
            }
            if (lines.stream().anyMatch(bad::contains)) {
                return SendResult.of(400, "bad", null);
            }
            in.addAll(lines);
            return SendResult.ACCEPTED;
        }

        @Override
        public void close() {}
    }

    @Test
    void aGoodBatchIsOneRequest() {
        Sink sink = new Sink();
        assertThat(Delivery.deliver(sink, LINES).result().isIn()).isTrue();
        assertThat(sink.sizes).containsExactly(5_000);
    }

    @Test
    void badLinesAreFoundByHalvingAndAllOthersGoIn() {
        Sink sink = new Sink("l0", "l2499", "l2500", "l4999");

        Delivery.End end = Delivery.deliver(sink, LINES);

        assertThat(end.result().isIn()).isTrue();
        assertThat(end.refused()).extracting(Delivery.RefusedLine::index).containsExactly(0, 2_499, 2_500, 4_999);
        assertThat(sink.in).hasSize(4_996);
        assertThat(sink.sizes.size()).isLessThan(110);
    }

    @Test
    void anOutageOnTheWayLeavesTheWholeBatchToBeSentAgain() {
        Sink sink = new Sink("l17");
        sink.laterFrom = 6;

        Delivery.End end = Delivery.deliver(sink, LINES);

        assertThat(end.result().kind()).isEqualTo(SendResult.Kind.LATER);
        assertThat(end.refused()).isEmpty();
    }

    @Test
    void aStoreThatRefusesEverythingIsNotAskedLineByLine() {
        Sink sink = new Sink(LINES.toArray(String[]::new));

        Delivery.End end = Delivery.deliver(sink, LINES);

        assertThat(end.result().kind()).isEqualTo(SendResult.Kind.REFUSED);
        assertThat(end.refused()).isEmpty();
        assertThat(sink.sizes).hasSize(Delivery.MOST_REQUESTS);
    }

    @Test
    void waitsDoubleUpToAMinuteWithHalfOfThemLeftToChance() {
        assertThat(MirrorPace.after(1, null, 0)).isEqualTo(Duration.ofMillis(500));
        assertThat(MirrorPace.after(1, null, 0.5)).isEqualTo(Duration.ofMillis(750));
        assertThat(MirrorPace.after(4, null, 0)).isEqualTo(Duration.ofSeconds(4));
        assertThat(MirrorPace.after(7, null, 0.999)).isLessThan(MirrorPace.LONGEST);
        assertThat(MirrorPace.after(1_000_000, null, 0)).isEqualTo(MirrorPace.LONGEST.dividedBy(2));
    }

    @Test
    void aWaitThatIsAskedForIsKeptWithinAQuarterOfAnHour() {
        assertThat(MirrorPace.after(1, Duration.ofSeconds(30), 0)).isEqualTo(Duration.ofSeconds(30));
        assertThat(MirrorPace.after(7, Duration.ofSeconds(1), 0)).isEqualTo(Duration.ofSeconds(30));
        assertThat(MirrorPace.after(1, Duration.ofDays(9), 0)).isEqualTo(MirrorPace.LONGEST_ASKED);
        assertThat(MirrorPace.after(1, Duration.ofSeconds(-5), 0)).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void retryAfterIsSecondsOrADate() {
        Instant now = Instant.parse("2026-11-22T01:00:00Z");
        assertThat(InfluxSink.retryAfter(Map.of("retry-after", "7"), now)).isEqualTo(Duration.ofSeconds(7));
        assertThat(InfluxSink.retryAfter(Map.of("Retry-After", "Sun, 22 Nov 2026 01:00:30 GMT"), now))
                .isEqualTo(Duration.ofSeconds(30));
        assertThat(InfluxSink.retryAfter(Map.of("Retry-After", "soon"), now)).isNull();
        assertThat(InfluxSink.retryAfter(Map.of(), now)).isNull();
    }

    @Test
    void everyStatusMeansOneThing() {
        assertThat(SendResult.of(204, "", null).isIn()).isTrue();
        assertThat(SendResult.of(400, "partial write: points beyond retention policy dropped=3", null)
                        .isIn())
                .isTrue();
        assertThat(SendResult.of(413, "too large", null).kind()).isEqualTo(SendResult.Kind.REFUSED);
        assertThat(SendResult.of(403, "", null).kind()).isEqualTo(SendResult.Kind.NOT_ALLOWED);
        assertThat(SendResult.of(500, "", null).kind()).isEqualTo(SendResult.Kind.LATER);
    }
}
