package org.archivevault.server.alarm.notice;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.archivevault.protocol.Json;
import org.archivevault.server.alarm.Alarm;
import org.archivevault.server.alarm.Announcer;
import org.archivevault.server.alarm.Priority;
import org.archivevault.server.alarm.notice.NoticeSettings.Recipient;

/** Notes down, in the transaction that changes an alarm, who is to be told. {@link NoticeSender} sends it. */
public final class Notices implements Announcer {
    private static final String ADD = "INSERT INTO alarm_notice (alarm, recipient, occasion, level, created_at, body,"
            + " next_at) VALUES ($1::uuid, $2::text, $3::text, $4::int, $5::timestamptz, $6::text::jsonb,"
            + " $5::timestamptz)";

    private final NoticeSettings settings;

    /**
     * @param settings who is told of what
     */
    public Notices(NoticeSettings settings) {
        this.settings = settings;
    }

    @Override
    public Future<Void> announce(SqlConnection transaction, Alarm alarm, Occasion occasion) {
        List<Recipient> recipients = NoticeRules.recipients(settings, alarm, occasion);
        if (recipients.isEmpty()) {
            return Future.succeededFuture();
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("occasion", occasion.code());
        body.put("alarm", alarm);
        String json = Json.text(body);
        List<Tuple> rows = new ArrayList<>();
        for (Recipient recipient : recipients) {
            rows.add(Tuple.tuple()
                    .addUUID(alarm.id())
                    .addString(recipient.name())
                    .addString(occasion.code())
                    .addInteger(alarm.escalationLevel())
                    .addOffsetDateTime(alarm.changedAt())
                    .addString(json));
        }
        return transaction.preparedQuery(ADD).executeBatch(rows).mapEmpty();
    }

    @Override
    public Optional<Duration> escalatesAfter(Priority priority, int level) {
        return NoticeRules.escalatesAfter(settings, priority, level);
    }
}
