package org.archivevault.server.alarm.rule;

import java.time.Duration;
import java.util.Optional;
import org.archivevault.protocol.climate.Quantity;
import org.archivevault.server.alarm.AlarmKind;

/**
 * A rule for one sensor: which of its words the machine gets, and what alarm comes of it.
 *
 * @param kind of the alarm
 * @param about the quantity; empty for a rule about the sensor as a whole
 * @param feed which words
 * @param machine the rule itself
 * @param figures how its figure is written for people
 * @param <S> what the machine remembers
 */
record Rule<S>(AlarmKind kind, Optional<Quantity> about, Feed feed, Machine<S> machine, Figures figures) {
    /** Which words of a sensor a rule gets. None of a historical reading, ever (I18). */
    enum Feed {
        /** Its good values of the quantity. */
        GOOD_VALUES,
        /** 1 for a doubtful value of the quantity, 0 for a good one. */
        DOUBT,
        /** Anything that it says. */
        EVERY_WORD,
        /** 1 while its bridge says that it is not there, 0 while it is. */
        ABSENCE
    }

    /** Writes a figure for people, in figures rather than words. */
    interface Figures {
        String of(double value);
    }

    /** The name under which it is remembered. */
    String name() {
        return kind.code() + about.map(quantity -> "/" + quantity.wireName()).orElse("");
    }

    /** The quantity of a remembered rule's name. */
    static Optional<Quantity> quantityOf(String name) {
        int slash = name.indexOf('/');
        return slash < 0 ? Optional.empty() : Optional.of(Quantity.of(name.substring(slash + 1)));
    }

    /** A duration for people: minutes where it has whole ones, else seconds. */
    static String text(Duration duration) {
        return duration.toSeconds() % 60 == 0 ? duration.toMinutes() + " min" : duration.toSeconds() + " s";
    }
}
