package org.archivevault.simulator.modbus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Telling RTU frames apart in whatever pieces they come. */
class RtuFramingTest {
    private final RtuFraming framing = new RtuFraming();

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private static List<String> text(List<Framing.Request> requests) {
        return requests.stream()
                .map(r -> r.unit() + ":" + HexFormat.of().formatHex(r.pdu()))
                .toList();
    }

    @Test
    void the_check_is_that_of_the_standard() {
        // The example of "MODBUS over serial line": 02 07 has the check 41 12.
        assertThat(framing.pack(0, 2, bytes("07"))).isEqualTo(bytes("02 07 41 12"));
        assertThat(framing.pack(0, 1, bytes("04 0000 0001"))).isEqualTo(bytes("01 04 0000 0001 31 CA"));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void any_cutting_gives_the_same_requests(long seed) {
        byte[] stream = Framing.joined(
                framing.pack(0, 2, bytes("10 000A 0003 06 0001 0007 0001")),
                Framing.joined(framing.pack(0, 3, bytes("05 0000 FF00")), framing.pack(0, 2, bytes("04 0004 0004"))));
        Random random = new Random(seed);
        List<String> seen = new ArrayList<>();
        int at = 0;
        while (at < stream.length) {
            int next = Math.min(stream.length, at + 1 + random.nextInt(9));
            seen.addAll(text(framing.take(Arrays.copyOfRange(stream, at, next))));
            at = next;
        }
        assertThat(seen)
                .as("seed %d", seed)
                .containsExactly("2:10000a000306000100070001", "3:050000ff00", "2:0400040004");
        assertThat(framing.unfinished()).isFalse();
    }

    @Test
    void a_frame_with_a_bad_check_is_skipped_and_the_next_one_is_taken() {
        byte[] bad = framing.spoilt(framing.pack(0, 2, bytes("06 0000 0014")));
        byte[] good = framing.pack(0, 2, bytes("06 0000 0015"));
        assertThat(text(framing.take(Framing.joined(bad, good)))).containsExactly("2:0600000015");
    }

    @Test
    void noise_is_forgotten_in_the_next_silence() {
        assertThat(framing.take(bytes("FF 10 00"))).isEmpty();
        assertThat(framing.unfinished()).isTrue();
        assertThat(framing.silence()).isEmpty();
        assertThat(text(framing.take(framing.pack(0, 2, bytes("04 0000 0001")))))
                .containsExactly("2:0400000001");
    }

    @Test
    void an_unknown_function_is_a_frame_when_silence_ends_it() {
        assertThat(framing.take(framing.pack(0, 2, bytes("2B 0E 01 00")))).isEmpty();
        assertThat(text(framing.silence())).containsExactly("2:2b0e0100");
    }
}
