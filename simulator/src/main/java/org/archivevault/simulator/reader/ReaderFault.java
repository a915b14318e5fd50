package org.archivevault.simulator.reader;

import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Random;
import org.archivevault.simulator.llrp.MessageType;

/** What goes wrong with a reader. */
public sealed interface ReaderFault {
    /** Everything that is told in per cent. */
    int ALL = 100;

    /**
     * The fault's name on the control line and in the record.
     *
     * @return lower case with hyphens
     */
    default String name() {
        return getClass().getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }

    /** Goes wrong in the air. */
    sealed interface InTheAir extends ReaderFault {
        /**
         * Whether a read succeeds.
         *
         * @param antenna which antenna
         * @param random of the reader
         * @return false when the read is lost
         */
        default boolean hears(int antenna, Random random) {
            return true;
        }

        /**
         * Whether another antenna hears the tag too, weakly.
         *
         * @param random of the reader
         * @return true for a ghost read
         */
        default boolean ghost(Random random) {
            return false;
        }
    }

    /** Goes wrong with one report on its way out. */
    sealed interface OnReport extends ReaderFault {
        /**
         * Sends the report, or what is left of it.
         *
         * @param frame the sound report
         * @param line the way out
         */
        void deliver(byte[] frame, ReportLine line);
    }

    /** Goes wrong with one answer. */
    sealed interface OnRequest extends ReaderFault {
        /**
         * The status of the answer.
         *
         * @return a code that stands in the place of what is asked for; empty when it is done
         */
        default OptionalInt status() {
            return OptionalInt.empty();
        }

        /**
         * How late the answer is.
         *
         * @return milliseconds; empty when no answer is sent at all
         */
        default OptionalInt delayMillis() {
            return OptionalInt.of(0);
        }
    }

    /** Keeps messages in, as long as it lasts. */
    sealed interface Muzzle extends ReaderFault {
        /**
         * Whether a message leaves the reader.
         *
         * @param type which
         * @return false when it is kept in
         */
        boolean passes(MessageType type);
    }

    /** The way out for a report. */
    interface ReportLine {
        /**
         * Sends bytes.
         *
         * @param bytes for the wire
         */
        void send(byte[] bytes);

        /** Power goes off, and on again some seconds later. */
        void reboot();

        /** Ends the connection with RST. */
        void reset();
    }

    /**
     * A neighbour antenna hears a tag too, weakly.
     *
     * @param percent of the reads, 1–100
     */
    record Ghost(int percent) implements InTheAir {
        public Ghost {
            requirePercent(percent);
        }

        @Override
        public boolean ghost(Random random) {
            return random.nextInt(ALL) < percent;
        }
    }

    /**
     * Reads are lost.
     *
     * @param percent of the reads, 1–100
     */
    record Dropout(int percent) implements InTheAir {
        public Dropout {
            requirePercent(percent);
        }

        @Override
        public boolean hears(int antenna, Random random) {
            return random.nextInt(ALL) >= percent;
        }
    }

    /**
     * An antenna's cable is off.
     *
     * @param antenna which
     */
    record Deaf(int antenna) implements InTheAir {
        @Override
        public boolean hears(int heardBy, Random random) {
            return heardBy != antenna;
        }
    }

    /** Power goes off in the middle of a report. */
    record Reboot() implements OnReport {
        @Override
        public void deliver(byte[] frame, ReportLine line) {
            line.send(Arrays.copyOf(frame, frame.length / 2));
            line.reboot();
        }
    }

    /** The connection breaks in the middle of a report; the reader runs on. */
    record Broken() implements OnReport {
        @Override
        public void deliver(byte[] frame, ReportLine line) {
            line.send(Arrays.copyOf(frame, frame.length / 2));
            line.reset();
        }
    }

    /** The report is lost. */
    record Lost() implements OnReport {
        @Override
        public void deliver(byte[] frame, ReportLine line) {
            // Nothing is sent: that is the fault.
        }
    }

    /** The report comes twice. */
    record Duplicate() implements OnReport {
        @Override
        public void deliver(byte[] frame, ReportLine line) {
            line.send(frame);
            line.send(frame);
        }
    }

    /** The report carries a parameter that nobody knows, and a vendor's, before its tags. */
    record Foreign() implements OnReport {
        @Override
        public void deliver(byte[] frame, ReportLine line) {
            line.send(Spoiling.withForeignParameters(frame));
        }
    }

    /**
     * The frame is sound, its parameters are not; the good report follows.
     *
     * @param seed says which way
     */
    record Malformed(int seed) implements OnReport {
        @Override
        public void deliver(byte[] frame, ReportLine line) {
            line.send(Spoiling.malformed(frame, new Random(seed)));
            line.send(frame);
        }
    }

    /**
     * Bytes that are no frame at all.
     *
     * @param seed of the noise
     */
    record Garbage(int seed) implements OnReport {
        @Override
        public void deliver(byte[] frame, ReportLine line) {
            line.send(Spoiling.noise(frame.length, new Random(seed)));
        }
    }

    /**
     * A request is answered with an error and not done.
     *
     * @param code status code, 1–65,535
     */
    record Status(int code) implements OnRequest {
        private static final int LARGEST = 65_535;

        public Status {
            if (code < 1 || code > LARGEST) {
                throw new IllegalArgumentException("a status code is 1 to " + LARGEST + ": " + code);
            }
        }

        @Override
        public OptionalInt status() {
            return OptionalInt.of(code);
        }
    }

    /**
     * The answer comes late.
     *
     * @param millis 1–600,000
     */
    record Late(int millis) implements OnRequest {
        private static final int MAX_MILLIS = 600_000;

        public Late {
            if (millis < 1 || millis > MAX_MILLIS) {
                throw new IllegalArgumentException("late is 1 to " + MAX_MILLIS + " ms: " + millis);
            }
        }

        @Override
        public OptionalInt delayMillis() {
            return OptionalInt.of(millis);
        }
    }

    /** A request is done, but not answered. */
    record NoAnswer() implements OnRequest {
        @Override
        public OptionalInt delayMillis() {
            return OptionalInt.empty();
        }
    }

    /** The program hangs: the connection stays open, nothing is sent. */
    record Silent() implements Muzzle {
        @Override
        public boolean passes(MessageType type) {
            return false;
        }
    }

    /** It answers and keeps alive, but reports nothing. */
    record Mute() implements Muzzle {
        @Override
        public boolean passes(MessageType type) {
            return type != MessageType.RO_ACCESS_REPORT;
        }
    }

    /** It reports, but sends no keep-alive. */
    record NoKeepAlive() implements Muzzle {
        @Override
        public boolean passes(MessageType type) {
            return type != MessageType.KEEPALIVE;
        }
    }

    private static void requirePercent(int percent) {
        if (percent < 1 || percent > ALL) {
            throw new IllegalArgumentException("per cent is 1 to " + ALL + ": " + percent);
        }
    }
}
