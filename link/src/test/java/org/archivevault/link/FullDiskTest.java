package org.archivevault.link;

import static org.archivevault.link.testing.Waiting.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.archivevault.link.outbox.OutboxLimits;
import org.archivevault.link.outbox.SqliteOutbox;
import org.archivevault.protocol.event.EdgeEvent;
import org.archivevault.protocol.event.Lane;
import org.archivevault.protocol.link.SequencedEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that stops taking bytes in the middle of a commit. */
class FullDiskTest {
    /** In blocks of 512 bytes: room for SQLite's native library, but not for a whole write-ahead log. */
    private static final int LIMIT_BLOCKS = 6_000;

    /** The limit is reached after some hundreds; a child that never fails must not run for ever. */
    private static final int MOST_LINES = 100_000;

    private static final String NOWHERE = "tcp://127.0.0.1:1";

    @TempDir
    Path temp;

    @Test
    void nothingIsAcknowledgedThatTheDiskDidNotTake() throws Exception {
        // GIVEN an edge whose files may not grow beyond a limit
        Path file = temp.resolve("outbox.db");
        Process child = new ProcessBuilder(
                        "sh",
                        "-c",
                        "ulimit -f " + LIMIT_BLOCKS + "; exec \"$@\"",
                        "sh",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledEdge.class.getName(),
                        NOWHERE,
                        file.toString(),
                        "0")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        // WHEN it appends until the disk refuses
        Map<Long, Integer> kept = new TreeMap<>();
        List<String> failures = new ArrayList<>();
        try (BufferedReader out = child.inputReader(StandardCharsets.UTF_8)) {
            int lines = 0;
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (++lines == MOST_LINES) {
                    child.toHandle().destroyForcibly();
                }
                String[] words = line.split(" ");
                if (words[0].equals("kept")) {
                    kept.put(Long.parseLong(words[1]), Integer.parseInt(words[2]));
                } else if (words[0].equals("failed")) {
                    failures.add(line);
                    child.toHandle().destroyForcibly();
                }
            }
        }
        assertThat(failures).isNotEmpty().allMatch(line -> line.contains("OutboxFailure"));
        // THEN the outbox holds what it acknowledged, under the same numbers, without a gap
        Map<Long, EdgeEvent> held = held(file);
        assertThat(kept).hasSizeGreaterThan(100);
        kept.forEach((seq, number) -> assertThat(held).containsEntry(seq, Rig.event(number)));
        assertThat(held.keySet()).last().isEqualTo((long) held.size());
    }

    private static Map<Long, EdgeEvent> held(Path file) throws Exception {
        Vertx vertx = Vertx.vertx();
        SqliteOutbox outbox = SqliteOutbox.open(vertx, file, OutboxLimits.DEFAULT, InstantSource.system());
        Map<Long, EdgeEvent> held = new TreeMap<>();
        long after = 0;
        List<SequencedEvent> part = answer(outbox.read(Lane.ACCESS, after)).events();
        while (!part.isEmpty()) {
            part.forEach(e -> held.put(e.seq(), e.event()));
            after = part.get(part.size() - 1).seq();
            part = answer(outbox.read(Lane.ACCESS, after)).events();
        }
        answer(outbox.close());
        answer(vertx.close());
        return held;
    }
}
