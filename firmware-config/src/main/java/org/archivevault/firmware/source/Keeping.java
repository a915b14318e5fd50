package org.archivevault.firmware.source;

import java.util.Locale;

/** What a zone is for; the climate it must have follows from it (JGJ 25-2010, table 5.2.1 and the notes below it). */
public enum Keeping {
    /** Paper: 14–24 °C, 45–60 %RH. */
    PAPER(14, 24, 45, 60),
    /** A special collection: 14–20 °C, 45–55 %RH. */
    SPECIAL(14, 20, 45, 55),
    /** Masters on film: 13–15 °C, 35–45 %RH. */
    FILM_MASTER(13, 15, 35, 45),
    /** Tapes and copies on film: 14–24 °C, 40–60 %RH. */
    TAPE(14, 24, 40, 60),
    /** The air outside: measured, but nobody sets it limits. */
    OUTDOOR(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, 0, 100);

    private final double coldest;
    private final double warmest;
    private final double driest;
    private final double dampest;

    Keeping(double coldest, double warmest, double driest, double dampest) {
        this.coldest = coldest;
        this.warmest = warmest;
        this.driest = driest;
        this.dampest = dampest;
    }

    /**
     * The lowest allowed temperature.
     *
     * @return °C; −∞ outdoors
     */
    public double coldest() {
        return coldest;
    }

    /**
     * The highest allowed temperature.
     *
     * @return °C; +∞ outdoors
     */
    public double warmest() {
        return warmest;
    }

    /**
     * The lowest allowed relative humidity.
     *
     * @return %RH
     */
    public double driest() {
        return driest;
    }

    /**
     * The highest allowed relative humidity.
     *
     * @return %RH
     */
    public double dampest() {
        return dampest;
    }

    /**
     * The name in a site plan and in the database.
     *
     * @return lower case with hyphens
     */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
