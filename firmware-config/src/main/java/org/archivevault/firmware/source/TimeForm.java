package org.archivevault.firmware.source;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.archivevault.protocol.Bilingual;
import org.jspecify.annotations.Nullable;

/**
 * When something was measured, as the message says it.
 *
 * @param at where it says so
 * @param forms how; a number is seconds or milliseconds since 1970, whichever is named
 * @param zone of an ISO time without one; null when nobody knows it, so that such a time says nothing
 */
record TimeForm(Pointers at, Set<Form> forms, @Nullable ZoneId zone) {
    /** The ways in which sources write a time. */
    enum Form {
        /** ISO 8601, with or without zone and fraction; a blank may stand for the T. */
        ISO,
        /** Seconds since 1970, also with a fraction. */
        SECONDS,
        /** Milliseconds since 1970. */
        MILLISECONDS
    }

    /** A clock that says less was never set: devices start in 1970 or with the year of their firmware. */
    private static final Instant EARLIEST = Instant.parse("2010-01-01T00:00:00Z");
    /** A clock that is further ahead is wrong, and would pass for the newest value until then. */
    private static final Duration FURTHEST_AHEAD = Duration.ofHours(24);

    private static final int LONGEST = 40;
    private static final double MILLIS = 1_000;
    private static final Pattern NUMBER = Pattern.compile("\\d{1,15}(\\.\\d{1,9})?");

    private static final DateTimeFormatter ISO = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendLiteral('T')
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .optionalStart()
            .appendOffset("+HH:MM", "Z")
            .optionalEnd()
            .optionalStart()
            .appendOffset("+HHMM", "Z")
            .optionalEnd()
            .toFormatter(Locale.ROOT);

    private static final Bilingual NO_TIME =
            new Bilingual("{} 处 \"{}\" 不是约定形式的时间（{}）", "\"{}\" at {} is no time of the agreed form ({})");
    private static final Bilingual OUTSIDE = new Bilingual(
            "{} 处的时间 {} 不可信（须在 2010 年之后，且不晚于接收后 24 小时）",
            "the time {} at {} cannot be (it must be after 2010 and no more than 24 hours ahead)");

    /** Says nothing of the time. */
    static final TimeForm NONE = new TimeForm(Pointers.WHOLE, Set.of(), null);

    private static final TimeForm MILLIS_ONLY = new TimeForm(Pointers.WHOLE, Set.of(Form.MILLISECONDS), null);

    TimeForm {
        forms = Set.copyOf(forms);
    }

    /** A time, or a complaint, or neither. */
    record Stamp(@Nullable Instant at, @Nullable Bilingual complaint) {
        static final Stamp NOTHING = new Stamp(null, null);
    }

    TimeForm inZone(ZoneId ofSite) {
        return new TimeForm(at, forms, ofSite);
    }

    Stamp read(JsonNode root, Instant receivedAt) {
        if (forms.isEmpty()) {
            return Stamp.NOTHING;
        }
        JsonNode node = at.first(root);
        if (node.isMissingNode()) {
            return Stamp.NOTHING;
        }
        String text = node.isContainerNode() ? "" : node.asText().strip();
        Instant plain = forms.contains(Form.ISO) ? PlainUtc.parse(text) : null;
        if (plain != null) {
            return believable(text, plain, receivedAt);
        }
        if (node.isNumber() || NUMBER.matcher(text).matches()) {
            return number(text, node.isNumber() ? node.doubleValue() : Double.parseDouble(text), receivedAt);
        }
        return forms.contains(Form.ISO) && text.length() <= LONGEST ? iso(text, receivedAt) : noTime(text);
    }

    /** A number of milliseconds since 1970, as protocols have it that know no other form. */
    static Stamp ofMillis(@Nullable Long millis, Instant receivedAt) {
        return millis == null
                ? Stamp.NOTHING
                : MILLIS_ONLY.believable(Long.toString(millis), Instant.ofEpochMilli(millis), receivedAt);
    }

    private Stamp number(String text, double number, Instant receivedAt) {
        if (!forms.contains(Form.SECONDS) && !forms.contains(Form.MILLISECONDS)) {
            return noTime(text);
        }
        return believable(
                text,
                Instant.ofEpochMilli(Math.round(forms.contains(Form.SECONDS) ? number * MILLIS : number)),
                receivedAt);
    }

    private Stamp iso(String text, Instant receivedAt) {
        try {
            TemporalAccessor read = ISO.parseBest(text.replace(' ', 'T'), OffsetDateTime::from, LocalDateTime::from);
            if (read instanceof OffsetDateTime zoned) {
                return believable(text, zoned.toInstant(), receivedAt);
            }
            return zone == null
                    ? Stamp.NOTHING
                    : believable(text, ((LocalDateTime) read).atZone(zone).toInstant(), receivedAt);
        } catch (DateTimeException notIso) {
            return noTime(text);
        }
    }

    private Stamp believable(String text, Instant time, Instant receivedAt) {
        return time.isBefore(EARLIEST) || time.isAfter(receivedAt.plus(FURTHEST_AHEAD))
                ? complaint(OUTSIDE, text, null)
                : new Stamp(time, null);
    }

    private Stamp noTime(String text) {
        List<String> named = forms.stream()
                .map(form -> form.name().toLowerCase(Locale.ROOT))
                .sorted()
                .toList();
        return complaint(NO_TIME, text, String.join(", ", named));
    }

    private Stamp complaint(Bilingual sentence, String text, @Nullable String last) {
        String seen = ValueForm.shown(text);
        Object end = last == null ? "" : last;
        return new Stamp(
                null,
                new Bilingual(
                        sentence.with(at, seen, end).zh(),
                        sentence.with(seen, at, end).en()));
    }
}
