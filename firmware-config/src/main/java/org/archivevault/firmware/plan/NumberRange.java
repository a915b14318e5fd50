package org.archivevault.firmware.plan;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.archivevault.firmware.document.Entry;

/**
 * Carriage numbers of one entry: {@code 3} or {@code 2..9}.
 *
 * @param first the first
 * @param last the last, inclusive; below the first when the range is written backwards
 */
record NumberRange(int first, int last) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,2})\\.\\.(\\d{1,2})");

    static Optional<NumberRange> of(Entry entry) {
        OptionalInt one = entry.integer();
        if (one.isPresent()) {
            return Optional.of(new NumberRange(one.getAsInt(), one.getAsInt()));
        }
        Matcher matcher = FORM.matcher(entry.text().orElse(""));
        return matcher.matches()
                ? Optional.of(new NumberRange(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }

    int size() {
        return last - first + 1;
    }

    @Override
    public String toString() {
        return first == last ? Integer.toString(first) : first + ".." + last;
    }
}
