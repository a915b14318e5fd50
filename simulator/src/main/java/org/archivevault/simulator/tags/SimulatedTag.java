package org.archivevault.simulator.tags;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.zip.CRC32;
import org.archivevault.protocol.pack.Epc;
import org.archivevault.protocol.tag.Tid;

/**
 * One piece of silicon. Two tags with one EPC differ in their TID.
 *
 * @param epc whole 16-bit words, as a tag's memory holds it
 * @param tid what its maker burnt in, whole 16-bit words
 */
public record SimulatedTag(Epc epc, Tid tid) {
    private static final int DIGITS_PER_WORD = 4;
    /** EPC Gen2: class E2, then the maker's mask designer and model; the rest is the serial. */
    private static final String MAKER = "E280116020";

    public SimulatedTag {
        if (epc.value().length() % DIGITS_PER_WORD != 0 || tid.value().length() % DIGITS_PER_WORD != 0) {
            throw new IllegalArgumentException(
                    "a tag's memory holds whole words of four hex digits: " + epc + ", " + tid);
        }
    }

    /**
     * The tag that carries an EPC, with a TID that follows from it.
     *
     * @param epc its EPC
     * @return always the same for the same EPC
     */
    public static SimulatedTag of(Epc epc) {
        CRC32 crc = new CRC32();
        crc.update(epc.value().getBytes(StandardCharsets.US_ASCII));
        long serial = crc.getValue() ^ (long) epc.value().hashCode() << 24;
        return new SimulatedTag(
                epc, new Tid(MAKER + String.format(Locale.ROOT, "%014X", serial & 0xFF_FFFF_FFFF_FFFFL)));
    }

    /**
     * The EPC's bytes.
     *
     * @return a fresh array
     */
    public byte[] epcBytes() {
        return HexFormat.of().parseHex(epc.value());
    }

    /**
     * The TID's bytes.
     *
     * @return a fresh array
     */
    public byte[] tidBytes() {
        return HexFormat.of().parseHex(tid.value());
    }
}
