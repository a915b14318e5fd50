package org.archivevault.firmware.document;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers with a unit, as people write them: {@code 900mm}, {@code 0.9m}, {@code 100ms}, {@code 2s}, {@code 30dBm}. */
final class Quantity {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,6})?) ?([a-z]{1,3})");
    private static final Pattern LEVEL = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,2})?) ?(dBm?)");
    private static final Map<String, BigDecimal> MILLIMETRES =
            Map.of("mm", BigDecimal.ONE, "cm", BigDecimal.TEN, "m", BigDecimal.valueOf(1000));
    private static final Map<String, BigDecimal> MILLISECONDS =
            Map.of("ms", BigDecimal.ONE, "s", BigDecimal.valueOf(1000), "min", BigDecimal.valueOf(60_000));

    /** No carriage is narrower than 10 mm or wider than 10 m, no time limit here under 10 ms. */
    private static final BigDecimal SMALL = BigDecimal.TEN;

    private Quantity() {}

    /**
     * Reads a length.
     *
     * @param text a number with mm, cm or m
     * @return whole millimetres; empty when the text is not that
     */
    static OptionalInt millimetres(String text) {
        return read(text, MILLIMETRES);
    }

    /**
     * Reads a duration.
     *
     * @param text a number with ms, s or min
     * @return a whole number of milliseconds; empty when the text is not that
     */
    static Optional<Duration> duration(String text) {
        OptionalInt millis = read(text, MILLISECONDS);
        return millis.isPresent() ? Optional.of(Duration.ofMillis(millis.getAsInt())) : Optional.empty();
    }

    /**
     * Reads a level.
     *
     * @param text a number with dB or dBm
     * @return the number; empty when the text is not that
     */
    static OptionalDouble decibels(String text) {
        Matcher matcher = LEVEL.matcher(text);
        return matcher.matches() ? OptionalDouble.of(Double.parseDouble(matcher.group(1))) : OptionalDouble.empty();
    }

    private static OptionalInt read(String text, Map<String, BigDecimal> units) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return OptionalInt.empty();
        }
        BigDecimal unit = units.get(matcher.group(2));
        if (unit == null) {
            return OptionalInt.empty();
        }
        try {
            return OptionalInt.of(
                    new BigDecimal(matcher.group(1)).multiply(unit).intValueExact());
        } catch (ArithmeticException notWholeOrTooLarge) {
            return OptionalInt.empty();
        }
    }

    /** Whether an example in a schema is a quantity, so that a bare number there lacks its unit. */
    static boolean hasUnit(String example) {
        return FORM.matcher(example).matches() || LEVEL.matcher(example).matches();
    }

    /**
     * Gives a bare number the unit it most likely has: small lengths are metres, small durations seconds, levels have
     * the unit of the example.
     *
     * @param number what was typed
     * @param example of the same kind, from the schema
     * @return number and unit
     */
    static String withUnit(BigDecimal number, String example) {
        Matcher level = LEVEL.matcher(example);
        if (level.matches()) {
            return number.toPlainString() + level.group(2);
        }
        boolean length = millimetres(example).isPresent();
        boolean small = number.compareTo(SMALL) < 0;
        return number.toPlainString() + (length ? (small ? "m" : "mm") : (small ? "s" : "ms"));
    }
}
