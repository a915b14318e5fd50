package org.archivevault.server.climate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.archivevault.protocol.Bilingual;
import org.archivevault.server.http.ErrorCode;
import org.archivevault.server.http.Problem;
import org.jspecify.annotations.Nullable;

/**
 * How long the steps of a range are, and from what they are made. Pure.
 *
 * @param step length of one
 * @param source the coarsest that can make steps of that length exactly
 */
record StepChoice(Duration step, Source source) {
    /** Steps that a chart can show, when nobody asked for a length. */
    static final int USUAL_STEPS = 500;

    /** Steps of one answer and series at most. */
    static final int MOST_STEPS = 5_000;

    private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,6})([smhd])");

    private static final List<Duration> USUAL = List.of(
            Duration.ofSeconds(10),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            Duration.ofHours(1),
            Duration.ofHours(6),
            Duration.ofDays(1),
            Duration.ofDays(7),
            Duration.ofDays(30));

    /** What steps are made from. */
    enum Source {
        /** The readings themselves. */
        RAW("raw", Duration.ofSeconds(1)),
        /** Roll-ups of 5 minutes. */
        FIVE_MINUTES("5min", Duration.ofMinutes(5)),
        /** Roll-ups of an hour. */
        HOUR("1h", Duration.ofHours(1));

        private final String code;
        private final Duration grain;

        Source(String code, Duration grain) {
            this.code = code;
            this.grain = grain;
        }

        String code() {
            return code;
        }

        static Source of(Duration step) {
            if (step.toSeconds() % HOUR.grain.toSeconds() == 0) {
                return HOUR;
            }
            return step.toSeconds() % FIVE_MINUTES.grain.toSeconds() == 0 ? FIVE_MINUTES : RAW;
        }
    }

    /**
     * Chooses.
     *
     * @param from beginning of the range
     * @param to its end, exclusive
     * @param asked the length asked for, for example {@code 15m}; null for one that a chart can show
     * @return the choice
     * @throws Problem when the range is none, or has too many steps of that length
     */
    static StepChoice of(Instant from, Instant to, @Nullable String asked) {
        if (!from.isBefore(to)) {
            throw bad("from 须早于 to", "from must be before to");
        }
        Duration range = Duration.between(from, to);
        Duration step = asked == null ? usual(range) : parse(asked);
        if (range.toSeconds() / step.toSeconds() > MOST_STEPS) {
            throw bad(
                    "步数超过 " + MOST_STEPS + "；请用更长的 step 或更短的时间段",
                    "more than " + MOST_STEPS + " steps; ask for a longer step or a shorter range");
        }
        return new StepChoice(step, Source.of(step));
    }

    private static Duration usual(Duration range) {
        return USUAL.stream()
                .filter(step -> range.toSeconds() / step.toSeconds() <= USUAL_STEPS)
                .findFirst()
                .orElse(Duration.ofDays(30));
    }

    private static Duration parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw bad("step 应如 30s、5m、1h、1d", "step must look like 30s, 5m, 1h, 1d");
        }
        long count = Long.parseLong(form.group(1));
        return switch (form.group(2).toLowerCase(Locale.ROOT)) {
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }

    private static Problem bad(String zh, String en) {
        return Problem.of(
                ErrorCode.BAD_REQUEST,
                new Bilingual(
                        ErrorCode.BAD_REQUEST.sentence().with(zh).zh(),
                        ErrorCode.BAD_REQUEST.sentence().with(en).en()));
    }
}
