package org.archivevault.server.climate;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.archivevault.protocol.Token;
import org.jspecify.annotations.Nullable;

/**
 * How long the climate history is kept.
 *
 * @param rawMonths whole months, beside the running one, that every reading is kept for, 1–1200
 * @param rollUpYears years that the roll-ups of 5 minutes and an hour are kept for, 1–100, and no shorter than the
 *     readings
 */
public record HistorySettings(int rawMonths, int rollUpYears) {
    /** Two years of readings, thirty of roll-ups: a file that is kept thirty years has its climate beside it. */
    public static final HistorySettings DEFAULT = new HistorySettings(24, 30);

    public HistorySettings {
        Token.requireRange(rawMonths, 1, 1_200, "climate.rawMonths");
        Token.requireRange(rollUpYears, 1, 100, "climate.rollUpYears");
        if (rollUpYears * 12 < rawMonths) {
            throw new IllegalArgumentException(
                    "climate.rollUpYears is shorter than climate.rawMonths: charts would lose what the readings still have");
        }
    }

    /**
     * Reads settings, filling what is absent with defaults.
     *
     * @param rawMonths default 24
     * @param rollUpYears default 30
     * @return the settings
     */
    @JsonCreator
    public static HistorySettings read(
            @JsonProperty("rawMonths") @Nullable Integer rawMonths,
            @JsonProperty("rollUpYears") @Nullable Integer rollUpYears) {
        return new HistorySettings(
                rawMonths == null ? DEFAULT.rawMonths() : rawMonths,
                rollUpYears == null ? DEFAULT.rollUpYears() : rollUpYears);
    }

    int monthsOf(String table) {
        return table.equals("reading") ? rawMonths : rollUpYears * 12;
    }
}
