package org.archivevault.server.importing;

import java.util.Arrays;

/**
 * Finds where CSV records end, in bytes, so that an import can go on at an exact byte and line. It needs no decoding: in
 * UTF-8 and in GB18030 alike the bytes of quote, comma, CR and LF are never part of another character. It reads quotes as
 * the CSV parser behind it does: a quote opens a field only as its first character.
 */
final class RecordSplitter {
    /**
     * Longest record, in bytes. A quote that is opened and never closed would otherwise swallow the rest of the file;
     * the longest legal line has about 700 characters of up to 4 bytes.
     */
    static final int LONGEST_RECORD_BYTES = 64 * 1024;

    private static final byte QUOTE = '"';
    private static final byte COMMA = ',';
    private static final byte CR = '\r';
    private static final byte LF = '\n';

    private final byte[] bytes;
    private final int length;
    private final boolean endOfFile;
    private int[] ends = new int[1024];
    private long[] lines = new long[1024];
    private boolean[] broken = new boolean[1024];
    private int count;
    private long line;

    private RecordSplitter(byte[] bytes, int length, boolean endOfFile, long firstLine) {
        this.bytes = bytes;
        this.length = length;
        this.endOfFile = endOfFile;
        this.line = firstLine;
    }

    /**
     * Splits what has been read.
     *
     * @param bytes what has been read, from the beginning of a record
     * @param length how many of them count
     * @param endOfFile whether the file ends there
     * @param firstByte where they begin in the file
     * @param firstLine the number of the line that begins there
     * @return all records that are complete; at least one unless {@code length} is 0, when {@code bytes} holds at least
     *     {@link #LONGEST_RECORD_BYTES} or the end of the file
     */
    static RawChunk split(byte[] bytes, int length, boolean endOfFile, long firstByte, long firstLine) {
        return new RecordSplitter(bytes, length, endOfFile, firstLine).run(firstByte);
    }

    private RawChunk run(long firstByte) {
        int at = 0;
        while (at < length) {
            long recordLine = line;
            int end = recordEnd(at);
            boolean badQuotes = end == BAD_QUOTES;
            if (badQuotes) {
                line = recordLine;
                end = physicalLineEnd(at);
            }
            if (end == NEEDS_MORE) {
                line = recordLine;
                break;
            }
            add(end, recordLine, badQuotes);
            at = end;
        }
        return new RawChunk(
                Arrays.copyOf(bytes, at),
                Arrays.copyOf(ends, count),
                Arrays.copyOf(lines, count),
                Arrays.copyOf(broken, count),
                firstByte + at,
                line);
    }

    private static final int NEEDS_MORE = -1;
    private static final int BAD_QUOTES = -2;

    /** Where the record that begins there ends, behind its line end; counts the lines in {@link #line}. */
    private int recordEnd(int from) {
        boolean fieldStart = true;
        boolean quoted = false;
        int limit = (int) Math.min(length, (long) from + LONGEST_RECORD_BYTES);
        for (int at = from; at < limit; at++) {
            byte b = bytes[at];
            if (quoted) {
                if (b == QUOTE) {
                    if (at + 1 < length && bytes[at + 1] == QUOTE) {
                        at++;
                    } else if (at + 1 < length && !endsField(bytes[at + 1])) {
                        return BAD_QUOTES;
                    } else {
                        quoted = false;
                    }
                } else if (b == LF || (b == CR && !followedByLf(at))) {
                    line++;
                }
            } else if (b == LF) {
                line++;
                return at + 1;
            } else if (b == CR) {
                if (at + 1 >= length && !endOfFile) {
                    return NEEDS_MORE;
                }
                line++;
                return followedByLf(at) ? at + 2 : at + 1;
            } else if (b == QUOTE && fieldStart) {
                quoted = true;
                fieldStart = false;
            } else {
                fieldStart = b == COMMA;
            }
        }
        if (limit == length && !endOfFile) {
            return NEEDS_MORE;
        }
        return quoted || limit < length ? BAD_QUOTES : length;
    }

    private int physicalLineEnd(int from) {
        for (int at = from; at < length; at++) {
            if (bytes[at] == LF || bytes[at] == CR) {
                if (at + 1 >= length && !endOfFile && from > 0) {
                    return NEEDS_MORE;
                }
                line++;
                return followedByLf(at) && bytes[at] == CR ? at + 2 : at + 1;
            }
        }
        // A line longer than the whole buffer is cut, so that the import gets on; every piece is rejected.
        return endOfFile || from == 0 ? length : NEEDS_MORE;
    }

    private static boolean endsField(byte b) {
        return b == COMMA || b == LF || b == CR;
    }

    private boolean followedByLf(int at) {
        return at + 1 < length && bytes[at + 1] == LF;
    }

    private void add(int end, long recordLine, boolean badQuotes) {
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, count * 2);
            lines = Arrays.copyOf(lines, count * 2);
            broken = Arrays.copyOf(broken, count * 2);
        }
        ends[count] = end;
        lines[count] = recordLine;
        broken[count] = badQuotes;
        count++;
    }
}
