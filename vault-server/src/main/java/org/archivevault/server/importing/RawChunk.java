package org.archivevault.server.importing;

/**
 * Whole records of the file, still bytes. A carrier between two steps, never compared: hence arrays.
 *
 * @param bytes the records one after another, with their line ends
 * @param ends for each record, where it ends in {@code bytes}; it begins where the one before ends
 * @param lines for each record, the number of its first physical line, 1 upwards
 * @param broken for each record, whether its quotes are wrong (never closed, or something behind the closing
 *     one) or it is too long; such a record is one physical line
 * @param nextByte where the next chunk begins in the file
 * @param nextLine the number of the line that begins there
 */
@SuppressWarnings("ArrayRecordComponent")
record RawChunk(byte[] bytes, int[] ends, long[] lines, boolean[] broken, long nextByte, long nextLine) {
    int size() {
        return ends.length;
    }

    int start(int record) {
        return record == 0 ? 0 : ends[record - 1];
    }
}
