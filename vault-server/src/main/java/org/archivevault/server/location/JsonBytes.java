package org.archivevault.server.location;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;

/** JSON straight as UTF-8 bytes: a string with one Chinese character in it would otherwise be copied three times. */
final class JsonBytes {
    private static final int TYPICAL_BYTES = 1024;
    private static final int LONGEST_ENCODED = 6;
    private static final int ASCII = 0x80;

    private byte[] bytes = new byte[TYPICAL_BYTES];
    private int length;

    /** What is JSON already, or needs no escape. */
    JsonBytes ascii(String text) {
        int count = text.length();
        need(count);
        for (int i = 0; i < count; i++) {
            bytes[length + i] = (byte) text.charAt(i);
        }
        length += count;
        return this;
    }

    JsonBytes number(int number) {
        if (number < 0 || number > 9) {
            return ascii(Integer.toString(number));
        }
        need(1);
        bytes[length++] = (byte) ('0' + number);
        return this;
    }

    /** 0–99 in two digits. */
    JsonBytes two(int number) {
        return number(number / 10).number(number % 10);
    }

    /** A whole JSON string, quoted and escaped. */
    JsonBytes text(String text) {
        need(text.length() * LONGEST_ENCODED + 2);
        bytes[length++] = '"';
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ASCII) {
                one(c);
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                four(Character.toCodePoint(c, text.charAt(++i)));
            } else {
                // Half a character is none: the same mark as the JDK's own encoder writes.
                twoOrThree(Character.isSurrogate(c) ? '?' : c);
            }
        }
        bytes[length++] = '"';
        return this;
    }

    Buffer buffer() {
        return Buffer.buffer(length).appendBytes(bytes, 0, length);
    }

    private void one(char c) {
        if (c == '"' || c == '\\') {
            bytes[length++] = '\\';
            bytes[length++] = (byte) c;
        } else if (c < ' ') {
            ascii("\\u00").hex(c >> 4).hex(c & 15);
        } else {
            bytes[length++] = (byte) c;
        }
    }

    private JsonBytes hex(int digit) {
        bytes[length++] = (byte) Character.forDigit(digit, 16);
        return this;
    }

    private void twoOrThree(char c) {
        if (c < ASCII) {
            bytes[length++] = (byte) c;
        } else if (c < 0x800) {
            bytes[length++] = (byte) (0xC0 | (c >> 6));
            bytes[length++] = (byte) (ASCII | (c & 0x3F));
        } else {
            bytes[length++] = (byte) (0xE0 | (c >> 12));
            bytes[length++] = (byte) (ASCII | ((c >> 6) & 0x3F));
            bytes[length++] = (byte) (ASCII | (c & 0x3F));
        }
    }

    private void four(int codePoint) {
        bytes[length++] = (byte) (0xF0 | (codePoint >> 18));
        bytes[length++] = (byte) (ASCII | ((codePoint >> 12) & 0x3F));
        bytes[length++] = (byte) (ASCII | ((codePoint >> 6) & 0x3F));
        bytes[length++] = (byte) (ASCII | (codePoint & 0x3F));
    }

    private void need(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
