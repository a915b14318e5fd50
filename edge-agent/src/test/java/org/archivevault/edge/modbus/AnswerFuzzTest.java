package org.archivevault.edge.modbus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.archivevault.firmware.profile.ShelvingProfile.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * A million mutated answers, from a seed, in random pieces. An answer may be taken only when an oracle that shares no
 * code with the client calls it a frame of exactly this question, and then only with the value in that frame.
 */
// It keeps a processor busy all the time; tests that hold others to a time must not run beside it.
@ResourceLock("processors")
class AnswerFuzzTest {
    private static final int FRAMES = 1_000_000;
    private static final int FLIPPED_FRAMES = 200_000;
    private static final long SEED = Long.getLong("fuzz.seed", 20_261_121L);
    private static final int UNIT = 9;
    private static final int TRANSACTION = 0x1234;

    private final SplittableRandom random = new SplittableRandom(SEED);
    private int taken;
    private int exceptions;
    private int refused;
    private int unfinished;
    private int wrong;

    @Test
    void takesNoWrongAnswerAndFailsInNoOtherWayInAMillionMutations() {
        System.out.println("fuzz.seed=" + SEED);
        Object[] question = {
            Requests.readRegisters(UNIT, Table.HOLDING_REGISTER, 40, 6),
            Requests.readBits(UNIT, Table.DISCRETE_INPUT, 3, 19),
            Requests.writeRegisters(UNIT, 7, new int[] {1, 2}),
            Requests.writeCoil(UNIT, 2, true)
        };
        for (int i = 0; i < FRAMES; i++) {
            tryOne((Request<?>) question[i % question.length], (i / question.length) % 2 == 0);
        }
        System.out.printf(
                "fuzz: %d frames: %d taken (each as the oracle says), %d exceptions, %d refused, %d unfinished, %d wrong%n",
                FRAMES, taken, exceptions, refused, unfinished, wrong);
        assertThat(wrong).as("wrong values accepted").isZero();
        assertThat(taken).as("the mutations leave some frames right").isGreaterThan(1_000);
        assertThat(refused).isGreaterThan(FRAMES / 2);
    }

    @Test
    void takesNoRtuAnswerWithOneToThreeFlippedBits() {
        // The checksum finds every pattern of up to three errors in a frame this long.
        Request<int[]> request = Requests.readRegisters(UNIT, Table.HOLDING_REGISTER, 40, 6);
        for (int i = 0; i < FLIPPED_FRAMES; i++) {
            byte[] right = PeerFormat.RTU.frame(0, UNIT, answerTo(request));
            byte[] bytes = right.clone();
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                Optional<byte[]> answer = new RtuFraming().answerTo(0, request).feed(bytes);
                assertThat(answer.isEmpty() || Arrays.equals(bytes, right))
                        .as(Bytes.hex(bytes))
                        .isTrue();
            } catch (Misfit declared) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(FLIPPED_FRAMES / 2);
    }

    private void tryOne(Request<?> request, boolean tcp) {
        PeerFormat format = tcp ? PeerFormat.MBAP : PeerFormat.RTU;
        byte[] pdu = random.nextInt(8) == 0 ? exceptionTo(request) : answerTo(request);
        byte[] bytes = mutated(format.frame(TRANSACTION, UNIT, pdu));
        AnswerAssembler assembler = (tcp ? new MbapFraming() : new RtuFraming()).answerTo(TRANSACTION, request);
        try {
            Optional<byte[]> answer = feedInPieces(assembler, bytes);
            if (answer.isEmpty()) {
                unfinished++;
            } else {
                judge(request, format, bytes, answer.get());
            }
        } catch (Misfit declared) {
            refused++;
        }
    }

    /** What the engine does with a PDU, against what the oracle says of the bytes. */
    private void judge(Request<?> request, PeerFormat format, byte[] bytes, byte[] pdu) throws Misfit {
        if (request.isException(pdu)) {
            int code = request.exceptionCode(pdu);
            byte[] expected = {(byte) (request.function() | 0x80), (byte) code};
            wrong += Arrays.equals(bytes, format.frame(TRANSACTION, UNIT, expected)) ? 0 : 1;
            exceptions++;
            return;
        }
        byte[] expected = format.frame(TRANSACTION, UNIT, reencoded(request, request.read(pdu), bytes, format));
        wrong += Arrays.equals(bytes, expected) ? 0 : 1;
        taken++;
    }

    /** The one PDU that says what was read; the padding of the last byte of bits is free and taken from the frame. */
    private static byte[] reencoded(Request<?> request, Object value, byte[] bytes, PeerFormat format) {
        if (value instanceof int[] registers) {
            return pdu(request, 2 * registers.length, i -> registers[i / 2] >>> (i % 2 == 0 ? 8 : 0));
        }
        if (value instanceof boolean[] bits) {
            int last = bytes[bytes.length - (format == PeerFormat.RTU ? 3 : 1)];
            int used = bits.length % 8;
            byte[] pdu = pdu(request, (bits.length + 7) / 8, i -> packed(bits, i));
            pdu[pdu.length - 1] |= (byte) (used == 0 ? 0 : last & (0xFF << used));
            return pdu;
        }
        return Arrays.copyOf(request.pdu(), 5);
    }

    private static byte[] pdu(Request<?> request, int count, IntFunction<Integer> data) {
        byte[] pdu = new byte[2 + count];
        pdu[0] = (byte) request.function();
        pdu[1] = (byte) count;
        for (int i = 0; i < count; i++) {
            pdu[2 + i] = data.apply(i).byteValue();
        }
        return pdu;
    }

    private static int packed(boolean[] bits, int index) {
        int packed = 0;
        for (int i = 8 * index; i < Math.min(bits.length, 8 * index + 8); i++) {
            packed |= bits[i] ? 1 << (i % 8) : 0;
        }
        return packed;
    }

    private byte[] answerTo(Request<?> request) {
        if (request.isWrite()) {
            return Arrays.copyOf(request.pdu(), 5);
        }
        return pdu(request, request.answerLength() - 2, i -> random.nextInt(256));
    }

    private byte[] exceptionTo(Request<?> request) {
        return new byte[] {(byte) (request.function() | 0x80), (byte) (1 + random.nextInt(11))};
    }

    private Optional<byte[]> feedInPieces(AnswerAssembler assembler, byte[] bytes) throws Misfit {
        int from = 0;
        Optional<byte[]> answer = Optional.empty();
        while (from < bytes.length) {
            int to = random.nextInt(3) == 0 ? bytes.length : from + 1 + random.nextInt(bytes.length - from);
            if (answer.isPresent()) {
                throw new Misfit("bytes after the answer, as the conversation would find");
            }
            answer = assembler.feed(Arrays.copyOfRange(bytes, from, to));
            from = to;
        }
        return answer;
    }

    private byte[] mutated(byte[] frame) {
        byte[] bytes = frame;
        for (int left = random.nextInt(4); left > 0; left--) {
            bytes = mutatedOnce(bytes);
        }
        return bytes;
    }

    private byte[] mutatedOnce(byte[] bytes) {
        int at = random.nextInt(bytes.length);
        byte[] changed = bytes.clone();
        switch (random.nextInt(8)) {
            case 0 -> changed[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> changed[at] = (byte) random.nextInt(256);
            case 2 -> changed[at] = (byte) (changed[at] + (random.nextBoolean() ? 1 : -1));
            case 3 -> changed = Arrays.copyOf(bytes, Math.max(1, at));
            case 4 -> changed = Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(300));
            case 5 -> System.arraycopy(bytes, 0, changed, at, bytes.length - at);
            case 6 -> changed = removed(bytes, at);
            default -> {
                int other = random.nextInt(bytes.length);
                changed[at] = bytes[other];
                changed[other] = bytes[at];
            }
        }
        return changed;
    }

    private static byte[] removed(byte[] bytes, int at) {
        if (bytes.length == 1) {
            return bytes;
        }
        byte[] shorter = Arrays.copyOf(bytes, bytes.length - 1);
        System.arraycopy(bytes, at + 1, shorter, at, shorter.length - at);
        return shorter;
    }
}
