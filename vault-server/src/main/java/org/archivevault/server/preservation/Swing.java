package org.archivevault.server.preservation;

import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * How far a quantity went within a day.
 *
 * @param least lowest hourly mean
 * @param mean of the hours
 * @param most highest hourly mean
 */
record Swing(double least, double mean, double most) {
    static Optional<Swing> of(List<ZoneHour> hours, ToDoubleFunction<ZoneHour> quantity) {
        return hours.isEmpty()
                ? Optional.empty()
                : Optional.of(new Swing(
                        hours.stream().mapToDouble(quantity).min().orElseThrow(),
                        hours.stream().mapToDouble(quantity).average().orElseThrow(),
                        hours.stream().mapToDouble(quantity).max().orElseThrow()));
    }

    /** The greatest distance from the mean: what "± 2 °C" is held against. */
    double deviation() {
        return Math.max(most - mean, mean - least);
    }
}
