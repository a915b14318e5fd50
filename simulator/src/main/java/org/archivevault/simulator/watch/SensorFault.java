package org.archivevault.simulator.watch;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What can be wrong with a sensor. */
public enum SensorFault {
    /** Nothing. */
    NONE,
    /** It says nothing. */
    SILENT,
    /** It says the very same values for ever. */
    STUCK,
    /** It says that it has no number. */
    NAN,
    /** It says °F without telling. */
    FAHRENHEIT;

    /**
     * The word in commands and in the record.
     *
     * @return lower case
     */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The fault of a word.
     *
     * @param word lower case; {@code heal} for none
     * @return the fault
     * @throws IllegalArgumentException when there is none of that name
     */
    public static SensorFault of(String word) {
        if (word.equals("heal")) {
            return NONE;
        }
        return Arrays.stream(values())
                .filter(fault -> fault.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("不认识 / not understood: \"" + word + "\", only heal, "
                        + Arrays.stream(values()).map(SensorFault::word).collect(Collectors.joining(", "))));
    }
}
