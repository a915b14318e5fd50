package org.archivevault.firmware.light;

import java.time.Duration;
import java.util.List;
import org.archivevault.firmware.profile.ShelvingProfile.Table;
import org.archivevault.firmware.profile.ShelvingProfile.Transport;
import org.archivevault.protocol.Bilingual;
import org.archivevault.protocol.Token;

/**
 * A make of light controller: what it answers when asked who it is, and which register or coil is which lamp.
 *
 * @param name {@code NAME-VERSION}
 * @param title for people
 * @param transports how it can be reached
 * @param identity what it must answer before anything is written to it
 * @param lamps its lamps
 * @param limits its times and sizes
 */
public record LightProfile(
        String name, Bilingual title, List<Transport> transports, Identity identity, Lamps lamps, Limits limits) {
    /** A light shows within a second or is of no use; shorter than 20 ms no RTU line answers. */
    static final Duration SHORTEST_DEADLINE = Duration.ofMillis(20);

    static final Duration LONGEST_DEADLINE = Duration.ofSeconds(2);

    /** Longer than any 3.5 characters (1,200 bit/s: 33 ms), short enough to read all lamps back in time. */
    static final Duration LONGEST_SILENCE = Duration.ofMillis(200);

    /** Addresses 0–65535 (Modbus Application Protocol 1.1b3, 4.4). */
    private static final int ADDRESSES = 65_536;

    public LightProfile {
        transports = List.copyOf(transports);
    }

    /**
     * Registers that read as these values on this make of controller and on nothing else that could stand at its address:
     * a light is written to nothing else.
     *
     * @param table input or holding registers
     * @param pduAddress of the first, 0-based
     * @param values what they must read
     */
    public record Identity(Table table, int pduAddress, List<Integer> values) {
        public Identity {
            values = List.copyOf(values);
        }
    }

    /**
     * The lamps, one coil or one holding register each, side by side.
     *
     * @param table coils or holding registers
     * @param pduAddress of lamp 1, 0-based
     * @param count how many there are, 1–65,536
     * @param on what lights one: a colour or a way of blinking where the controller has several; 1 for coils
     * @param off what puts it out; 0 for coils
     */
    public record Lamps(Table table, int pduAddress, int count, int on, int off) {
        public Lamps {
            Token.requireRange(count, 1, ADDRESSES - pduAddress, "count of lamps");
            if (on == off) {
                throw new IllegalArgumentException("on and off are the same: " + on);
            }
        }

        /**
         * Where a lamp lies.
         *
         * @param lamp 1 to {@link #count}
         * @return its PDU address
         */
        public int pduAddressOf(int lamp) {
            Token.requireRange(lamp, 1, count, "lamp");
            return pduAddress + lamp - 1;
        }
    }

    /**
     * Times and sizes.
     *
     * @param requestDeadline how long it may take to answer
     * @param silenceBetweenFrames on an RTU line
     * @param largestRead how many lamps are read back in one request, 1–2,000 coils or 1–125 registers
     */
    public record Limits(Duration requestDeadline, Duration silenceBetweenFrames, int largestRead) {}
}
