package org.archivevault.server.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.archivevault.protocol.Json;
import org.archivevault.protocol.MalformedMessage;
import org.junit.jupiter.api.Test;

class ChainVerifierTest {
    private static final Instant AT = Instant.parse("2026-11-21T08:00:00.123456Z");

    @Test
    void aWholeChainIsIntact() {
        ChainVerifier verifier = walk(chain(5), Map.of());
        verifier.end(5L, null);
        assertThat(verifier.firstBreak()).isNull();
        assertThat(verifier.end().seq()).isEqualTo(5);
    }

    @Test
    void theHashOfTheFirstEntryIsTheOneOfTheReferencePage() {
        // GIVEN the example of docs/reference/access-log.md, whose hash was made with another program
        ChainedEntry entry = ChainedEntry.after(
                new byte[32], 1, AT, new AccessEntry("sign-in", "li.wei", "user:li.wei", "ok", "{}"));
        assertThat(HexFormat.of().formatHex(entry.hash()))
                .isEqualTo("9707b303f467cd06bc5bb3cf3666b71baf04d8e0017f353ed43456ebfedd7f99");
    }

    @Test
    void everyChangedByteOfAnExportIsFound() {
        // GIVEN an exported log
        List<String> lines = chain(3).stream().map(LogLine::of).map(Json::text).toList();
        int changes = 0;
        for (int line = 0; line < lines.size(); line++) {
            for (int at = 0; at < lines.get(line).length(); at++) {
                // WHEN one character of it becomes another
                char before = lines.get(line).charAt(at);
                char after = before == 'x' ? 'y' : 'x';
                List<String> changed = new ArrayList<>(lines);
                changed.set(
                        line,
                        lines.get(line).substring(0, at)
                                + after
                                + lines.get(line).substring(at + 1));
                changes++;
                // THEN it is no longer intact
                assertThat(isIntact(changed))
                        .as("line %d, character %d, %s", line, at, changed.get(line))
                        .isFalse();
            }
        }
        assertThat(changes).isGreaterThan(900);
    }

    @Test
    void entriesDeletedInsertedSwappedOrRepeatedAreFound() {
        List<ChainedEntry> chain = chain(6);
        for (int i = 0; i < chain.size() - 1; i++) {
            List<ChainedEntry> deleted = new ArrayList<>(chain);
            deleted.remove(i);
            assertThat(walk(deleted, Map.of()).firstBreak()).as("without %d", i).isNotNull();
            List<ChainedEntry> swapped = new ArrayList<>(chain);
            java.util.Collections.swap(swapped, i, i + 1);
            assertThat(walk(swapped, Map.of()).firstBreak()).as("swapped %d", i).isNotNull();
            List<ChainedEntry> repeated = new ArrayList<>(chain);
            repeated.add(i, chain.get(i));
            assertThat(walk(repeated, Map.of()).firstBreak()).as("twice %d", i).isNotNull();
        }
    }

    @Test
    void anEntryRewrittenWithItsOwnNewHashIsFoundAtTheNextOne() {
        List<ChainedEntry> chain = chain(4);
        ChainedEntry old = chain.get(1);
        chain.set(1, ChainedEntry.after(old.previousHash(), 2, AT, AccessEntry.of("sign-in", "other", "", "ok")));
        assertThat(Objects.requireNonNull(walk(chain, Map.of()).firstBreak()).seq())
                .isEqualTo(3);
    }

    @Test
    void aLogCutShortIsFoundByItsHeadAndWithTheHeadAdjustedByANotedCheckpoint() {
        List<ChainedEntry> chain = chain(6);
        String noted = HexFormat.of().formatHex(chain.get(5).hash());
        List<ChainedEntry> cut = chain.subList(0, 4);
        // the head still says 6
        ChainVerifier byHead = walk(cut, Map.of());
        byHead.end(6L, chain.get(5).hash());
        assertThat(Objects.requireNonNull(byHead.firstBreak()).seq()).isEqualTo(5);
        // the head was adjusted: only somebody who noted the old end can know
        ChainVerifier adjusted = walk(cut, Map.of(6L, noted));
        adjusted.end(4L, chain.get(3).hash());
        assertThat(Objects.requireNonNull(adjusted.firstBreak()).seq()).isEqualTo(5);
    }

    @Test
    void aWhollyRewrittenHistoryIsFoundByANotedCheckpoint() {
        String noted = HexFormat.of().formatHex(chain(6).get(2).hash());
        List<ChainedEntry> forged = new ArrayList<>();
        byte[] previous = new byte[32];
        for (int i = 1; i <= 6; i++) {
            ChainedEntry next = ChainedEntry.after(previous, i, AT, AccessEntry.of("forged", "x", "y", "ok"));
            forged.add(next);
            previous = next.hash();
        }
        assertThat(walk(forged, Map.of()).firstBreak()).isNull();
        assertThat(Objects.requireNonNull(walk(forged, Map.of(3L, noted)).firstBreak())
                        .seq())
                .isEqualTo(3);
    }

    @Test
    void textCannotMoveFromOneFieldToItsNeighbour() {
        byte[] start = new byte[32];
        ChainedEntry one = ChainedEntry.after(start, 1, AT, AccessEntry.of("kind", "ab", "c", "ok"));
        ChainedEntry other = ChainedEntry.after(start, 1, AT, AccessEntry.of("kind", "a", "bc", "ok"));
        assertThat(Arrays.equals(one.hash(), other.hash())).isFalse();
    }

    private static boolean isIntact(List<String> lines) {
        ChainVerifier verifier = new ChainVerifier(Map.of());
        for (String line : lines) {
            try {
                LogLine read = Json.read(line.getBytes(java.nio.charset.StandardCharsets.UTF_8), LogLine.class);
                if (!verifier.accept(read.chained())) {
                    return false;
                }
            } catch (MalformedMessage | RuntimeException e) {
                return false;
            }
        }
        return verifier.firstBreak() == null;
    }

    private static ChainVerifier walk(List<ChainedEntry> chain, Map<Long, String> checkpoints) {
        ChainVerifier verifier = new ChainVerifier(checkpoints);
        for (ChainedEntry entry : chain) {
            if (!verifier.accept(entry)) {
                break;
            }
        }
        return verifier;
    }

    private static List<ChainedEntry> chain(int length) {
        List<ChainedEntry> chain = new ArrayList<>();
        byte[] previous = new byte[32];
        for (int i = 1; i <= length; i++) {
            ChainedEntry next = ChainedEntry.after(
                    previous,
                    i,
                    AT.plusMillis(i),
                    AccessEntry.of("sign-in", "李伟" + i, "user:li.wei", "ok", Map.of("n", i)));
            chain.add(next);
            previous = next.hash();
        }
        return chain;
    }
}
