package org.archivevault.link.outbox;

import java.io.ByteArrayOutputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Events of the telemetry lane as they lie in the file: large ones compressed (RFC 1950), because readings repeat
 * themselves and a week without the server has many. An event in JSON begins with a brace, a compressed one never does, so
 * files of before need no change. The access lane stays readable by any SQLite tool.
 */
final class Packed {
    /** Below this compressing saves nothing that counts, in bytes: the row itself takes half of that. */
    static final int WORTHWHILE_BYTES = 128;

    private static final int BUFFER_BYTES = 4_096;

    private Packed() {}

    /** As it is to be stored: compressed if that makes it smaller. */
    static byte[] pack(byte[] json) {
        if (json.length < WORTHWHILE_BYTES) {
            return json;
        }
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try {
            deflater.setInput(json);
            deflater.finish();
            byte[] packed = new byte[json.length];
            int length = deflater.deflate(packed);
            return deflater.finished() ? java.util.Arrays.copyOf(packed, length) : json;
        } finally {
            deflater.end();
        }
    }

    /** As it was before. What cannot be unpacked is given back as it is: whoever reads it says that it is damaged. */
    static byte[] unpack(byte[] stored) {
        if (stored.length == 0 || stored[0] == '{') {
            return stored;
        }
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(stored);
            ByteArrayOutputStream json = new ByteArrayOutputStream(stored.length * 8);
            byte[] buffer = new byte[BUFFER_BYTES];
            while (!inflater.finished()) {
                int length = inflater.inflate(buffer);
                if (length == 0 || json.size() > OutboxLimits.MAX_EVENT_BYTES) {
                    return stored;
                }
                json.write(buffer, 0, length);
            }
            return json.toByteArray();
        } catch (DataFormatException e) {
            return stored;
        } finally {
            inflater.end();
        }
    }
}
