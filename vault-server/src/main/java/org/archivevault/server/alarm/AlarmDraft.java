package org.archivevault.server.alarm;

import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The next revision of an alarm whose row is locked: what may change of it, until it is saved. */
final class AlarmDraft {
    private final UUID id;
    private final OffsetDateTime changedAt;
    private AlarmLife life;
    private @Nullable OffsetDateTime quietUntil;
    private @Nullable String quietBy;
    private @Nullable String quietReason;
    private int times;
    private OffsetDateTime happenedAt;
    private String detail;
    private Priority priority;
    private boolean toldLate;
    private @Nullable OffsetDateTime clearedAt;
    private @Nullable OffsetDateTime closedAt;
    private @Nullable OffsetDateTime acknowledgedAt;
    private @Nullable String acknowledgedBy;
    private @Nullable String reason;
    private @Nullable String assignedTo;
    private @Nullable UUID memberOf;
    private int escalationLevel;
    private @Nullable OffsetDateTime escalateAt;

    AlarmDraft(Alarm alarm, Instant now) {
        Alarm.KeptQuiet quiet = alarm.quiet();
        this.id = alarm.id();
        this.changedAt = utc(now);
        this.life = alarm.life();
        this.quietUntil = quiet == null ? null : quiet.until();
        this.quietBy = quiet == null ? null : quiet.by();
        this.quietReason = quiet == null ? null : quiet.reason();
        this.times = alarm.times();
        this.happenedAt = alarm.happenedAt();
        this.detail = alarm.detail();
        this.priority = alarm.priority();
        this.toldLate = alarm.toldLate();
        this.clearedAt = alarm.clearedAt();
        this.closedAt = alarm.closedAt();
        this.acknowledgedAt = alarm.acknowledgedAt();
        this.acknowledgedBy = alarm.acknowledgedBy();
        this.reason = alarm.reason();
        this.assignedTo = alarm.assignedTo();
        this.memberOf = alarm.memberOf();
        this.escalationLevel = alarm.escalationLevel();
        this.escalateAt = alarm.escalateAt();
    }

    static OffsetDateTime utc(Instant at) {
        return OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
    }

    /** Where its life is now. What only holds in other states is forgotten. */
    AlarmDraft life(AlarmLife to) {
        if (to.quiet() == Quiet.NO) {
            quietUntil = null;
            quietBy = null;
            quietReason = null;
        }
        if (to.state().awaitsAcknowledgement()) {
            acknowledgedAt = null;
            acknowledgedBy = null;
            reason = null;
        }
        if (to.state().isActive()) {
            clearedAt = null;
        }
        if (!to.alarms()) {
            escalateAt = null;
        }
        closedAt = to.isOver() ? changedAt : null;
        life = to;
        return this;
    }

    AlarmDraft happened(Cause cause) {
        times++;
        happenedAt = utc(cause.happenedAt());
        detail = cause.detail();
        priority = cause.priority().compareTo(priority) > 0 || times == 1 ? cause.priority() : priority;
        toldLate = cause.toldLate();
        if (cause.kind().momentary() && !life.state().isActive()) {
            clearedAt = happenedAt;
        }
        return this;
    }

    AlarmDraft cleared(Instant at) {
        clearedAt = utc(at);
        return this;
    }

    AlarmDraft acknowledged(String by, String why) {
        acknowledgedAt = changedAt;
        acknowledgedBy = by;
        reason = why;
        return this;
    }

    AlarmDraft quiet(@Nullable Instant until, String by, String why) {
        quietUntil = until == null ? null : utc(until);
        quietBy = by;
        quietReason = why;
        return this;
    }

    AlarmDraft assigned(@Nullable String to) {
        assignedTo = to;
        return this;
    }

    AlarmDraft detail(String more) {
        detail = more;
        return this;
    }

    AlarmDraft memberOf(@Nullable UUID group) {
        memberOf = group;
        return this;
    }

    AlarmDraft escalation(int level, @Nullable Instant next) {
        escalationLevel = level;
        escalateAt = next == null ? null : utc(next);
        return this;
    }

    /** The parameters of {@link AlarmRows#SAVE}. */
    Tuple values() {
        return Tuple.tuple()
                .addUUID(id)
                .addOffsetDateTime(changedAt)
                .addString(life.state().code())
                .addString(life.quiet().code())
                .addOffsetDateTime(quietUntil)
                .addString(quietBy)
                .addString(quietReason)
                .addInteger(times)
                .addOffsetDateTime(happenedAt)
                .addString(detail)
                .addString(priority.code())
                .addBoolean(toldLate)
                .addOffsetDateTime(clearedAt)
                .addOffsetDateTime(closedAt)
                .addOffsetDateTime(acknowledgedAt)
                .addString(acknowledgedBy)
                .addString(reason)
                .addString(assignedTo)
                .addUUID(memberOf)
                .addInteger(escalationLevel)
                .addOffsetDateTime(escalateAt);
    }
}
