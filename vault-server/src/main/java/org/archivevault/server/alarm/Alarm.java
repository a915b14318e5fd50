package org.archivevault.server.alarm;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.archivevault.protocol.Bilingual;
import org.jspecify.annotations.Nullable;

/**
 * Something that a person must look at. It stays until a person has acknowledged it and its condition is gone.
 *
 * @param id names it
 * @param kind what kind
 * @param family what it is about, and whose business
 * @param subject what exactly: {@code pack:…}, {@code sensor:…}, {@code zone:…}, {@code camera:…}, {@code round:…}
 * @param pack the pack's number, where the subject is one
 * @param epc its tag
 * @param place the gate, the zone, or where the tag was seen
 * @param aspect the quantity, where the kind does not say it
 * @param priority how urgent
 * @param retrieval the retrieval that a pack left with without being asked for; null when there is none
 * @param detail more, for people; may be empty
 * @param happenedAt when it began, the last time, on the clock of whoever saw it
 * @param raisedAt when it was raised first, on the server's clock
 * @param changedAt its newest change, on the server's clock
 * @param times how often it has happened
 * @param revision number of its newest change, 1 upwards
 * @param state condition and acknowledgement
 * @param quiet whether it is kept quiet; null when it is heard
 * @param toldLate whether it was told well after it was due, because something of ours was away
 * @param past whether it is a record of the past and never was an alarm
 * @param clearedAt when its condition went, on the clock of whoever saw it
 * @param closedAt when all was over, on the server's clock; null while it is open
 * @param acknowledgedAt when a person acknowledged it; null while nobody has
 * @param acknowledgedBy who did
 * @param reason why, in that person's words
 * @param assignedTo whose task it is
 * @param commonCause what other alarms may share with it
 * @param memberOf the alarm that stands for this one and others of the same cause
 * @param escalationLevel how many times it has been handed on because nobody acknowledged it
 * @param escalateAt when it will be handed on next; null when it will not
 * @param sentence for a person
 */
public record Alarm(
        UUID id,
        AlarmKind kind,
        AlarmFamily family,
        String subject,
        @Nullable String pack,
        @Nullable String epc,
        String place,
        @Nullable String aspect,
        Priority priority,
        @Nullable UUID retrieval,
        String detail,
        OffsetDateTime happenedAt,
        OffsetDateTime raisedAt,
        OffsetDateTime changedAt,
        int times,
        int revision,
        AlarmState state,
        @Nullable KeptQuiet quiet,
        boolean toldLate,
        boolean past,
        @Nullable OffsetDateTime clearedAt,
        @Nullable OffsetDateTime closedAt,
        @Nullable OffsetDateTime acknowledgedAt,
        @Nullable String acknowledgedBy,
        @Nullable String reason,
        @Nullable String assignedTo,
        @Nullable String commonCause,
        @Nullable UUID memberOf,
        int escalationLevel,
        @Nullable OffsetDateTime escalateAt,
        Bilingual sentence) {
    /**
     * How an alarm is kept quiet.
     *
     * @param how in which of the three ways
     * @param until its end, for a shelved one
     * @param by who did it
     * @param reason why
     */
    public record KeptQuiet(Quiet how, @Nullable OffsetDateTime until, String by, String reason) {}

    AlarmLife life() {
        return new AlarmLife(state, quiet == null ? Quiet.NO : quiet.how());
    }
}
