package org.archivevault.edge.tags.llrp;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Writes LLRP by hand, with nothing of what it tests: hex in, hex out. */
final class Llrp {
    static final String SUCCESS = tlv(287, "0000", "0000");
    static final String IMPINJ_CUSTOM = tlv(1023, "0000651A", "00000039", "0102");

    /** Hundredths of a dBm by index: not ascending on purpose. */
    static final int[] POWERS = {3000, 1000, 1500, 2000, 3250, 2500};

    private static final String HOPPING = u8(0x80) + tlv(147, u8(5), u8(0), u16(2), u32(909_250), u32(908_250));
    private static final String FIXED = u8(0) + tlv(148, u16(1), u32(866_300));

    private Llrp() {}

    static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    static byte[] message(int type, long id, String... body) {
        return versioned(1, type, id, body);
    }

    static byte[] versioned(int version, int type, long id, String... body) {
        String all = String.join("", body);
        return bytes(u16((version << 10) | type) + u32(10 + all.length() / 2) + u32(id) + all);
    }

    static String tlv(int type, String... value) {
        String all = String.join("", value);
        return u16(type) + u16(4 + all.length() / 2) + all;
    }

    static String u8(int value) {
        return HexFormat.of().toHexDigits((byte) value);
    }

    static String u16(int value) {
        return HexFormat.of().toHexDigits((short) value);
    }

    static String u32(long value) {
        return HexFormat.of().toHexDigits((int) value);
    }

    static String text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return u16(utf8.length) + HexFormat.of().formatHex(utf8);
    }

    static String status(int code, String words) {
        return tlv(287, u16(code), text(words));
    }

    static String tag(String... parameters) {
        return tlv(240, parameters);
    }

    static String epc96(int serial) {
        return "8D" + "2C00000000000000" + u32(serial);
    }

    static String antenna(int port) {
        return "81" + u16(port);
    }

    static String event(String... events) {
        return tlv(246, tlv(128, "0005AC35BD20D1DA"), String.join("", events));
    }

    static String connectionAttempt(int status) {
        return event(tlv(256, u16(status)));
    }

    static byte[] report(String... tags) {
        return message(61, 0, tags);
    }

    static byte[] keepAlive(long id) {
        return message(62, id);
    }

    /** Four antennas, hopping, AccessSpecs, holding; each part also with something unknown behind it. */
    static String capabilities(boolean hopping, int accessSpecs) {
        String general = tlv(
                137,
                u16(4),
                u16(0xC000),
                u32(25_882),
                u32(2_001_002),
                text("5.14"),
                tlv(139, u16(1), u16(0)),
                tlv(141, u16(4), u16(4)),
                tlv(140, u16(1), u16(1), u8(1)),
                tlv(363, u16(20)));
        String llrp = tlv(142, u8(0x48), u8(1), u16(0), u32(1), u32(32), u32(1), u32(accessSpecs), u32(8));
        String powers = IntStream.range(0, POWERS.length)
                .mapToObj(i -> tlv(145, u16(i + 1), u16(POWERS[i])))
                .collect(Collectors.joining());
        String modes = tlv(328, mode(0), mode(2), mode(1000));
        String regulatory = tlv(143, u16(156), u16(1), tlv(144, powers, tlv(146, hopping ? HOPPING : FIXED), modes));
        return SUCCESS + general + llrp + regulatory + tlv(327, u8(0x40), u16(2)) + IMPINJ_CUSTOM;
    }

    private static String mode(int id) {
        return tlv(
                329, u32(id), u8(0x80), u8(0), u8(2), u8(2), u32(640_000), u32(1_500), u32(6_250), u32(6_250), u32(0));
    }
}
