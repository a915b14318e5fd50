package org.archivevault.server.alarm.notice;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.archivevault.server.accesslog.AccessEntry;
import org.archivevault.server.accesslog.AccessLog;
import org.archivevault.server.alarm.AlarmBook;
import org.archivevault.server.alarm.AlarmKey;
import org.archivevault.server.alarm.AlarmKind;
import org.archivevault.server.alarm.Cause;
import org.archivevault.server.alarm.notice.NoticeSettings.Recipient;
import org.archivevault.server.database.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what is noted down: at least once, again and again with growing pauses, for a day. A recipient that cannot be
 * reached is an alarm of its own. Several server processes share the work.
 */
public final class NoticeSender {
    private static final Logger LOG = LoggerFactory.getLogger(NoticeSender.class);
    /** Between two looks, in milliseconds. */
    private static final long SWEEP_MILLIS = 1_000;
    /** Sent at once. */
    private static final int MAX_PER_SWEEP = 20;

    private static final String SERVER = "server";

    private final Vertx vertx;
    private final NoticeSettings settings;
    private final Database database;
    private final AccessLog accessLog;
    private final AlarmBook book;
    private final InstantSource clock;
    private final Map<String, Recipient> recipients = new HashMap<>();
    private final AtomicBoolean sweeping = new AtomicBoolean();
    private Optional<NoticeTransport> mails = Optional.empty();
    private Optional<NoticeTransport> webhooks = Optional.empty();
    private Runnable stop = () -> {};

    /**
     * @param vertx carries timers and connections
     * @param settings who is told, and how
     * @param database where it is noted down
     * @param accessLog where it is recorded that something was given up
     * @param book where a recipient that cannot be reached is raised
     * @param clock the wall clock
     */
    public NoticeSender(
            Vertx vertx,
            NoticeSettings settings,
            Database database,
            AccessLog accessLog,
            AlarmBook book,
            InstantSource clock) {
        this.vertx = vertx;
        this.settings = settings;
        this.database = database;
        this.accessLog = accessLog;
        this.book = book;
        this.clock = clock;
        settings.recipients().forEach(recipient -> recipients.put(recipient.name(), recipient));
    }

    /** What stands in files: passwords and secrets. */
    private record Secrets(Optional<String> mailPassword, Map<String, String> byRecipient) {}

    /**
     * Reads the secrets and begins to send.
     *
     * @return completes when it has begun; fails with {@link IllegalArgumentException} when a file cannot be read
     */
    public Future<Void> start() {
        return open().map(opened -> {
            long timer = vertx.setPeriodic(SWEEP_MILLIS, tick -> {
                if (sweeping.compareAndSet(false, true)) {
                    sweep().onFailure(failure -> LOG.warn("Notices could not be sent; tried again", failure))
                            .onComplete(done -> sweeping.set(false));
                }
            });
            stop = () -> vertx.cancelTimer(timer);
            return null;
        });
    }

    /** Reads the secrets and makes the ways to the recipients. */
    Future<Void> open() {
        return vertx.executeBlocking(this::secrets).map(secrets -> {
            mails = settings.mail().map(mail -> new Mails(vertx, mail, secrets.mailPassword(), settings.caFile()));
            webhooks = Optional.of(new Webhooks(vertx, settings.caFile(), secrets.byRecipient(), clock));
            return null;
        });
    }

    private Secrets secrets() {
        Map<String, String> byRecipient = new HashMap<>();
        settings.recipients()
                .forEach(recipient ->
                        recipient.secretFile().ifPresent(file -> byRecipient.put(recipient.name(), secret(file))));
        return new Secrets(
                settings.mail().flatMap(NoticeSettings.Mail::passwordFile).map(NoticeSender::secret), byRecipient);
    }

    private static String secret(String file) {
        try {
            String secret = Files.readString(Path.of(file)).strip();
            if (secret.isEmpty()) {
                throw new IllegalArgumentException("alarms.notices: the file " + file + " is empty");
            }
            return secret;
        } catch (IOException e) {
            throw new IllegalArgumentException("alarms.notices: the file " + file + " cannot be read", e);
        }
    }

    /**
     * Sends what is due.
     *
     * @return completes with how many have arrived; fails when the database does
     */
    Future<Integer> sweep() {
        return database.inTransaction(transaction -> NoticeTable.claim(transaction, clock.instant(), MAX_PER_SWEEP))
                .compose(notices -> {
                    List<Future<Boolean>> sent = new ArrayList<>();
                    notices.forEach(notice -> sent.add(send(notice)));
                    return sent.isEmpty()
                            ? Future.succeededFuture(0)
                            : Future.join(sent).map(all ->
                                    (int) sent.stream().filter(Future::result).count());
                });
    }

    private Future<Boolean> send(Notice notice) {
        return way(notice)
                .map(way -> way.transport().send(notice, way.recipient()))
                .orElse(Future.failedFuture(new NotTaken("the settings name no such recipient any longer")))
                .transform(end -> database.inTransaction(transaction -> end.succeeded()
                                ? arrived(transaction, notice)
                                : missed(transaction, notice, end.cause()))
                        .map(told -> {
                            if (told) {
                                book.told();
                            }
                            return end.succeeded();
                        }));
    }

    private record Way(NoticeTransport transport, Recipient recipient) {}

    private Optional<Way> way(Notice notice) {
        Optional<Recipient> recipient = Optional.ofNullable(recipients.get(notice.recipient()));
        return recipient.flatMap(
                known -> (known.mail().isPresent() ? mails : webhooks).map(transport -> new Way(transport, known)));
    }

    private Future<Boolean> arrived(SqlConnection transaction, Notice notice) {
        Instant now = clock.instant();
        AlarmKey key = AlarmKey.of(AlarmKind.NOTICE_UNDELIVERED, NoticeRules.RECIPIENT + notice.recipient(), "");
        return NoticeTable.sent(transaction, notice, now)
                .compose(sent -> book.clear(transaction, key, now, "", SERVER))
                .compose(cleared -> cleared.isEmpty()
                        ? Future.succeededFuture(false)
                        : accessLog.append(transaction, List.of(cleared.get())).map(true));
    }

    private Future<Boolean> missed(SqlConnection transaction, Notice notice, Throwable why) {
        Instant now = clock.instant();
        String error = Why.of(why);
        Optional<Instant> next = NoticeRules.nextTry(notice.tries(), notice.createdAt(), now);
        LOG.warn(
                "通知 {} 未送达 {}（第 {} 次）/ Notice {} did not reach {} (try {}): {}",
                notice.id(),
                notice.recipient(),
                notice.tries(),
                notice.id(),
                notice.recipient(),
                notice.tries(),
                error);
        List<AccessEntry> entries = new ArrayList<>();
        if (next.isEmpty()) {
            entries.add(AccessEntry.of(
                    "notice-given-up",
                    SERVER,
                    NoticeRules.RECIPIENT + notice.recipient(),
                    "failed",
                    Map.of("alarm", notice.alarm(), "tries", notice.tries(), "error", error)));
        }
        boolean tells = next.isEmpty() || notice.tries() == NoticeRules.TOLD_AFTER_TRIES;
        return NoticeTable.failed(transaction, notice, next, now, error)
                .compose(noted ->
                        tells ? raise(transaction, notice, error, now) : Future.succeededFuture(Optional.empty()))
                .compose(raised -> {
                    raised.ifPresent(entries::add);
                    return entries.isEmpty()
                            ? Future.succeededFuture(false)
                            : accessLog.append(transaction, entries).map(true);
                });
    }

    private Future<Optional<AccessEntry>> raise(SqlConnection transaction, Notice notice, String error, Instant now) {
        Cause cause = Cause.of(AlarmKind.NOTICE_UNDELIVERED, NoticeRules.RECIPIENT + notice.recipient(), "", now)
                .detail(error);
        return book.raise(transaction, cause, SERVER).map(Optional::of);
    }

    /**
     * Ends it.
     *
     * @return completes when all connections are closed
     */
    public Future<Void> close() {
        stop.run();
        return mails.map(NoticeTransport::close)
                .orElse(Future.succeededFuture())
                .transform(closed -> webhooks.map(NoticeTransport::close).orElse(Future.succeededFuture()));
    }
}
