package org.archivevault.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TokenFormTest {
    private static final int TEXTS = 20_000;

    private static final Map<TokenForm, String> FORMS = Map.of(
            TokenForm.of("0-9A-F", 4, 64), "[0-9A-F]{4,64}",
            TokenForm.of("!-~", 1, 48), "[!-~]{1,48}",
            TokenForm.of("A-Za-z0-9-", 1, 32), "[A-Za-z0-9-]{1,32}",
            TokenForm.beginningWith("A-Za-z0-9", "A-Za-z0-9_.-", 40), "[A-Za-z0-9][A-Za-z0-9_.-]{0,39}");

    @Test
    void a_form_says_what_the_regular_expression_says_that_it_prints() {
        FORMS.forEach((form, expression) -> assertThat(form.pattern()).isEqualTo(expression));
    }

    @Test
    void a_form_takes_exactly_what_the_regular_expression_takes() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        // GIVEN texts that mostly fit: of characters in and at the edges of the sets, and now and then of others
        String alphabet = "0189AFGZafgz-_.~! \u007f\u0080\uff10\u5f20/:@[`{";
        for (Map.Entry<TokenForm, String> each : FORMS.entrySet()) {
            Pattern pattern = Pattern.compile(each.getValue());
            for (int i = 0; i < TEXTS; i++) {
                int usual = 4 + random.nextInt(alphabet.length() - 3);
                String text = random.ints(random.nextInt(70), 0, usual)
                        .collect(StringBuilder::new, (b, at) -> b.append(alphabet.charAt(at)), StringBuilder::append)
                        .toString();
                // THEN both agree
                assertThat(each.getKey().fits(text))
                        .as("seed %d, form %s, text \"%s\"", seed, each.getValue(), text)
                        .isEqualTo(pattern.matcher(text).matches());
            }
        }
    }
}
