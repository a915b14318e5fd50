package org.archivevault.simulator;

/** RTU frames by hand, with a CRC computed otherwise than in the simulator (by table-free shifting from the other end). */
final class RtuFrame {
    private RtuFrame() {}

    static byte[] of(int unit, String pduHex) {
        byte[] pdu = Hex.bytes(pduHex);
        byte[] frame = new byte[pdu.length + 3];
        frame[0] = (byte) unit;
        System.arraycopy(pdu, 0, frame, 1, pdu.length);
        int crc = crc(frame, frame.length - 2);
        frame[frame.length - 2] = (byte) crc;
        frame[frame.length - 1] = (byte) (crc >> 8);
        return frame;
    }

    /** CRC-16 with polynomial 0x8005, most significant bit first on reflected bytes, reflected at the end. */
    static int crc(byte[] bytes, int length) {
        int crc = 0xFFFF;
        for (int i = 0; i < length; i++) {
            crc ^= (Integer.reverse(bytes[i]) >>> 16) & 0xFF00;
            for (int bit = 0; bit < 8; bit++) {
                crc = ((crc & 0x8000) != 0 ? (crc << 1) ^ 0x8005 : crc << 1) & 0xFFFF;
            }
        }
        return Integer.reverse(crc) >>> 16;
    }
}
