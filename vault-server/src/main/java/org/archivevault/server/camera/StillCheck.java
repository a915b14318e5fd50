package org.archivevault.server.camera;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Whether bytes are the picture that their name says. Pure. */
final class StillCheck {
    /** What every JPEG begins with: start of image, and the first byte of the next marker (ITU-T T.81, B.1.1.3). */
    private static final byte[] MAGIC = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF};

    private StillCheck() {}

    static boolean isJpeg(byte[] bytes) {
        return bytes.length > MAGIC.length && bytes[0] == MAGIC[0] && bytes[1] == MAGIC[1] && bytes[2] == MAGIC[2];
    }

    static String nameOf(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
