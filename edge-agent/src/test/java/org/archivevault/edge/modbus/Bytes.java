package org.archivevault.edge.modbus;

import java.util.HexFormat;

/** Bytes written as in the specifications: two hexadecimal digits each, with spaces. */
final class Bytes {
    private Bytes() {}

    static byte[] of(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    static String hex(byte[] bytes) {
        return HexFormat.ofDelimiter(" ").withUpperCase().formatHex(bytes);
    }
}
