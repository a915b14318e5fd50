package org.archivevault.server.accesslog;

import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.archivevault.protocol.Bilingual;
import org.archivevault.protocol.Token;
import org.jspecify.annotations.Nullable;

/** Walks a chain entry by entry and keeps the first thing that is wrong. Pure; the reading is done by others. */
final class ChainVerifier {
    private final Map<Long, String> checkpoints;
    private long seq;
    private byte[] hash = new byte[ChainedEntry.HASH_BYTES];
    private @Nullable Break firstBreak;

    /**
     * @param checkpoints hashes that somebody wrote down earlier, by number; each must be found again
     */
    ChainVerifier(Map<Long, String> checkpoints) {
        this.checkpoints = new TreeMap<>(checkpoints);
    }

    /** Takes the next entry; false when the chain is broken and the walk may stop. */
    boolean accept(ChainedEntry entry) {
        if (firstBreak != null) {
            return false;
        }
        if (entry.seq() != seq + 1) {
            firstBreak = new Break(
                    seq + 1,
                    new Bilingual("缺少第 {} 条（其后是第 {} 条）", "entry {} is missing (the next is {})")
                            .with(seq + 1, entry.seq()));
        } else if (!entry.follows(seq, hash)) {
            firstBreak = new Break(
                    entry.seq(),
                    new Bilingual("第 {} 条未连接到前一条", "entry {} does not join the one before it").with(entry.seq()));
        } else if (!entry.isIntact()) {
            firstBreak = new Break(
                    entry.seq(),
                    new Bilingual("第 {} 条的内容与其哈希不符", "the contents of entry {} do not match its hash")
                            .with(entry.seq()));
        } else {
            checkpoint(entry);
        }
        seq = entry.seq();
        hash = entry.hash();
        return firstBreak == null;
    }

    /** Says that what should be an entry is none; always false. */
    boolean refuse(long at, String why) {
        if (firstBreak == null) {
            firstBreak =
                    new Break(at, new Bilingual("第 {} 条不是有效的日志条目：{}", "entry {} is not an entry: {}").with(at, why));
        }
        return false;
    }

    /** Says that there are no more entries, and what the head row says the last one is. */
    void end(@Nullable Long headSeq, byte @Nullable [] headHash) {
        if (firstBreak != null) {
            return;
        }
        if (headSeq != null && headSeq != seq) {
            firstBreak = new Break(
                    Math.min(seq, headSeq) + 1,
                    new Bilingual("链尾记为第 {} 条，实际止于第 {} 条", "the head names entry {}, but the entries end at {}")
                            .with(headSeq, seq));
        } else if (headHash != null && !java.util.Arrays.equals(headHash, hash)) {
            firstBreak = new Break(seq, new Bilingual("链尾哈希与第 {} 条不符", "the head does not match entry {}").with(seq));
        } else {
            checkpoints.keySet().stream()
                    .filter(noted -> noted > seq)
                    .findFirst()
                    .ifPresent(noted -> {
                        firstBreak = new Break(
                                seq + 1,
                                new Bilingual(
                                                "曾记录第 {} 条，现在日志止于第 {} 条",
                                                "entry {} was noted earlier, but the log ends at {}")
                                        .with(noted, seq));
                    });
        }
    }

    private void checkpoint(ChainedEntry entry) {
        String noted = checkpoints.get(entry.seq());
        if (noted != null && !noted.equals(HexFormat.of().formatHex(entry.hash()))) {
            firstBreak = new Break(
                    entry.seq(),
                    new Bilingual(
                                    "第 {} 条与曾记录的哈希不同：历史被改写",
                                    "entry {} has another hash than was noted: history was rewritten")
                            .with(entry.seq()));
        }
    }

    @Nullable
    Break firstBreak() {
        return firstBreak;
    }

    /** The end of what was walked, to be noted by whoever will verify again. */
    Checkpoint end() {
        return new Checkpoint(seq, HexFormat.of().formatHex(hash));
    }

    /**
     * The first thing that is wrong.
     *
     * @param seq the number of the entry
     * @param sentence what is wrong
     */
    record Break(long seq, Bilingual sentence) {}

    /**
     * One entry's number and hash, printed {@code SEQ:HASH}.
     *
     * @param seq the number
     * @param hash 64 hexadecimal digits
     */
    record Checkpoint(long seq, String hash) {
        private static final Pattern FORM = Pattern.compile("[0-9]{1,18}:[0-9a-f]{64}");

        static Checkpoint parse(String text) {
            Token.require(text, FORM, "checkpoint");
            int colon = text.indexOf(':');
            return new Checkpoint(Long.parseLong(text.substring(0, colon)), text.substring(colon + 1));
        }

        @Override
        public String toString() {
            return seq + ":" + hash;
        }
    }
}
