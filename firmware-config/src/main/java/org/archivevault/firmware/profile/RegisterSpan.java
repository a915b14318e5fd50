package org.archivevault.firmware.profile;

import org.archivevault.firmware.document.Entry;

/**
 * Addresses that a step or the watchdog takes.
 *
 * @param what its name in the file
 * @param entry where it stands
 * @param table which table
 * @param first first address
 * @param count how many
 */
record RegisterSpan(String what, Entry entry, ShelvingProfile.Table table, int first, int count) {
    boolean overlaps(RegisterSpan other) {
        return table == other.table && first < other.first + other.count && other.first < first + count;
    }
}
