package org.archivevault.server.alarm;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.archivevault.protocol.Token;
import org.archivevault.protocol.climate.Quantity;
import org.archivevault.protocol.pack.Epc;
import org.jspecify.annotations.Nullable;

/**
 * What is to be raised. Made with {@link #of} and the methods that add to it.
 *
 * @param kind what kind of alarm
 * @param subject what it is about: {@code pack:…}, {@code sensor:…}, {@code zone:…}, {@code camera:…}, {@code round:…},
 *     {@code device:…}
 * @param place where: a gate, a zone, a face; may be empty
 * @param aspect the quantity's wire name where the kind alone does not say it; else empty
 * @param detail more, for people, in figures rather than words; may be empty
 * @param happenedAt when it began, on the clock of whoever saw it
 * @param priority how urgent
 * @param toldLate whether it is told well after it was due, because something of ours was away
 * @param commonCause what other alarms may share with it, for example {@code source:climate}; too many of one cause become
 *     one alarm with members
 * @param epc the tag, where it is about one
 * @param retrieval the retrieval that it came with, if one
 */
public record Cause(
        AlarmKind kind,
        String subject,
        String place,
        String aspect,
        String detail,
        Instant happenedAt,
        Priority priority,
        boolean toldLate,
        Optional<String> commonCause,
        Optional<Epc> epc,
        Optional<UUID> retrieval) {
    /** As long as an access entry's object may be. */
    private static final int LONGEST_SUBJECT = 200;

    private static final int LONGEST_PLACE = 100;
    private static final int LONGEST_DETAIL = 1_000;

    public Cause {
        Token.requireRange(subject.length(), 3, LONGEST_SUBJECT, "length of the subject of an alarm");
        Token.requireRange(place.length(), 0, LONGEST_PLACE, "length of the place of an alarm");
        if (subject.indexOf(':') < 1) {
            throw new IllegalArgumentException("the subject of an alarm says what it is, as in pack:…: " + subject);
        }
        detail = detail.length() > LONGEST_DETAIL ? detail.substring(0, LONGEST_DETAIL) : detail;
    }

    /**
     * A cause with the kind's own priority.
     *
     * @param kind what kind of alarm
     * @param subject see the record
     * @param place see the record
     * @param happenedAt see the record
     * @return the cause
     */
    public static Cause of(AlarmKind kind, String subject, String place, Instant happenedAt) {
        return new Cause(
                kind,
                subject,
                place,
                "",
                "",
                happenedAt,
                kind.priority(),
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /**
     * With more, for people.
     *
     * @param more figures rather than words
     * @return a new cause
     */
    public Cause detail(String more) {
        return new Cause(
                kind, subject, place, aspect, more, happenedAt, priority, toldLate, commonCause, epc, retrieval);
    }

    /**
     * About one quantity: alarms about two quantities of one sensor are two alarms.
     *
     * @param quantity which
     * @return a new cause
     */
    public Cause about(Quantity quantity) {
        return new Cause(
                kind,
                subject,
                place,
                quantity.wireName(),
                detail,
                happenedAt,
                priority,
                toldLate,
                commonCause,
                epc,
                retrieval);
    }

    /**
     * With another urgency than the kind's own.
     *
     * @param other how urgent
     * @return a new cause
     */
    public Cause priority(Priority other) {
        return new Cause(
                kind, subject, place, aspect, detail, happenedAt, other, toldLate, commonCause, epc, retrieval);
    }

    /**
     * Told late or not.
     *
     * @param late whether it is told well after it was due
     * @return a new cause
     */
    public Cause toldLate(boolean late) {
        return new Cause(kind, subject, place, aspect, detail, happenedAt, priority, late, commonCause, epc, retrieval);
    }

    /**
     * With something that other alarms may share.
     *
     * @param cause for example {@code source:climate}
     * @return a new cause
     */
    public Cause sharing(String cause) {
        return new Cause(
                kind,
                subject,
                place,
                aspect,
                detail,
                happenedAt,
                priority,
                toldLate,
                Optional.of(cause),
                epc,
                retrieval);
    }

    /**
     * With the tag and the retrieval that it came with.
     *
     * @param tag the tag
     * @param with the retrieval; null when there is none
     * @return a new cause
     */
    public Cause tag(Epc tag, @Nullable UUID with) {
        return new Cause(
                kind,
                subject,
                place,
                aspect,
                detail,
                happenedAt,
                priority,
                toldLate,
                commonCause,
                Optional.of(tag),
                Optional.ofNullable(with));
    }

    /**
     * What makes it the same alarm as another.
     *
     * @return its key
     */
    public AlarmKey key() {
        return new AlarmKey(kind, subject, place, aspect);
    }
}
