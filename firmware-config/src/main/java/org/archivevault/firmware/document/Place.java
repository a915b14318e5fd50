package org.archivevault.firmware.document;

/**
 * Where something stands in a file.
 *
 * @param line 1 upwards
 * @param column 1 upwards
 */
record Place(int line, int column) {
    /** The first character of a file. */
    static final Place START = new Place(1, 1);
}
