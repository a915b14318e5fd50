package org.archivevault.bench;

import java.util.Locale;
import java.util.OptionalDouble;

/**
 * One line of the table: a measured value beside its peer or limit.
 *
 * @param what what was measured
 * @param measured our value
 * @param peer what it stands beside
 * @param peerValue the peer's value, or the limit
 * @param unit of both values
 * @param aim what the ratio measured / peer should be, in words; empty when there is none
 * @param met whether it is so
 */
public record Figure(
        String what, double measured, String peer, OptionalDouble peerValue, String unit, String aim, boolean met) {
    private static final String FORMAT = "%-52s %12s %12s  %-6s %7s  %-15s %s";

    /**
     * A value that should be at least a fraction of its peer's.
     *
     * @param what what was measured
     * @param measured our value
     * @param peer what it stands beside
     * @param peerValue the peer's value
     * @param unit of both
     * @param fraction the least ratio
     * @return the line
     */
    public static Figure atLeast(
            String what, double measured, String peer, double peerValue, String unit, double fraction) {
        return new Figure(
                what,
                measured,
                peer,
                OptionalDouble.of(peerValue),
                unit,
                String.format(Locale.ROOT, "≥ %.2f×", fraction),
                measured >= fraction * peerValue);
    }

    /**
     * A value that should be at most a multiple of its peer's.
     *
     * @param what what was measured
     * @param measured our value
     * @param peer what it stands beside
     * @param peerValue the peer's value, or the limit itself with a multiple of 1
     * @param unit of both
     * @param multiple the largest ratio
     * @return the line
     */
    public static Figure atMost(
            String what, double measured, String peer, double peerValue, String unit, double multiple) {
        return new Figure(
                what,
                measured,
                peer,
                OptionalDouble.of(peerValue),
                unit,
                String.format(Locale.ROOT, "≤ %.1f×", multiple),
                measured <= multiple * peerValue);
    }

    /**
     * A value that is only reported.
     *
     * @param what what was measured
     * @param measured our value
     * @param unit its unit
     * @return the line
     */
    public static Figure only(String what, double measured, String unit) {
        return new Figure(what, measured, "", OptionalDouble.empty(), unit, "", true);
    }

    /**
     * A value beside a peer's, without an aim.
     *
     * @param what what was measured
     * @param measured our value
     * @param peer what it stands beside
     * @param peerValue the peer's value
     * @param unit of both
     * @return the line
     */
    public static Figure beside(String what, double measured, String peer, double peerValue, String unit) {
        return new Figure(what, measured, peer, OptionalDouble.of(peerValue), unit, "", true);
    }

    /**
     * The line above the lines.
     *
     * @return columns as in {@link #line()}
     */
    static String heading() {
        return String.format(Locale.ROOT, FORMAT, "", "measured", "beside", "unit", "ratio", "aim", "beside what");
    }

    /**
     * The line as text.
     *
     * @return columns of fixed width
     */
    String line() {
        String ratio =
                peerValue.isPresent() ? String.format(Locale.ROOT, "%.2f×", measured / peerValue.getAsDouble()) : "";
        String beside = peerValue.isPresent() ? number(peerValue.getAsDouble()) : "";
        String verdict = aim.isEmpty() ? "" : aim + (met ? "  met" : "  MISSED");
        return String.format(Locale.ROOT, FORMAT, what, number(measured), beside, unit, ratio, verdict, peer)
                .stripTrailing();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%,.0f" : "%.2f", value);
    }
}
