package org.archivevault.server.location;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonBytesTest {
    private static final int TEXTS = 5_000;

    @Test
    void whatever_a_text_holds_a_json_parser_reads_it_back() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < TEXTS; i++) {
            // GIVEN text of one, two, three and four bytes a character, with what must be escaped
            String text = random.ints(random.nextInt(200), 0, 1_200)
                    .map(c -> c < 400 ? c : c < 800 ? 0x4E00 + c : c < 1_000 ? c : 0x20000 + c)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();

            JsonBytes out =
                    new JsonBytes().ascii("[").text(text).ascii(",").number(i).ascii("]");

            JsonArray read = new JsonArray(out.buffer());
            assertThat(read.getString(0)).as("seed %d", seed).isEqualTo(text);
            assertThat(read.getInteger(1)).isEqualTo(i);
        }
    }

    @Test
    void half_a_surrogate_pair_does_not_spoil_the_answer() {
        JsonArray read = new JsonArray(
                new JsonBytes().ascii("[").text("a\uD840b").ascii("]").buffer());

        assertThat(read.getString(0)).isEqualTo("a?b");
    }

    @Test
    void two_digits_are_always_two() {
        assertThat(new JsonBytes().two(7).ascii("-").two(42).buffer()).hasToString("07-42");
    }
}
