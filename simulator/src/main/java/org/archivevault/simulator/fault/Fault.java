package org.archivevault.simulator.fault;

import java.util.Arrays;
import java.util.Random;

/** What a bad line or a bad controller does to one answer. */
public sealed interface Fault {
    /**
     * Delivers the answer, or what is left of it.
     *
     * @param exchange the request and its faultless answer
     */
    void deliver(Exchange exchange);

    /**
     * Whether the controller hears the request, so that a write takes effect.
     *
     * @return true unless the fault keeps it away
     */
    default boolean heard() {
        return true;
    }

    /** The controller does it, but its answer is lost. */
    record Silent() implements Fault {
        @Override
        public void deliver(Exchange exchange) {
            // Nothing is sent: that is the fault.
        }
    }

    /** The unit is dead: the request is lost. */
    record Dead() implements Fault {
        @Override
        public void deliver(Exchange exchange) {
            // Nothing is sent: that is the fault.
        }

        @Override
        public boolean heard() {
            return false;
        }
    }

    /**
     * The answer comes late.
     *
     * @param millis 1–600,000
     */
    record Late(long millis) implements Fault {
        private static final long MAX_MILLIS = 600_000;

        public Late {
            if (millis < 1 || millis > MAX_MILLIS) {
                throw new IllegalArgumentException("late is 1 to " + MAX_MILLIS + " ms: " + millis);
            }
        }

        @Override
        public void deliver(Exchange exchange) {
            exchange.send(millis, exchange.frame());
        }
    }

    /** The answer comes twice. */
    record Duplicate() implements Fault {
        @Override
        public void deliver(Exchange exchange) {
            exchange.send(0, exchange.frame());
            exchange.send(0, exchange.frame());
        }
    }

    /** The answer carries another transaction id (on RTU, which has none: it is lost). */
    record ForeignTransaction() implements Fault {
        @Override
        public void deliver(Exchange exchange) {
            if (exchange.transaction() >= 0) {
                exchange.send(0, exchange.pack(exchange.transaction() + 1, exchange.unit(), exchange.pdu()));
            }
        }
    }

    /** The answer carries another unit id. */
    record ForeignUnit() implements Fault {
        @Override
        public void deliver(Exchange exchange) {
            exchange.send(0, exchange.pack(exchange.transaction(), exchange.unit() + 1, exchange.pdu()));
        }
    }

    /** The answer to somebody else's request comes first, then the right one. */
    record Stray() implements Fault {
        private static final int PRECEDING = 1;

        @Override
        public void deliver(Exchange exchange) {
            int other = Math.max(0, exchange.transaction() - PRECEDING);
            exchange.send(0, exchange.pack(other, exchange.unit() + 1, Mangling.othersValues(exchange.pdu())));
            exchange.send(0, exchange.frame());
        }
    }

    /** Fewer values than asked for, in an otherwise sound answer; a write's answer loses its last word. */
    record Shortened() implements Fault {
        @Override
        public void deliver(Exchange exchange) {
            exchange.send(
                    0,
                    exchange.pack(exchange.transaction(), exchange.unit(), Mangling.withoutLastWord(exchange.pdu())));
        }
    }

    /** The frame ends in the middle. */
    record Truncated() implements Fault {
        @Override
        public void deliver(Exchange exchange) {
            byte[] frame = exchange.frame();
            exchange.send(0, Arrays.copyOf(frame, frame.length / 2 + 1));
        }
    }

    /**
     * Noise instead of an answer.
     *
     * @param seed makes it repeatable
     */
    record Garbage(long seed) implements Fault {
        @Override
        public void deliver(Exchange exchange) {
            byte[] noise = new byte[exchange.frame().length];
            new Random(seed).nextBytes(noise);
            exchange.send(0, noise);
        }
    }

    /** The CRC is wrong (on TCP: the protocol id). */
    record BadCheck() implements Fault {
        @Override
        public void deliver(Exchange exchange) {
            exchange.send(0, exchange.spoilt(exchange.frame()));
        }
    }

    /**
     * An exception answer; the controller does nothing.
     *
     * @param code 1–255
     */
    record ExceptionAnswer(int code) implements Fault {
        public ExceptionAnswer {
            if (code < 1 || code > 0xFF) {
                throw new IllegalArgumentException("an exception code is 1 to 255: " + code);
            }
        }

        @Override
        public void deliver(Exchange exchange) {
            byte[] pdu = {(byte) (exchange.request().function() | 0x80), (byte) code};
            exchange.send(0, exchange.pack(exchange.transaction(), exchange.unit(), pdu));
        }

        @Override
        public boolean heard() {
            return false;
        }
    }

    /** The answer is that of another function: registers as 3 for 4 and so on. */
    record WrongFunction() implements Fault {
        @Override
        public void deliver(Exchange exchange) {
            byte[] pdu = exchange.pdu();
            pdu[0] = (byte) ((pdu[0] & 1) == 1 ? pdu[0] + 1 : pdu[0] - 1);
            exchange.send(0, exchange.pack(exchange.transaction(), exchange.unit(), pdu));
        }
    }

    /** The last bit of the answer is turned over: a write's echo, or the last register read, says something else. */
    record WrongEcho() implements Fault {
        @Override
        public void deliver(Exchange exchange) {
            byte[] pdu = exchange.pdu();
            pdu[pdu.length - 1] ^= 1;
            exchange.send(0, exchange.pack(exchange.transaction(), exchange.unit(), pdu));
        }
    }

    /**
     * The answer drips, byte by byte.
     *
     * @param millis between two bytes, 1–60,000
     */
    record Drip(long millis) implements Fault {
        private static final long MAX_MILLIS = 60_000;

        public Drip {
            if (millis < 1 || millis > MAX_MILLIS) {
                throw new IllegalArgumentException("drip is 1 to " + MAX_MILLIS + " ms: " + millis);
            }
        }

        @Override
        public void deliver(Exchange exchange) {
            byte[] frame = exchange.frame();
            for (int i = 0; i < frame.length; i++) {
                exchange.send(i * millis, new byte[] {frame[i]});
            }
        }
    }

    /** The connection stays open, but is never heard or answered again; another one may be. */
    record HalfOpen() implements Fault {
        @Override
        public void deliver(Exchange exchange) {
            exchange.halfOpen();
        }

        @Override
        public boolean heard() {
            return false;
        }
    }

    /** The same, and the bytes are not even read. */
    record StopReading() implements Fault {
        @Override
        public void deliver(Exchange exchange) {
            exchange.stopReading();
        }

        @Override
        public boolean heard() {
            return false;
        }
    }

    /** The controller does it, then closes the connection without an answer. */
    record Close() implements Fault {
        @Override
        public void deliver(Exchange exchange) {
            exchange.close();
        }
    }

    /** The controller does it, then breaks the connection with RST. */
    record Reset() implements Fault {
        @Override
        public void deliver(Exchange exchange) {
            exchange.reset();
        }
    }
}
