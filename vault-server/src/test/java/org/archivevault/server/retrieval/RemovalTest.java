package org.archivevault.server.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.archivevault.protocol.address.ShelfAddress;
import org.archivevault.protocol.pack.PackNo;
import org.archivevault.server.retrieval.RemovalSign.Kind;
import org.archivevault.server.tags.Proof;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemovalTest {
    private static final PackNo ASKED = new PackNo("P-1");
    private static final Map<String, String> SLOTS =
            Map.of("P-1", "ES-V1-B1-01B-01-1-01", "P-2", "ES-V1-B1-01B-01-1-02", "P-3", "ES-V1-B1-02A-01-1-03");

    private static String slot(String pack) {
        return Objects.requireNonNull(SLOTS.get(pack));
    }

    /** "left:1 desk:2" and so on. */
    private static List<RemovalSign> signs(String text) {
        return Arrays.stream(text.strip().split("\\s+"))
                .filter(word -> !word.isEmpty())
                .map(RemovalTest::sign)
                .toList();
    }

    private static RemovalSign sign(String word) {
        String[] parts = word.split(":");
        Kind kind = switch (parts[0]) {
            case "left" -> Kind.LEFT_FACE;
            case "desk" -> Kind.AT_DESK;
            case "gate" -> Kind.THROUGH_GATE;
            case "hand" -> Kind.BY_HAND;
            case "scan" -> Kind.BY_BAR_CODE;
            case "misscan" -> Kind.WRONG_BAR_CODE;
            case "back" -> Kind.BACK_AT_FACE;
            case "other" -> Kind.AT_OTHER_FACE;
            case "given" -> Kind.GIVEN_BACK;
            case "still" -> Kind.STILL_SEEN;
            case "nothing" -> Kind.NOTHING_TAKEN;
            case "timeup" -> Kind.TIME_UP;
            default -> throw new IllegalArgumentException(word);
        };
        String pack = "P-" + (parts.length > 1 ? parts[1] : "1");
        return new RemovalSign(
                kind,
                new PackNo(pack),
                kind == Kind.AT_OTHER_FACE ? "ES-V1-B1-03A" : "place",
                Optional.of(ShelfAddress.parse(slot(pack))),
                Instant.EPOCH);
    }

    @ParameterizedTest(name = "{0} is {1}, proven by {2}")
    @CsvSource(delimiter = '|', textBlock = """
            # every level of equipment: the pack asked for, and nothing else
            left:1                      | taken         | shelf
            desk:1                      | taken         | desk
            gate:1                      | taken         | gate
            hand:1                      | taken         | by-hand
            scan:1                      | taken         | by-bar-code
            left:1 desk:1 gate:1        | taken         | desk gate shelf
            hand:1 left:1               | taken         | by-hand shelf
            hand:1 hand:2               | taken         | by-hand
            hand:2                      | taken         | by-hand
            # another pack
            left:2                      | wrong-pack    | shelf
            desk:2                      | wrong-pack    | desk
            gate:2                      | wrong-pack    | gate
            misscan:2                   | wrong-pack    | by-bar-code
            left:2 desk:2               | wrong-pack    | desk shelf
            left:2 left:3               | wrong-pack    | shelf
            left:2 given                | wrong-pack    | shelf
            left:2 back:2               | -             |
            left:2 back:2 left:1        | taken         | shelf
            misscan:2 scan:1            | taken         | by-bar-code
            misscan:2 left:2 scan:1     | extra-pack    | by-bar-code shelf
            # one more
            left:1 left:2               | extra-pack    | shelf
            left:2 left:1               | extra-pack    | shelf
            desk:1 desk:2               | extra-pack    | desk
            hand:1 left:2               | extra-pack    | shelf
            left:1 left:2 back:2        | taken         | shelf
            left:1 given left:2         | extra-pack    | shelf
            # not taken
            given still                 | not-taken     | shelf
            given nothing               | not-taken     | by-hand
            hand:1 given still          | not-taken     | shelf
            left:1 back:1 given still   | not-taken     | shelf
            left:1 back:1               | -             |
            # put back elsewhere
            left:1 other:1              | put-elsewhere | shelf
            left:1 given other:1        | put-elsewhere | shelf
            left:2 other:2              | put-elsewhere | shelf
            left:1 other:1 left:1       | taken         | shelf
            left:1 given other:1 back:1 | taken         | shelf
            # a return is not an undoing
            left:1 given back:1         | taken         | shelf
            desk:1 given still          | taken         | desk
            # nobody knows
            given timeup                | unproven      |
            given                       | -             |
            """)
    void theSignsSayWhatBecameOfIt(String text, String outcome, String proofs) {
        Removal removal = Removal.of(ASKED, signs(text));
        assertThat(removal.outcome().map(RemovalOutcome::code).orElse("-")).isEqualTo(outcome);
        assertThat(removal.proofs().stream().map(Proof::code).collect(Collectors.joining(" ")))
                .isEqualTo(proofs == null ? "" : proofs);
    }

    @ParameterizedTest
    @CsvSource({
        "left:1, true",
        "desk:1, true",
        "gate:1, true",
        "hand:1 left:1, true",
        "hand:1, false",
        "scan:1, false",
        "left:2, false",
        "left:1 left:2, false",
        "left:1 other:1, false",
        "left:1 back:1, false",
        "hand:2 left:2, false",
        "given still, false",
    })
    void onlyTheRightPackAndNothingElseClosesByTag(String text, boolean closes) {
        assertThat(Removal.of(ASKED, signs(text)).closesByTag()).isEqualTo(closes);
    }

    @Test
    void theWrongPackIsNamedWithTheSlotWhereItBelongs() {
        String position = slot("P-1");
        assertThat(Removal.of(ASKED, signs("left:2")).sentence(position).orElseThrow())
                .satisfies(said -> {
                    assertThat(said.en()).contains("P-2", "ES-V1-B1-01B-01-1-02", "P-1 was asked for");
                    assertThat(said.zh()).contains("P-2", "ES-V1-B1-01B-01-1-02", "P-1");
                });
        assertThat(Removal.of(ASKED, signs("left:1 other:1"))
                        .sentence(position)
                        .orElseThrow()
                        .en())
                .contains("P-1 is at face ES-V1-B1-03A", "belongs at ES-V1-B1-01B-01-1-01");
        assertThat(Removal.of(ASKED, signs("given still"))
                        .sentence(position)
                        .orElseThrow()
                        .en())
                .contains("P-1", position);
    }

    @Test
    void whateverComesNothingThatIsWrongEverClosesByTag() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> words = List.of(
                "left:1",
                "left:2",
                "left:3",
                "desk:1",
                "desk:2",
                "gate:1",
                "gate:3",
                "hand:1",
                "scan:1",
                "misscan:2",
                "back:1",
                "back:2",
                "back:3",
                "other:1",
                "other:2",
                "given",
                "still",
                "timeup",
                "nothing");
        for (int round = 0; round < 2_000; round++) {
            List<String> some = new ArrayList<>(words);
            Collections.shuffle(some, random);
            List<String> history = some.subList(0, 1 + random.nextInt(8));
            Removal removal = Removal.of(ASKED, signs(String.join(" ", history)));
            if (removal.closesByTag()) {
                assertThat(removal.strangers()).as("seed %d: %s", seed, history).isEmpty();
                assertThat(removal.expectedAway())
                        .as("seed %d: %s", seed, history)
                        .isTrue();
            }
            // and an outcome always has its words
            assertThat(removal.sentence("ES-V1-B1-01B-01-1-01").isPresent())
                    .as("seed %d: %s", seed, history)
                    .isEqualTo(removal.outcome().isPresent());
        }
    }
}
