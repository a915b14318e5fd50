package org.archivevault.protocol.pack;

import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.archivevault.protocol.Token;

/**
 * A GDTI-96 (GS1 EPC Tag Data Standard: header 0x2C, filter 3 bits, partition 3 bits, company prefix and document type
 * 41 bits, serial 41 bits): the standard's name for one document of one type of one company. Company prefix and document
 * type have {@value #DIGITS} digits together; the longer the prefix, the shorter the type. The serial is opaque here.
 *
 * @param filter 0–7; 0 = all others, see the standard
 * @param companyPrefix GS1 company prefix, 6–12 digits
 * @param documentType the digits that remain of {@value #DIGITS}; empty behind a prefix of 12
 * @param serial 0–{@value #MAX_SERIAL}
 */
public record Gdti96(int filter, String companyPrefix, String documentType, long serial) {
    /** Of the 41 bits: larger serials need a GDTI-174, which few tags can hold. */
    public static final long MAX_SERIAL = (1L << Gdti96.SERIAL_BITS) - 1;

    /** Company prefix and document type together; the check digit is not in the tag. */
    public static final int DIGITS = 12;

    private static final int HEADER = 0x2C;
    private static final int SERIAL_BITS = 41;
    private static final int ITEM_BITS = 41;
    private static final int HEX_DIGITS = 24;
    private static final int LARGEST_FILTER = 7;

    /** Bits of the company prefix by partition value 0–6; the document type has what remains of {@link #ITEM_BITS}. */
    private static final int[] PREFIX_BITS = {40, 37, 34, 30, 27, 24, 20};

    private static final Pattern PREFIX = Pattern.compile("\\d{6,12}");
    private static final Pattern TYPE = Pattern.compile("\\d{0,6}");
    private static final Pattern PURE_IDENTITY =
            Pattern.compile("urn:epc:id:gdti:(\\d{6,12})\\.(\\d{0,6})\\.(0|[1-9]\\d{0,12})");

    public Gdti96 {
        Token.requireRange(filter, 0, LARGEST_FILTER, "filter value of a GDTI-96");
        Token.require(companyPrefix, PREFIX, "GS1 company prefix");
        Token.require(documentType, TYPE, "document type");
        if (companyPrefix.length() + documentType.length() != DIGITS) {
            throw new IllegalArgumentException("company prefix \"" + companyPrefix + "\" and document type \""
                    + documentType + "\" have " + (companyPrefix.length() + documentType.length())
                    + " digits together; a GDTI has " + DIGITS);
        }
        if (serial < 0 || serial > MAX_SERIAL) {
            throw new IllegalArgumentException(
                    "the serial of a GDTI-96 is not in [0.." + MAX_SERIAL + "]: " + Long.toUnsignedString(serial));
        }
    }

    /**
     * Whether a tag's content claims to be a GDTI-96: right length and header. What else it holds may still be wrong.
     *
     * @param epc any content
     * @return false for other schemes and for contents that follow no standard
     */
    public static boolean claimedBy(Epc epc) {
        return epc.value().length() == HEX_DIGITS
                && Integer.parseInt(epc.value().substring(0, 2), 16) == HEADER;
    }

    /**
     * Reads a tag's content.
     *
     * @param epc 24 hex digits that begin with 2C
     * @return what it stands for
     * @throws IllegalArgumentException when it is another scheme, has a partition that is not defined, or a number with
     *     more digits than its partition leaves
     */
    public static Gdti96 decode(Epc epc) {
        if (!claimedBy(epc)) {
            throw new IllegalArgumentException(
                    "EPC " + epc + " is not a GDTI-96: that has " + HEX_DIGITS + " hex digits and begins with "
                            + Integer.toHexString(HEADER).toUpperCase(Locale.ROOT));
        }
        BigInteger bits = new BigInteger(epc.value(), 16);
        int partition = (int) field(bits, SERIAL_BITS + ITEM_BITS, 3);
        if (partition >= PREFIX_BITS.length) {
            throw new IllegalArgumentException("EPC " + epc + " has partition " + partition + "; GDTI-96 defines 0 to "
                    + (PREFIX_BITS.length - 1));
        }
        int typeBits = ITEM_BITS - PREFIX_BITS[partition];
        long prefix = field(bits, SERIAL_BITS + typeBits, PREFIX_BITS[partition]);
        long type = field(bits, SERIAL_BITS, typeBits);
        return new Gdti96(
                (int) field(bits, SERIAL_BITS + ITEM_BITS + 3, 3),
                digits(epc, "company prefix", prefix, DIGITS - partition),
                digits(epc, "document type", type, partition),
                field(bits, 0, SERIAL_BITS));
    }

    /**
     * Reads a pure identity. It has no filter value: that is a matter of the tag.
     *
     * @param uri {@code urn:epc:id:gdti:PREFIX.TYPE.SERIAL}; no leading zeros in the serial
     * @param filter the filter value that the tag is to have, 0–7
     * @return what it stands for
     * @throws IllegalArgumentException when it has another form, or its serial does not fit into 41 bits
     */
    public static Gdti96 ofPureIdentity(String uri, int filter) {
        Matcher m = PURE_IDENTITY.matcher(uri);
        if (!m.matches()) {
            throw new IllegalArgumentException("\"" + uri + "\" is not urn:epc:id:gdti:PREFIX.TYPE.SERIAL with digits"
                    + " only and no leading zero in the serial");
        }
        return new Gdti96(filter, m.group(1), m.group(2), Long.parseLong(m.group(3)));
    }

    /**
     * The content of the tag.
     *
     * @return 24 hex digits
     */
    public Epc encode() {
        int partition = documentType.length();
        int typeBits = ITEM_BITS - PREFIX_BITS[partition];
        BigInteger bits = BigInteger.valueOf(HEADER)
                .shiftLeft(3)
                .or(BigInteger.valueOf(filter))
                .shiftLeft(3)
                .or(BigInteger.valueOf(partition))
                .shiftLeft(PREFIX_BITS[partition])
                .or(BigInteger.valueOf(Long.parseLong(companyPrefix)))
                .shiftLeft(typeBits)
                .or(BigInteger.valueOf(documentType.isEmpty() ? 0 : Long.parseLong(documentType)))
                .shiftLeft(SERIAL_BITS)
                .or(BigInteger.valueOf(serial));
        return new Epc(String.format(Locale.ROOT, "%0" + HEX_DIGITS + "X", bits));
    }

    /**
     * The name of the document, whatever tag carries it.
     *
     * @return {@code urn:epc:id:gdti:PREFIX.TYPE.SERIAL}
     */
    public String pureIdentity() {
        return "urn:epc:id:gdti:" + companyPrefix + "." + documentType + "." + serial;
    }

    /**
     * The name of the tag's content.
     *
     * @return {@code urn:epc:tag:gdti-96:FILTER.PREFIX.TYPE.SERIAL}
     */
    public String tagUri() {
        return "urn:epc:tag:gdti-96:" + filter + "." + companyPrefix + "." + documentType + "." + serial;
    }

    private static long field(BigInteger bits, int lowestBit, int width) {
        return bits.shiftRight(lowestBit).longValue() & ((1L << width) - 1);
    }

    /** A number in so many digits; the bits could hold a few more numbers than the digits. */
    private static String digits(Epc epc, String what, long number, int count) {
        String text = Long.toString(number);
        if (count == 0 ? number != 0 : text.length() > count) {
            throw new IllegalArgumentException(
                    "EPC " + epc + " has " + what + " " + number + ", more than its partition's " + count + " digits");
        }
        return count == 0 ? "" : "0".repeat(count - text.length()) + text;
    }
}
