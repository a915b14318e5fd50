package org.archivevault.server.accesslog;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;

/**
 * An entry with its place in the chain. The hash covers every other field in the order and form of
 * docs/reference/access-log.md; change that form only under a new algorithm name.
 *
 * @param seq 1 upwards, without gaps
 * @param at when it was recorded, to the microsecond
 * @param entry what was recorded
 * @param algorithm how the hash was made
 * @param previousHash hash of the entry before; 32 zero bytes for the first
 * @param hash hash of this entry
 */
@SuppressWarnings("ArrayRecordComponent") // Compared only through isIntact and follows, never by equals.
record ChainedEntry(long seq, Instant at, AccessEntry entry, String algorithm, byte[] previousHash, byte[] hash) {
    /** SHA-256 over the first canonical form. */
    static final String SHA_256_V1 = "sha-256/1";

    /** Length of every hash of the chain, in bytes. */
    static final int HASH_BYTES = 32;

    private static final DateTimeFormatter MICROSECONDS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    static ChainedEntry after(byte[] previousHash, long seq, Instant at, AccessEntry entry) {
        byte[] hash = sha256(canonical(seq, at, entry, SHA_256_V1, previousHash));
        return new ChainedEntry(seq, at, entry, SHA_256_V1, previousHash, hash);
    }

    /** Whether the hash is the one that the other fields give. */
    boolean isIntact() {
        return algorithm.equals(SHA_256_V1)
                && Arrays.equals(hash, sha256(canonical(seq, at, entry, algorithm, previousHash)));
    }

    /** Whether this entry comes directly after one with that number and hash. */
    boolean follows(long previousSeq, byte[] hashBefore) {
        return seq == previousSeq + 1 && Arrays.equals(previousHash, hashBefore);
    }

    static String printed(Instant at) {
        return MICROSECONDS.format(at);
    }

    private static byte[] canonical(long seq, Instant at, AccessEntry entry, String algorithm, byte[] previousHash) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        DataOutputStream out = new DataOutputStream(bytes);
        try {
            field(out, algorithm.getBytes(StandardCharsets.UTF_8));
            field(out, Long.toString(seq).getBytes(StandardCharsets.UTF_8));
            field(out, printed(at).getBytes(StandardCharsets.UTF_8));
            field(out, entry.kind().getBytes(StandardCharsets.UTF_8));
            field(out, entry.subject().getBytes(StandardCharsets.UTF_8));
            field(out, entry.object().getBytes(StandardCharsets.UTF_8));
            field(out, entry.result().getBytes(StandardCharsets.UTF_8));
            field(out, entry.details().getBytes(StandardCharsets.UTF_8));
            field(out, previousHash);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory cannot fail", e);
        }
        return bytes.toByteArray();
    }

    private static void field(DataOutputStream out, byte[] value) throws IOException {
        out.writeInt(value.length);
        out.write(value);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
