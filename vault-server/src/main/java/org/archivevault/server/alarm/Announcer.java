package org.archivevault.server.alarm;

import com.fasterxml.jackson.annotation.JsonValue;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Tells people of alarms who do not look at a screen. */
public interface Announcer {
    /** Tells nobody. */
    Announcer NOBODY = new Announcer() {
        @Override
        public Future<Void> announce(SqlConnection transaction, Alarm alarm, Occasion occasion) {
            return Future.succeededFuture();
        }

        @Override
        public Optional<Duration> escalatesAfter(Priority priority, int level) {
            return Optional.empty();
        }
    };

    /** Why people are told. */
    enum Occasion {
        /** It was raised, or is heard again. */
        RAISED,
        /** Its condition has gone. */
        CLEARED,
        /** A person has acknowledged it. */
        ACKNOWLEDGED,
        /** Nobody has acknowledged it in time, so the next are told. */
        ESCALATED;

        /**
         * The name on the wire and in the database.
         *
         * @return lower case
         */
        @JsonValue
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Notes down what is to be sent; it is sent after the commit.
     *
     * @param transaction the one that changes the alarm
     * @param alarm as it is now
     * @param occasion why
     * @return completes when it is noted; fails when the database does
     */
    Future<Void> announce(SqlConnection transaction, Alarm alarm, Occasion occasion);

    /**
     * How long an alarm may stay unacknowledged at a level of escalation.
     *
     * @param priority of the alarm
     * @param level 0 for the first recipients
     * @return after how long it goes to the next level; empty when there is none
     */
    Optional<Duration> escalatesAfter(Priority priority, int level);
}
