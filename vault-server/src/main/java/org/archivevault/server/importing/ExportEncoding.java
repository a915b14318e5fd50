package org.archivevault.server.importing;

import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** How the bytes of an export are characters. */
public enum ExportEncoding {
    /** UTF-8, with or without byte order mark. */
    UTF_8("UTF-8", StandardCharsets.UTF_8),
    /** GB18030, and so GBK and GB2312 too. */
    GB18030("GB18030", Charset.forName("GB18030"));

    /** How much of a file is looked at to tell its encoding, in bytes. */
    public static final int PROBE_BYTES = 1024 * 1024;

    private static final byte[] BOM = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final String label;
    private final Charset charset;

    ExportEncoding(String label, Charset charset) {
        this.label = label;
        this.charset = charset;
    }

    /**
     * The name on the wire.
     *
     * @return {@code UTF-8} or {@code GB18030}
     */
    @JsonValue
    public String label() {
        return label;
    }

    /**
     * Reads the name.
     *
     * @param label any text
     * @return the encoding, or empty for any other text
     */
    public static Optional<ExportEncoding> of(String label) {
        for (ExportEncoding encoding : values()) {
            if (encoding.label.equalsIgnoreCase(label)) {
                return Optional.of(encoding);
            }
        }
        return Optional.empty();
    }

    /**
     * The Java charset.
     *
     * @return the charset
     */
    public Charset charset() {
        return charset;
    }

    /**
     * Tells the encoding by decoding strictly: UTF-8 first (a Chinese text in GB18030 is practically never valid UTF-8),
     * then GB18030.
     *
     * @param head the first bytes of the file
     * @param length how many of them count
     * @return the first encoding in which they are text, or empty; a character cut off at the end does not count
     */
    static Optional<ExportEncoding> detect(byte[] head, int length) {
        for (ExportEncoding encoding : values()) {
            if (encoding.decodes(head, length)) {
                return Optional.of(encoding);
            }
        }
        return Optional.empty();
    }

    /**
     * How many bytes of byte order mark the file begins with.
     *
     * @param head the first bytes
     * @param length how many of them count
     * @return 0 or 3
     */
    static int bomLength(byte[] head, int length) {
        for (int i = 0; i < BOM.length; i++) {
            if (i >= length || head[i] != BOM[i]) {
                return 0;
            }
        }
        return BOM.length;
    }

    /**
     * A decoder that reports every byte that is no character.
     *
     * @return a new decoder
     */
    CharsetDecoder strictDecoder() {
        return charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    /**
     * Decodes strictly.
     *
     * @param bytes where
     * @param from first byte
     * @param to behind the last byte
     * @return the text, or empty when some byte is no character of this encoding
     */
    Optional<String> decode(byte[] bytes, int from, int to) {
        try {
            return Optional.of(strictDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, to - from))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private boolean decodes(byte[] head, int length) {
        ByteBuffer in = ByteBuffer.wrap(head, 0, length);
        CharBuffer out = CharBuffer.allocate(8 * 1024);
        CharsetDecoder decoder = strictDecoder();
        while (true) {
            CoderResult result = decoder.decode(in, out, false);
            if (result.isError()) {
                return false;
            }
            if (result.isUnderflow()) {
                return true;
            }
            out.clear();
        }
    }
}
