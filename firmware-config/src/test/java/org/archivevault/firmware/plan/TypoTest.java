package org.archivevault.firmware.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.archivevault.firmware.Mistake;
import org.archivevault.firmware.problem.Loaded;
import org.archivevault.firmware.problem.Problem;
import org.junit.jupiter.api.Test;

/** Random slips of the pen. A failing run prints its seed; set {@code typo.seed} to run it again. */
class TypoTest {
    private static final String DEMO = Mistake.bundled("/sites/demo.yaml");
    private static final int RUNS = 400;
    private static final Pattern KEY = Pattern.compile("(?m)(?<=[-{, \\n])([a-zA-Z]+)(?=: |:$)");

    private static long seed() {
        return Long.getLong("typo.seed", System.nanoTime());
    }

    @Test
    void one_wrong_letter_in_any_key_is_always_told_on_its_line() {
        long seed = seed();
        Random random = new Random(seed);
        List<int[]> keys = keys();
        assertThat(keys).hasSizeGreaterThan(70);
        int guessed = 0;
        for (int run = 0; run < RUNS; run++) {
            // GIVEN
            int[] key = keys.get(random.nextInt(keys.size()));
            String word = DEMO.substring(key[0], key[1]);
            String typo = typo(word, random);
            String text = DEMO.substring(0, key[0]) + typo + DEMO.substring(key[1]);
            int line = 1
                    + (int) DEMO.substring(0, key[0])
                            .chars()
                            .filter(c -> c == '\n')
                            .count();

            // WHEN
            List<Problem> problems = read(text.getBytes(StandardCharsets.UTF_8)).problems();

            // THEN
            List<Problem> there =
                    problems.stream().filter(p -> p.line() == line).toList();
            assertThat(there)
                    .as("seed %d: %s for %s on line %d gave %s", seed, typo, word, line, problems)
                    .anyMatch(p -> p.what().en().contains("\"" + typo + "\""));
            guessed += there.stream().anyMatch(p -> word.equals(p.meant())) ? 1 : 0;
        }
        assertThat(guessed)
                .as("seed %d: typos whose key was guessed, of %d", seed, RUNS)
                .isGreaterThan(RUNS * 9 / 10);
    }

    @Test
    void one_wrong_character_anywhere_gives_a_sound_plan_or_problems_and_nothing_else() {
        long seed = seed();
        Random random = new Random(seed);
        for (int run = 0; run < RUNS; run++) {
            // GIVEN
            int at = random.nextInt(DEMO.length());
            String typo = String.valueOf("{}[]:,#&*!|>'\"%@`-?x0 \t\n\u0000\uD800档".charAt(random.nextInt(27)));
            String text = DEMO.substring(0, at) + typo + DEMO.substring(at + random.nextInt(2));
            String what = "seed " + seed + ": \"" + typo + "\" at " + at;

            // WHEN
            Loaded<SitePlan> loaded = read(text.getBytes(StandardCharsets.UTF_8));

            // THEN
            Optional<SitePlan> plan = loaded.value();
            assertThat(plan.isPresent()).as(what).isEqualTo(loaded.problems().isEmpty());
            int lines = 2 + (int) text.chars().filter(c -> c == '\n').count();
            assertThat(loaded.problems()).as(what).allMatch(p -> p.line() <= lines);
        }
    }

    private static List<int[]> keys() {
        List<int[]> keys = new ArrayList<>();
        int start = DEMO.indexOf("kind:");
        Matcher matcher = KEY.matcher(DEMO);
        for (int from = start; matcher.find(from); from = matcher.end()) {
            keys.add(new int[] {matcher.start(), matcher.end()});
        }
        return keys;
    }

    private static String typo(String word, Random random) {
        String typo = word;
        while (typo.equals(word) || typo.isEmpty()) {
            int at = random.nextInt(word.length());
            char letter = (char) ('a' + random.nextInt(26));
            typo = switch (random.nextInt(4)) {
                case 0 -> word.substring(0, at) + letter + word.substring(at + 1);
                case 1 -> word.substring(0, at) + letter + word.substring(at);
                case 2 -> word.substring(0, at) + word.substring(at + 1);
                default -> swapped(word, at);
            };
        }
        return typo;
    }

    private static String swapped(String word, int at) {
        int next = (at + 1) % word.length();
        int first = Math.min(at, next);
        int second = Math.max(at, next);
        return word.substring(0, first)
                + word.charAt(second)
                + word.substring(first + 1, second)
                + word.charAt(first)
                + word.substring(second + 1);
    }

    private static Loaded<SitePlan> read(byte[] bytes) {
        return SitePlanLoader.read("site.yaml", bytes, null);
    }
}
