package org.archivevault.edge.modbus;

/** The checksum of RTU frames: polynomial 0xA001 (reflected 0x8005), start 0xFFFF (Serial Line 1.02, 6.2.2). */
final class Crc16 {
    private static final int REFLECTED_POLYNOMIAL = 0xA001;
    private static final int START = 0xFFFF;
    private static final int[] TABLE = table();

    private Crc16() {}

    /**
     * The checksum of the first bytes.
     *
     * @param bytes to sum
     * @param length how many of them
     * @return 0–65535; its low byte goes first on the wire
     */
    static int of(byte[] bytes, int length) {
        int crc = START;
        for (int i = 0; i < length; i++) {
            crc = (crc >>> 8) ^ TABLE[(crc ^ bytes[i]) & 0xFF];
        }
        return crc;
    }

    private static int[] table() {
        int[] table = new int[256];
        for (int index = 0; index < table.length; index++) {
            int crc = index;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 0 ? crc >>> 1 : (crc >>> 1) ^ REFLECTED_POLYNOMIAL;
            }
            table[index] = crc;
        }
        return table;
    }
}
