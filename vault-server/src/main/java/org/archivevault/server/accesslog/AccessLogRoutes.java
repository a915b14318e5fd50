package org.archivevault.server.accesslog;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.archivevault.protocol.Json;
import org.archivevault.server.http.Answer;
import org.archivevault.server.http.ApiRoutes;
import org.archivevault.server.http.EventStream;
import org.archivevault.server.http.Principals;
import org.archivevault.server.http.RouteGroup;
import org.archivevault.server.identity.Role;
import org.jspecify.annotations.Nullable;

/** Reading the access log: a page, everything as JSON lines, or live. Whoever reads it is recorded in it first. */
public final class AccessLogRoutes implements RouteGroup {
    private static final Set<Role> READERS = EnumSet.of(Role.AUDITOR, Role.SECURITY, Role.ADMINISTRATOR);
    private static final int DEFAULT_LIMIT = 100;

    /** Entries read at a time for an export or a live stream. */
    private static final int PAGE = 1_000;

    /** Between two looks for new entries of a live stream, in milliseconds. */
    private static final long LOOK_MILLIS = 500;

    private final Vertx vertx;
    private final AccessLog log;
    private final AccessLogReader reader;

    /**
     * @param vertx for the timers of live streams
     * @param log where reading is recorded
     * @param database where it is read
     */
    public AccessLogRoutes(Vertx vertx, AccessLog log, org.archivevault.server.database.Database database) {
        this.vertx = vertx;
        this.log = log;
        this.reader = new AccessLogReader(database);
    }

    @Override
    public void register(ApiRoutes routes) {
        routes.on("readAccessLog", READERS, this::read);
        routes.stream("exportAccessLog", READERS, this::export);
        routes.stream("followAccessLog", READERS, this::follow);
    }

    private Future<Answer> read(RoutingContext context) {
        String object = query(context, "object");
        String subject = query(context, "subject");
        String after = query(context, "after");
        String limitText = query(context, "limit");
        int limit = limitText == null ? DEFAULT_LIMIT : Integer.parseInt(limitText);
        return recordReading(context, "access-log-read").compose(recorded -> {
            Future<List<LogLine>> lines = after == null
                    ? reader.newest(object, subject, limit)
                    : reader.after(Long.parseLong(after), object, subject, limit);
            return lines.map(entries -> Answer.ok(Map.of("entries", entries)));
        });
    }

    private Future<Answer> export(RoutingContext context) {
        return recordReading(context, "access-log-exported").compose(upTo -> {
            HttpServerResponse response = context.response();
            response.setChunked(true)
                    .putHeader("Content-Type", "application/jsonl")
                    .putHeader("Content-Disposition", "attachment; filename=\"access-log.jsonl\"");
            return exportFrom(response, 0, upTo).map(Answer.handled());
        });
    }

    private Future<Void> exportFrom(HttpServerResponse response, long after, long upTo) {
        return reader.after(after, null, null, PAGE).compose(lines -> {
            Buffer page = Buffer.buffer();
            long last = after;
            for (LogLine line : lines) {
                if (line.seq() <= upTo) {
                    page.appendBytes(Json.bytes(line)).appendByte((byte) '\n');
                    last = line.seq();
                }
            }
            long reached = last;
            if (reached == after) {
                return response.end();
            }
            // Completes when the page has left for the network, so a slow reader holds up only itself.
            return response.write(page)
                    .compose(written -> reached >= upTo ? response.end() : exportFrom(response, reached, upTo));
        });
    }

    private Future<Answer> follow(RoutingContext context) {
        String after = query(context, "after");
        return recordReading(context, "access-log-followed").map(seq -> {
            new Follower(after == null ? seq : Long.parseLong(after)).start(context);
            return Answer.handled();
        });
    }

    private Future<Long> recordReading(RoutingContext context, String kind) {
        Map<String, String> asked = new TreeMap<>();
        context.queryParams().forEach(each -> asked.put(each.getKey(), each.getValue()));
        return log.record(AccessEntry.of(kind, Principals.of(context).userName(), "access-log", AccessEntry.OK, asked));
    }

    private static @Nullable String query(RoutingContext context, String name) {
        return context.queryParams().get(name);
    }

    /** One live stream: looks for new entries, and sends each once. */
    private final class Follower {
        private long seen;
        private boolean looking;
        private long timer;
        private @Nullable EventStream stream;

        Follower(long seen) {
            this.seen = seen;
        }

        void start(RoutingContext context) {
            stream = EventStream.open(context, () -> vertx.cancelTimer(timer));
            timer = vertx.setPeriodic(LOOK_MILLIS, tick -> look());
            look();
        }

        private void look() {
            if (looking) {
                return;
            }
            looking = true;
            // While the database is away nothing new can be in the log: the next look finds what came after.
            reader.after(seen, null, null, PAGE).onSuccess(this::send).onComplete(done -> looking = false);
        }

        private void send(List<LogLine> lines) {
            EventStream open = stream;
            for (LogLine line : lines) {
                if (open == null || !open.send("entry", line)) {
                    return;
                }
                seen = line.seq();
            }
        }
    }
}
