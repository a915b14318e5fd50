package org.archivevault.edge.tags.llrp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.archivevault.edge.tags.TagReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Mutated bytes: no hang, bounded memory, no failure but the declared one, and the stream goes on after each. */
final class LlrpFuzzTest {
    private static final long SEED = 20261121;
    private static final int FRAMES = 1_000_000;
    private static final int STREAMS = 20_000;
    private static final int CAPABILITIES = 2_000;

    /** What decoding may allocate: a tag has at least 10 bytes and makes some objects of about 100 bytes each. */
    private static final long ALLOWED_PER_BYTE = 60;

    /** Once for each place that words a failure: the JVM links it at its first use, which costs about 100 kB. */
    private static final long ALLOWED_ONCE = 262_144;

    private final ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void aMillionMutatedReportsFailOnlyAsDeclaredAndTheNextGoodOneIsAlwaysRead() throws MalformedMessage {
        System.out.println("fuzz seed " + SEED);
        Random random = new Random(SEED);
        List<byte[]> originals = new ArrayList<>();
        for (int tags = 1; tags <= 8; tags++) {
            originals.add(Reports.full(random, tags));
            originals.add(Reports.rich(random, tags));
        }
        byte[] good = Reports.full(random, 3);
        List<TagReport> expected = new ReportDecoder(0).decode(good, Frame.HEADER_BYTES, good.length);
        ReportDecoder decoder = new ReportDecoder(0);
        long refused = 0;
        long mostOverAllowance = Long.MIN_VALUE;
        long allUsed = 0;
        long allBytes = 0;
        for (int i = 0; i < FRAMES; i++) {
            byte[] mutated = mutate(originals.get(random.nextInt(originals.size())), random);
            int from = Math.min(Frame.HEADER_BYTES, mutated.length);
            long before = memory.getCurrentThreadAllocatedBytes();
            try {
                decoder.decode(mutated, from, mutated.length);
            } catch (MalformedMessage declared) {
                refused++;
            }
            long used = memory.getCurrentThreadAllocatedBytes() - before;
            mostOverAllowance = Math.max(mostOverAllowance, used - ALLOWED_PER_BYTE * mutated.length - ALLOWED_ONCE);
            allUsed += used;
            allBytes += mutated.length;
            if (!decoder.decode(good, Frame.HEADER_BYTES, good.length).equals(expected)) {
                throw new AssertionError("after mutation " + i + " of seed " + SEED + " a good report is read wrongly");
            }
        }
        assertThat(refused).as("mutations that were noticed").isBetween(FRAMES / 10L, FRAMES - 1L);
        assertThat(mostOverAllowance).as("bytes allocated beyond the bound").isLessThanOrEqualTo(0);
        assertThat(allUsed).as("bytes allocated in all").isLessThan(ALLOWED_PER_BYTE * allBytes);
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void mutatedStreamsInPiecesOfAnySizeNeverHoldMoreThanOneMessage() {
        Random random = new Random(SEED);
        int ended = 0;
        for (int i = 0; i < STREAMS; i++) {
            byte[] stream = concat(Reports.full(random, 2), Llrp.keepAlive(i), Reports.rich(random, 1));
            byte[] mutated = mutate(stream, random);
            FrameAssembler assembler = new FrameAssembler();
            int[] bytes = {0};
            try {
                for (int at = 0; at < mutated.length; ) {
                    int next = Math.min(mutated.length, at + 1 + random.nextInt(64));
                    assembler.accept(Arrays.copyOfRange(mutated, at, next), frame -> bytes[0] += frame.copy().length);
                    at = next;
                }
                assertThat(bytes[0] + assembler.pending()).isEqualTo(mutated.length);
            } catch (MalformedMessage declared) {
                ended++;
            }
            assertThat(assembler.pending()).isLessThanOrEqualTo(FrameAssembler.MAX_MESSAGE_BYTES);
        }
        assertThat(ended).as("streams that were given up").isBetween(1, STREAMS - 1);
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void mutatedEventsStatusesAndCapabilitiesFailOnlyAsDeclared() {
        Random random = new Random(SEED);
        byte[] capabilities = Llrp.message(11, 1, Llrp.capabilities(true, 10));
        byte[] events = Llrp.message(
                63,
                0,
                Llrp.event(
                        Llrp.tlv(256, "0000"),
                        Llrp.tlv(249, "00", "00000001", "00000000"),
                        Llrp.tlv(255, "01", "0002"),
                        Llrp.tlv(252, Llrp.text("too hot"))));
        int refused = 0;
        for (int i = 0; i < CAPABILITIES; i++) {
            refused += refuses(mutate(capabilities, random), LlrpFuzzTest::readCapabilities);
            for (int j = 0; j < 50; j++) {
                refused += refuses(mutate(events, random), LlrpFuzzTest::readEvents);
                refused += refuses(
                        mutate(capabilities, random), bytes -> LlrpStatus.of(new Frame(11, 1, bytes, 0, bytes.length)));
            }
        }
        assertThat(refused).isPositive();
    }

    private interface Reading {
        void read(byte[] bytes) throws MalformedMessage;
    }

    private static int refuses(byte[] mutated, Reading reading) {
        byte[] whole = mutated.length < Frame.HEADER_BYTES ? Arrays.copyOf(mutated, Frame.HEADER_BYTES) : mutated;
        try {
            reading.read(whole);
            return 0;
        } catch (MalformedMessage declared) {
            return 1;
        }
    }

    /** The type is right when they are parsed. */
    private static void readCapabilities(byte[] bytes) throws MalformedMessage {
        bytes[0] = 4;
        bytes[1] = 11;
        CapabilitiesParser.parse(bytes);
    }

    private static void readEvents(byte[] bytes) throws MalformedMessage {
        ReaderEvents.read(new Frame(63, 0, bytes, 0, bytes.length), new IgnoredEvents());
    }

    /** One to four changes: bytes, lengths, cuts, insertions, repetitions. */
    private static byte[] mutate(byte[] original, Random random) {
        byte[] bytes = original.clone();
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes && bytes.length > 1; i++) {
            int at = random.nextInt(bytes.length);
            bytes = switch (random.nextInt(6)) {
                case 0 -> Arrays.copyOf(bytes, at);
                case 1 -> insert(bytes, at, random);
                case 2 -> concat(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, at / 2, bytes.length));
                case 3 -> set(bytes, at, (byte) new int[] {0, 1, 3, 4, 0x7F, 0x80, 0xF0, 0xFF}[random.nextInt(8)]);
                case 4 -> set(bytes, at, (byte) (bytes[at] ^ (1 << random.nextInt(8))));
                default -> set(bytes, at, (byte) random.nextInt());
            };
        }
        return bytes;
    }

    private static byte[] set(byte[] bytes, int at, byte value) {
        bytes[at] = value;
        return bytes;
    }

    private static byte[] insert(byte[] bytes, int at, Random random) {
        byte[] more = new byte[1 + random.nextInt(8)];
        random.nextBytes(more);
        return concat(Arrays.copyOf(bytes, at), more, Arrays.copyOfRange(bytes, at, bytes.length));
    }

    private static byte[] concat(byte[]... parts) {
        byte[] all = new byte[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    private static final class IgnoredEvents implements ReaderEvents.Listener {
        @Override
        public void connectionAttempt(int status) {}

        @Override
        public void connectionClosing() {}

        @Override
        public void started(long roSpecId) {}

        @Override
        public void ended(long roSpecId) {}

        @Override
        public void antenna(int port, boolean connected) {}

        @Override
        public void reportsLost() {}

        @Override
        public void exception(String words) {}
    }
}
