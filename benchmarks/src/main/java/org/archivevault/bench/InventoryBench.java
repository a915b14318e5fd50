package org.archivevault.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.archivevault.protocol.Allowed;
import org.archivevault.server.importing.sample.SamplePack;

/**
 * An inventory round over the whole archive, swept by a hand-held whose file is invented with errors at known packs: it must
 * find exactly those.
 */
final class InventoryBench {
    /** Of each kind of error one in so many packs. */
    private static final int PLANTED_EVERY = 1_000;

    /** A read so soon behind a recorded change is not judged (two minutes); one more for the rounding. */
    private static final Duration SETTLING = Duration.ofSeconds(121);

    private static final int SLOT_CHARACTERS = 8;
    private static final int PAGE = 1_000;
    private static final double A_MINUTE = 60;

    /** What is wrong, or only looks so, with a pack. */
    private enum Planted {
        /** It does not answer. */
        MISSING,
        /** It answers from another face. */
        MISPLACED,
        /** It was taken before the round, and answers from its old place. */
        OUT_BUT_THERE,
        /** It answers, and is taken before the round is closed: no error. */
        TAKEN_LATER
    }

    private final Archive archive;
    private final Report report;
    private final Random dice = new Random(BenchSettings.SEED);
    private final Map<Integer, Planted> planted = new HashMap<>();
    private final List<String> faces = new ArrayList<>();
    private final TreeSet<String> expected = new TreeSet<>();

    InventoryBench(Archive archive, Report report) {
        this.archive = archive;
        this.report = report;
    }

    @Allowed("this is where the time is measured")
    void run() throws IOException, InterruptedException, SQLException {
        plant();
        Instant settled = lastChange().plusSeconds(1);
        takeOut(Planted.OUT_BUT_THERE, settled);
        Instant since = settled.plus(SETTLING);
        Path sweep = archive.home().resolve("sweep.csv");
        report.progress("writing a sweep of %,d packs", archive.generator().packs());
        final long reads = write(sweep, since);
        Waiting.until(
                "the records to settle",
                SETTLING.multipliedBy(2),
                Duration.ofSeconds(1),
                () -> Instant.now().isAfter(since));

        String round = archive.server()
                .api()
                .post("/inventory-rounds", Map.of("scope", "ES-V1", "since", since.toString()))
                .path("id")
                .asText();
        report.progress("uploading the sweep, %,d MB", Files.size(sweep) >> 20);
        long began = System.nanoTime();
        JsonNode taken = archive.server()
                .api()
                .upload("/inventory-rounds/" + round + "/sweeps?device=bench", BodyPublishers.ofFile(sweep));
        final double uploading = seconds(began);
        if (taken.path("accepted").asLong() != reads || taken.path("rejected").asLong() != 0) {
            throw new IllegalStateException("not all of " + reads + " reads were taken in: " + taken);
        }
        takeOut(
                Planted.TAKEN_LATER,
                Instant.now().isAfter(since.plusSeconds(2)) ? Instant.now() : since.plusSeconds(2));
        report.progress("closing the round");
        began = System.nanoTime();
        final JsonNode closed =
                archive.server().api().upload("/inventory-rounds/" + round + "/close", BodyPublishers.noBody());
        final double closing = seconds(began);
        judge(round, closed);
        report.add(Figure.atMost(
                "inventory round: a sweep is taken in",
                uploading,
                "a minute for " + reads + " reads",
                A_MINUTE,
                "s",
                1));
        report.add(Figure.atMost(
                "inventory round: closed, everything found", closing, "a minute for the same", A_MINUTE, "s", 1));
        report.note(
                "inventory: %,d packs, %,d reads; found exactly the %,d planted errors: %s; %,d packs taken after the sweep"
                        + " are no errors",
                archive.generator().packs(),
                reads,
                expected.size(),
                closed.path("discrepancies"),
                planted.values().stream().filter(p -> p == Planted.TAKEN_LATER).count());
        Files.delete(sweep);
        putBack();
    }

    private void plant() {
        int packs = archive.generator().packs();
        int ofEach = Math.max(5, packs / PLANTED_EVERY);
        for (Planted kind : Planted.values()) {
            for (int left = ofEach; left > 0; ) {
                int pack = dice.nextInt(packs);
                if (planted.putIfAbsent(pack, kind) == null) {
                    left--;
                }
            }
        }
        String last = "";
        for (int i = 0; i < packs; i++) {
            String face = faceOf(archive.generator().pack(i));
            if (!face.equals(last)) {
                faces.add(face);
                last = face;
            }
        }
    }

    private static String faceOf(SamplePack pack) {
        String code = pack.positionCode();
        if (code == null) {
            throw new IllegalStateException("the site has no slot for " + pack.packNo());
        }
        return code.substring(0, code.length() - SLOT_CHARACTERS);
    }

    /** A line per read, face by face, within one second; strangers at the end. Notes what is to be found. */
    private long write(Path file, Instant since) throws IOException {
        int packs = archive.generator().packs();
        String time = since.plusMillis(500).toString();
        long reads = 0;
        try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.US_ASCII)) {
            out.write("time,epc,face\n");
            for (int i = 0; i < packs; i++) {
                SamplePack pack = archive.generator().pack(i);
                String seen = answersFrom(pack, planted.get(i));
                if (!seen.isEmpty()) {
                    out.write(time + "," + pack.epc() + "," + seen + "\n");
                    reads++;
                }
            }
            for (int i = Math.max(5, packs / PLANTED_EVERY); i > 0; i--) {
                String stranger = String.format(java.util.Locale.ROOT, "AD%022X", dice.nextLong() >>> 1);
                String face = faces.get(dice.nextInt(faces.size()));
                out.write(time + "," + stranger + "," + face + "\n");
                expected.add("unexpected " + stranger + " seen " + face);
                reads++;
            }
        }
        return reads;
    }

    private String answersFrom(SamplePack pack, @org.jspecify.annotations.Nullable Planted kind) {
        String home = faceOf(pack);
        if (kind == Planted.MISSING) {
            expected.add("missing " + pack.packNo() + " belongs " + pack.positionCode());
            return "";
        }
        if (kind == Planted.MISPLACED) {
            String other = faces.get((faces.indexOf(home) + 1 + dice.nextInt(faces.size() - 1)) % faces.size());
            expected.add("misplaced " + pack.packNo() + " belongs " + pack.positionCode() + " seen " + other);
            return other;
        }
        if (kind == Planted.OUT_BUT_THERE) {
            expected.add("unexpected " + pack.packNo() + " seen " + home);
        }
        return home;
    }

    private void judge(String round, JsonNode closed) {
        TreeSet<String> found = new TreeSet<>();
        long after = 0;
        JsonNode page;
        do {
            page = archive.server()
                    .api()
                    .get("/inventory-rounds/" + round + "/discrepancies?limit=" + PAGE + "&after=" + after)
                    .path("discrepancies");
            for (JsonNode one : page) {
                after = one.path("id").asLong();
                found.add(one.path("kind").asText() + " "
                        + one.path("packNo").asText(one.path("mark").asText())
                        + (one.has("belongs")
                                ? " belongs " + one.path("belongs").asText()
                                : "")
                        + (one.has("seenFace") ? " seen " + one.path("seenFace").asText() : ""));
            }
        } while (page.size() == PAGE);
        if (!found.equals(expected)) {
            TreeSet<String> invented = new TreeSet<>(found);
            invented.removeAll(expected);
            TreeSet<String> overlooked = new TreeSet<>(expected);
            overlooked.removeAll(found);
            throw new IllegalStateException(
                    "seed " + BenchSettings.SEED + ": " + overlooked.size() + " overlooked, e.g. " + first(overlooked)
                            + "; " + invented.size() + " invented, e.g. " + first(invented) + "; " + closed);
        }
    }

    private static String first(Set<String> all) {
        return all.isEmpty() ? "-" : all.iterator().next();
    }

    private Instant lastChange() throws SQLException {
        try (Connection connection = archive.connect();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT greatest(max(valid_from), max(valid_to)) FROM placement")) {
            row.next();
            return row.getTimestamp(1)
                    .toInstant()
                    .truncatedTo(ChronoUnit.SECONDS)
                    .plusSeconds(1);
        }
    }

    private String[] packNos(Planted kind) {
        return planted.entrySet().stream()
                .filter(entry -> entry.getValue() == kind)
                .map(entry -> archive.generator().pack(entry.getKey()).packNo())
                .toArray(String[]::new);
    }

    /** As a retrieval would have done it, without moving carriages. */
    private void takeOut(Planted kind, Instant at) throws SQLException {
        execute(
                "UPDATE placement SET valid_to = ?, taken_by = 'bench', taken_why = 'bench' WHERE valid_to IS NULL"
                        + " AND pack_id IN (SELECT id FROM pack WHERE pack_no = ANY (?))",
                at,
                packNos(kind));
        execute("UPDATE pack SET state = 'out', state_since = ? WHERE pack_no = ANY (?)", at, packNos(kind));
    }

    /** So that a kept archive is whole for the next run. */
    private void putBack() throws SQLException {
        for (Planted kind : List.of(Planted.OUT_BUT_THERE, Planted.TAKEN_LATER)) {
            execute(
                    "INSERT INTO placement (pack_id, position_code, valid_from, placed_by, placed_why) SELECT DISTINCT ON"
                            + " (l.pack_id) l.pack_id, l.position_code, greatest(?, l.valid_to), 'bench', 'bench'"
                            + " FROM placement l JOIN pack p ON p.id = l.pack_id WHERE p.pack_no = ANY (?)"
                            + " ORDER BY l.pack_id, l.valid_from DESC",
                    lastChange(),
                    packNos(kind));
            execute(
                    "UPDATE pack SET state = 'on-shelf', state_since = ? WHERE pack_no = ANY (?)",
                    lastChange(),
                    packNos(kind));
        }
    }

    private void execute(String sql, Instant at, String[] packNos) throws SQLException {
        try (Connection connection = archive.connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setTimestamp(1, Timestamp.from(at));
            statement.setArray(2, connection.createArrayOf("text", packNos));
            statement.executeUpdate();
        }
    }

    private static double seconds(long began) {
        return (System.nanoTime() - began) / 1e9;
    }
}
