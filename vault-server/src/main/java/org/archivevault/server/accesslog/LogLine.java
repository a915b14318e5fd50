package org.archivevault.server.accesslog;

import java.time.Instant;
import java.util.HexFormat;

/**
 * An entry as it is served and exported: everything that an outsider needs to make the hash again.
 *
 * @param seq number in the log
 * @param at ISO-8601 in UTC, six decimals
 * @param kind what happened
 * @param subject who
 * @param object to what
 * @param result how it ended
 * @param details JSON text, byte for byte as hashed
 * @param algorithm how the hash was made
 * @param prevHash 64 hexadecimal digits
 * @param hash 64 hexadecimal digits
 */
record LogLine(
        long seq,
        String at,
        String kind,
        String subject,
        String object,
        String result,
        String details,
        String algorithm,
        String prevHash,
        String hash) {
    static LogLine of(ChainedEntry chained) {
        AccessEntry entry = chained.entry();
        return new LogLine(
                chained.seq(),
                ChainedEntry.printed(chained.at()),
                entry.kind(),
                entry.subject(),
                entry.object(),
                entry.result(),
                entry.details(),
                chained.algorithm(),
                HexFormat.of().formatHex(chained.previousHash()),
                HexFormat.of().formatHex(chained.hash()));
    }

    ChainedEntry chained() {
        return new ChainedEntry(
                seq,
                Instant.parse(at),
                new AccessEntry(kind, subject, object, result, details),
                algorithm,
                HexFormat.of().parseHex(prevHash),
                HexFormat.of().parseHex(hash));
    }
}
