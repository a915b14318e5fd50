package org.archivevault.edge.modbus;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.archivevault.edge.modbus.HostilePeer.Reaction;
import org.archivevault.edge.modbus.HostilePeer.Wire;
import org.archivevault.edge.modbus.ModbusFailure.ConnectionLost;
import org.archivevault.edge.modbus.ModbusFailure.DeadlinePassed;
import org.archivevault.edge.modbus.ModbusFailure.ExceptionResponse;
import org.archivevault.edge.modbus.ModbusFailure.Mismatch;
import org.archivevault.edge.modbus.PeerFormat.Asked;

/**
 * One way to misbehave, once.
 *
 * @param name says what the peer does
 * @param mediums where it can be done
 * @param questions to which it can be done
 * @param reaction does it
 * @param outcomes how the request may end; {@link Right} for a right answer
 */
record Fault(String name, Set<Medium> mediums, Set<Question> questions, Reaction reaction, Set<Class<?>> outcomes) {

    /** The three ways to be connected. */
    enum Medium {
        TCP,
        RTU_OVER_TCP,
        RTU_SERIAL
    }

    /** What is asked. */
    enum Question {
        READ_REGISTERS,
        READ_BITS,
        WRITE_REGISTER,
        WRITE_REGISTERS,
        WRITE_COIL
    }

    /** The request succeeded, with the right value. */
    static final class Right {
        private Right() {}
    }

    private static final Set<Medium> ALL = Set.of(Medium.values());
    private static final Set<Medium> IDS = Set.of(Medium.TCP);
    private static final Set<Medium> RTU = Set.of(Medium.RTU_OVER_TCP, Medium.RTU_SERIAL);
    private static final Set<Medium> SOCKETS = Set.of(Medium.TCP, Medium.RTU_OVER_TCP);
    private static final Set<Question> ANY =
            Set.of(Question.READ_REGISTERS, Question.READ_BITS, Question.WRITE_REGISTERS);
    private static final Set<Question> READS = Set.of(Question.READ_REGISTERS, Question.READ_BITS);
    private static final Set<Question> WRITES =
            Set.of(Question.WRITE_REGISTER, Question.WRITE_REGISTERS, Question.WRITE_COIL);

    /** Whether it answers after the request has been given up. */
    boolean isLate() {
        return name.contains("late");
    }

    @Override
    public String toString() {
        return name;
    }

    static List<Fault> all() {
        return List.of(
                // Silence and lateness
                fault("is silent", ALL, ANY, (a, w) -> {}, DeadlinePassed.class),
                fault("answers late", ALL, ANY, (a, w) -> w.sendTooLate(honest(a, w)), DeadlinePassed.class),
                fault(
                        "is deaf and dumb on a half-open connection",
                        SOCKETS,
                        ANY,
                        (a, w) -> w.deaf = true,
                        DeadlinePassed.class),
                fault(
                        "sends half a frame, then nothing",
                        ALL,
                        ANY,
                        (a, w) -> w.send(half(honest(a, w))),
                        DeadlinePassed.class),
                fault("sends half a frame, the rest late", ALL, ANY, Fault::halfNowHalfLate, DeadlinePassed.class),
                fault(
                        "drips a byte at a time beyond the deadline",
                        ALL,
                        ANY,
                        (a, w) -> w.drip(Arrays.copyOf(honest(a, w), 6), 450),
                        DeadlinePassed.class),
                // Right answers in odd pieces
                fault("sends the right answer byte by byte", ALL, ANY, Fault::byteByByte, Right.class),
                fault(
                        "sends the right answer slowly but in time",
                        ALL,
                        ANY,
                        (a, w) -> w.drip(honest(a, w), 3),
                        Right.class),
                // Too many answers
                fault("answers twice in one segment", ALL, ANY, (a, w) -> w.send(twice(honest(a, w))), Mismatch.class),
                fault("answers twice in two segments", IDS, ANY, Fault::twoSegments, Right.class, Mismatch.class),
                fault("adds a valid answer to another question", ALL, ANY, Fault::plusForeign, Mismatch.class),
                fault("puts an old answer before the right one", IDS, ANY, Fault::oldFirst, Mismatch.class),
                // Wrong identity
                fault(
                        "answers with a foreign transaction id",
                        IDS,
                        ANY,
                        (a, w) -> w.send(framed(w, a.transaction() + 1, a.unit(), older(a).honest())),
                        Mismatch.class),
                fault(
                        "answers with the transaction id before",
                        IDS,
                        ANY,
                        (a, w) -> w.send(framed(w, a.transaction() - 1, a.unit(), older(a).honest())),
                        Mismatch.class),
                fault(
                        "answers for a foreign unit",
                        ALL,
                        ANY,
                        (a, w) -> w.send(framed(
                                w, a.transaction(), a.unit() + 1, neighbour(a).honest())),
                        Mismatch.class),
                fault(
                        "answers with protocol id 1",
                        IDS,
                        ANY,
                        (a, w) -> w.send(changed(honest(a, w), 3, 1)),
                        Mismatch.class),
                fault(
                        "answers with a wrong function",
                        ALL,
                        ANY,
                        (a, w) -> w.answer(a, changed(a.honest(), 0, a.function() == 3 ? 4 : 3)),
                        Mismatch.class),
                fault(
                        "answers a read as if it were a write",
                        ALL,
                        READS,
                        (a, w) -> w.answer(a, new byte[] {6, a.pdu()[1], a.pdu()[2], 0, 1}),
                        Mismatch.class),
                // Wrong lengths
                fault(
                        "answers with one register or byte too few",
                        ALL,
                        READS,
                        (a, w) -> w.answer(a, fewer(a)),
                        Mismatch.class,
                        DeadlinePassed.class),
                fault(
                        "answers with one register or byte too many",
                        ALL,
                        READS,
                        (a, w) -> w.answer(a, more(a)),
                        Mismatch.class),
                fault(
                        "answers with a byte count that lies low",
                        ALL,
                        READS,
                        (a, w) -> w.answer(a, changed(a.honest(), 1, a.honest()[1] - 1)),
                        Mismatch.class),
                fault(
                        "answers with a byte count that lies high",
                        ALL,
                        READS,
                        (a, w) -> w.answer(a, changed(a.honest(), 1, a.honest()[1] + 1)),
                        Mismatch.class),
                fault("answers with length 0", IDS, ANY, (a, w) -> w.send(word(honest(a, w), 4, 0)), Mismatch.class),
                fault(
                        "answers with length 65535",
                        IDS,
                        ANY,
                        (a, w) -> w.send(word(honest(a, w), 4, 65535)),
                        Mismatch.class),
                fault(
                        "answers with a length one too long",
                        IDS,
                        ANY,
                        (a, w) -> w.send(word(honest(a, w), 4, a.honest().length + 2)),
                        Mismatch.class),
                fault(
                        "answers with a frame longer than any may be",
                        ALL,
                        ANY,
                        (a, w) -> w.answer(a, Arrays.copyOf(a.honest(), 400)),
                        Mismatch.class),
                // Wrong echoes
                fault(
                        "echoes a wrong address",
                        ALL,
                        WRITES,
                        (a, w) -> w.answer(
                                a, a.with(a.address() + 1, a.countOrValue()).honest()),
                        Mismatch.class),
                fault(
                        "echoes a wrong value or count",
                        ALL,
                        WRITES,
                        (a, w) -> w.answer(
                                a, a.with(a.address(), a.countOrValue() ^ 1).honest()),
                        Mismatch.class),
                // Exceptions
                fault(
                        "refuses with exception 2",
                        ALL,
                        ANY,
                        (a, w) -> w.answer(a, exception(a, 2)),
                        ExceptionResponse.class),
                fault(
                        "refuses with exception 0, which does not exist",
                        ALL,
                        ANY,
                        (a, w) -> w.answer(a, exception(a, 0)),
                        Mismatch.class),
                fault(
                        "refuses another function",
                        ALL,
                        ANY,
                        (a, w) -> w.answer(a, changed(exception(a, 2), 0, 0x80 | (a.function() + 1))),
                        Mismatch.class),
                fault(
                        "refuses with a foreign transaction id",
                        IDS,
                        ANY,
                        (a, w) -> w.send(framed(w, a.transaction() + 1, a.unit(), exception(a, 2))),
                        Mismatch.class),
                fault(
                        "refuses for a foreign unit",
                        ALL,
                        ANY,
                        (a, w) -> w.send(framed(w, a.transaction(), a.unit() + 1, exception(a, 2))),
                        Mismatch.class),
                // Noise
                fault("sends garbage", ALL, ANY, (a, w) -> w.send(garbage()), Mismatch.class),
                fault(
                        "sends one stray byte before the answer",
                        ALL,
                        ANY,
                        (a, w) -> w.send(joined(new byte[] {0x55}, honest(a, w))),
                        Mismatch.class),
                fault(
                        "sends a bad checksum",
                        RTU,
                        ANY,
                        (a, w) -> w.send(lastByteFlipped(honest(a, w))),
                        Mismatch.class),
                fault(
                        "sends one flipped data bit under the old checksum",
                        RTU,
                        READS,
                        (a, w) -> w.send(changed(honest(a, w), 4, honest(a, w)[4] ^ 8)),
                        Mismatch.class),
                // Ends
                fault("closes instead of answering", SOCKETS, ANY, (a, w) -> w.close(), ConnectionLost.class),
                fault("closes in the middle of a frame", SOCKETS, ANY, Fault::halfThenClose, ConnectionLost.class),
                fault("resets instead of answering", SOCKETS, ANY, (a, w) -> w.reset(), ConnectionLost.class),
                fault("resets in the middle of a frame", SOCKETS, ANY, Fault::halfThenReset, ConnectionLost.class));
    }

    private static Fault fault(
            String name, Set<Medium> mediums, Set<Question> questions, Reaction reaction, Class<?>... outcomes) {
        return new Fault(name, mediums, questions, reaction, Set.of(outcomes));
    }

    private static byte[] honest(Asked a, Wire w) {
        return w.format().frame(a.transaction(), a.unit(), a.honest());
    }

    private static byte[] framed(Wire w, int transaction, int unit, byte[] pdu) {
        return w.format().frame(transaction, unit, pdu);
    }

    private static byte[] exception(Asked a, int code) {
        return new byte[] {(byte) (a.function() | 0x80), (byte) code};
    }

    private static void halfNowHalfLate(Asked a, Wire w) throws java.io.IOException {
        byte[] all = honest(a, w);
        w.send(half(all));
        w.sendTooLate(Arrays.copyOfRange(all, all.length / 2, all.length));
    }

    private static void byteByByte(Asked a, Wire w) throws java.io.IOException {
        for (byte b : honest(a, w)) {
            w.send(new byte[] {b});
        }
    }

    private static void twoSegments(Asked a, Wire w) throws java.io.IOException {
        w.answerHonestly(a);
        w.answerHonestly(a);
    }

    private static void plusForeign(Asked a, Wire w) throws java.io.IOException {
        byte[] other = w.format()
                .frame(
                        a.transaction() + 1,
                        a.unit(),
                        a.with(a.address() + 7, a.countOrValue()).honest());
        w.send(joined(honest(a, w), other));
    }

    private static void oldFirst(Asked a, Wire w) throws java.io.IOException {
        Asked old = older(a);
        w.send(joined(honest(old, w), honest(a, w)));
    }

    /** The same question, asked before: its values differ. */
    private static Asked older(Asked a) {
        return new Asked(a.number() - 1, a.transaction() - 1, a.unit(), a.pdu());
    }

    /** The same question to the next unit: its values differ. */
    private static Asked neighbour(Asked a) {
        return new Asked(a.number(), a.transaction(), a.unit() + 1, a.pdu());
    }

    private static void halfThenClose(Asked a, Wire w) throws java.io.IOException {
        w.send(half(honest(a, w)));
        w.close();
    }

    private static void halfThenReset(Asked a, Wire w) throws java.io.IOException {
        w.send(half(honest(a, w)));
        w.reset();
    }

    private static byte[] fewer(Asked a) {
        byte[] pdu = a.honest();
        int less = a.readsBits() ? 1 : 2;
        return changed(Arrays.copyOf(pdu, pdu.length - less), 1, pdu[1] - less);
    }

    private static byte[] more(Asked a) {
        byte[] pdu = a.honest();
        int more = a.readsBits() ? 1 : 2;
        return changed(Arrays.copyOf(pdu, pdu.length + more), 1, pdu[1] + more);
    }

    private static byte[] garbage() {
        byte[] bytes = new byte[64];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 37 + 0xA5);
        }
        return bytes;
    }

    private static byte[] half(byte[] all) {
        return Arrays.copyOf(all, all.length / 2);
    }

    private static byte[] twice(byte[] all) {
        return joined(all, all);
    }

    private static byte[] joined(byte[] one, byte[] other) {
        return ByteBuffer.allocate(one.length + other.length)
                .put(one)
                .put(other)
                .array();
    }

    private static byte[] changed(byte[] bytes, int at, int value) {
        byte[] changed = bytes.clone();
        changed[at] = (byte) value;
        return changed;
    }

    private static byte[] word(byte[] bytes, int at, int value) {
        return ByteBuffer.wrap(bytes.clone()).putShort(at, (short) value).array();
    }

    private static byte[] lastByteFlipped(byte[] bytes) {
        return changed(bytes, bytes.length - 1, ~bytes[bytes.length - 1]);
    }
}
