package org.archivevault.server.alarm.notice;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.archivevault.server.alarm.Alarm;
import org.archivevault.server.alarm.Announcer.Occasion;
import org.archivevault.server.alarm.Priority;
import org.archivevault.server.alarm.notice.NoticeSettings.Recipient;

/** Who is told of what, when the next are told, and when something is tried again. Pure. */
final class NoticeRules {
    /** The first repetition; each further one waits twice as long. */
    static final Duration FIRST_WAIT = Duration.ofSeconds(5);
    /** No repetition waits longer. */
    static final Duration LONGEST_WAIT = Duration.ofMinutes(15);
    /** After that nobody wants the notice any more; the alarm itself stands until it is acknowledged. */
    static final Duration GIVES_UP_AFTER = Duration.ofHours(24);
    /** After so many failures, some two minutes, people at the screen are told that a recipient cannot be reached. */
    static final int TOLD_AFTER_TRIES = 5;

    /** What an alarm about a recipient that cannot be reached has as subject, before the name. */
    static final String RECIPIENT = "recipient:";

    private NoticeRules() {}

    /** Who is told. */
    static List<Recipient> recipients(NoticeSettings settings, Alarm alarm, Occasion occasion) {
        return settings.recipients().stream()
                .filter(recipient -> concerns(recipient, alarm))
                .filter(recipient -> switch (occasion) {
                    case RAISED -> recipient.level() == 0;
                    case ESCALATED -> recipient.level() == alarm.escalationLevel();
                    case CLEARED, ACKNOWLEDGED -> recipient.level() <= alarm.escalationLevel();
                })
                .toList();
    }

    private static boolean concerns(Recipient recipient, Alarm alarm) {
        boolean own = alarm.subject().equals(RECIPIENT + recipient.name());
        boolean family = recipient.families().isEmpty() || recipient.families().contains(alarm.family());
        return !own && family && alarm.priority().compareTo(recipient.least()) >= 0;
    }

    /** How long an alarm may stay unacknowledged at a level; for ever where nobody could be told. */
    static Optional<Duration> escalatesAfter(NoticeSettings settings, Priority priority, int level) {
        List<Duration> steps = settings.escalation().getOrDefault(priority, List.of());
        return level < steps.size() && !settings.recipients().isEmpty()
                ? Optional.of(steps.get(level))
                : Optional.empty();
    }

    /**
     * When a notice that could not be sent is tried again.
     *
     * @param tries how often it has been tried, 1 upwards
     * @param createdAt when it was noted
     * @param now the time
     * @return when; empty when it is given up
     */
    static Optional<Instant> nextTry(int tries, Instant createdAt, Instant now) {
        long factor = 1L << Math.min(tries - 1, 20);
        Duration wait = FIRST_WAIT.multipliedBy(factor);
        Instant next = now.plus(wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait);
        return next.isAfter(createdAt.plus(GIVES_UP_AFTER)) ? Optional.empty() : Optional.of(next);
    }
}
