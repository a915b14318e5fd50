package org.archivevault.server.alarm.notice;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.archivevault.server.accesslog.AccessEntry;
import org.archivevault.server.accesslog.AccessLog;
import org.archivevault.server.alarm.AlarmFamily;
import org.archivevault.server.alarm.AlarmKind;
import org.archivevault.server.alarm.AlarmParts;
import org.archivevault.server.alarm.Cause;
import org.archivevault.server.alarm.Priority;
import org.archivevault.server.alarm.notice.NoticeSettings.Mail;
import org.archivevault.server.alarm.notice.NoticeSettings.Recipient;
import org.archivevault.server.alarm.notice.NoticeSettings.Security;
import org.archivevault.server.testing.TestDatabase;
import org.archivevault.server.testing.Wait;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Notices from the alarm to a real SMTP server and a real HTTP server, which may be away or refuse. */
class NoticeSenderTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Cause SMOKE = Cause.of(AlarmKind.SMOKE, "sensor:s-1", "v1-north", NOON);
    private static final Cause BATTERY =
            Cause.of(AlarmKind.BATTERY_LOW, "sensor:s-1", "v1-north", NOON).detail("12 %");

    private final TestDatabase database = new TestDatabase();
    private volatile Instant now = NOON;
    private final InstantSource clock = () -> now;
    private final AccessLog accessLog = new AccessLog(database.database(), clock);
    private final List<AutoCloseable> closed = new ArrayList<>();

    /** What a webhook got. */
    private record Got(
            String notice, String timestamp, @Nullable String signature, String body) {}

    private final List<Got> got = new CopyOnWriteArrayList<>();
    /** What it answers next; 200 when there is nothing. */
    private final ConcurrentLinkedQueue<Integer> answers = new ConcurrentLinkedQueue<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : closed) {
            one.close();
        }
        database.close();
    }

    @Test
    void anAlarmIsMailedInBothLanguagesAndSoIsItsEnd() throws MessagingException, IOException {
        GreenMail server = smtp(freePort());
        House house = house(mail(server.getSmtp().getPort()), List.of(mailed("duty", 0)));
        house.raise(SMOKE);
        assertThat(house.sweep()).isEqualTo(1);
        assertThat(house.sweep()).isZero();

        Message mail = server.getReceivedMessages()[0];
        assertThat(mail.getSubject()).isEqualTo("[critical] 警报 / Alarm: v1-north：烟雾（s-1）");
        assertThat(mail.getHeader("X-Vault-Notice")).hasSize(1);
        String text = String.valueOf(mail.getContent());
        assertThat(text).contains("烟雾", "smoke", "2026-11-22T12:00:00Z", "./vault acknowledge-alarm");

        house.clear(SMOKE);
        assertThat(house.sweep()).isEqualTo(1);
        assertThat(server.getReceivedMessages()[1].getSubject()).contains("Alarm condition gone");
    }

    @Test
    void aMailServerThatIsAwayIsTriedAgainUntilItIsBackAndPeopleAtTheScreenAreTold() throws IOException {
        // GIVEN a mail server that is not there
        int port = freePort();
        House house = house(mail(port), List.of(mailed("duty", 0)));
        house.raise(SMOKE);
        for (int tries = 1; tries <= NoticeRules.TOLD_AFTER_TRIES; tries++) {
            assertThat(house.sweep()).isZero();
            assertThat(rows("SELECT tries, sent_at, given_up_at, last_error <> '' FROM alarm_notice"))
                    .containsExactly(tries + " null null true");
            // not before its time
            assertThat(house.sweep()).isZero();
            now = now.plus(Duration.ofSeconds(5L << (tries - 1)));
        }
        assertThat(rows("SELECT kind, subject, state FROM alarm WHERE kind = 'notice-undelivered'"))
                .containsExactly("notice-undelivered recipient:duty unacknowledged");
        // WHEN it is back
        GreenMail server = smtp(port);
        assertThat(house.sweep()).isEqualTo(1);
        // THEN the mail is there, and the recipient can be reached again
        assertThat(server.getReceivedMessages()).hasSize(1);
        assertThat(rows("SELECT state FROM alarm WHERE kind = 'notice-undelivered'"))
                .containsExactly("returned");
    }

    @Test
    void aWebhookIsSignedAndTriedAgainWithTheSameNumberUntilItIsTaken(@TempDir Path folder) throws IOException {
        Path secret = Files.writeString(folder.resolve("hook.secret"), "open sesame\n");
        int port = hook();
        House house = house(Optional.empty(), List.of(hooked("nms", port, Optional.of(secret.toString()))));
        answers.addAll(List.of(503, 500));
        house.raise(SMOKE);
        assertThat(house.sweep()).isZero();
        now = now.plusSeconds(5);
        assertThat(house.sweep()).isZero();
        now = now.plusSeconds(10);
        assertThat(house.sweep()).isEqualTo(1);

        assertThat(got).hasSize(3);
        assertThat(got.stream().map(Got::notice).distinct()).hasSize(1);
        Got last = got.get(2);
        assertThat(last.signature())
                .isEqualTo("sha256=" + Webhooks.signature("open sesame", last.timestamp(), last.body()));
        JsonObject body = new JsonObject(last.body());
        assertThat(body.getString("occasion")).isEqualTo("raised");
        assertThat(body.getJsonObject("alarm").getString("kind")).isEqualTo("smoke");
        assertThat(rows("SELECT last_error FROM alarm_notice")).containsExactly("HTTP 500 no");
    }

    @Test
    void theSignatureIsThatOfRfc4231() {
        // Test case 2 of RFC 4231: key "Jefe", data "what do ya want for nothing?", cut at its first full stop that we
        // add.
        assertThat(Webhooks.signature("Jefe", "what do ya want for nothing?", ""))
                .isEqualTo(hmac("Jefe", "what do ya want for nothing?."));
        assertThat(hmac("Jefe", "what do ya want for nothing?"))
                .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }

    @Test
    void aWebhookThatNeverAnswersIsGivenUpAfterADayForEverybodyToSee() throws IOException {
        House house = house(Optional.empty(), List.of(hooked("nms", freePort(), Optional.empty())));
        house.raise(SMOKE);
        int sweeps = 0;
        while (rows("SELECT 1 FROM alarm_notice WHERE given_up_at IS NOT NULL").isEmpty()) {
            house.sweep();
            now = now.plus(Duration.ofMinutes(15));
            assertThat(++sweeps).isLessThan(150);
        }
        assertThat(house.sweep()).isZero();
        assertThat(rows("SELECT subject, object, result FROM access_log WHERE kind = 'notice-given-up'"))
                .containsExactly("server recipient:nms failed");
        assertThat(rows("SELECT subject FROM alarm WHERE kind = 'notice-undelivered' AND closed_at IS NULL"))
                .containsExactly("recipient:nms");
        // the alarm that nobody could tell it of is not told to it either
        assertThat(rows("SELECT count(*) FROM alarm_notice")).containsExactly("1");
    }

    @Test
    void whatAProcessHadTakenWhenItDiedIsSentByAnother() throws IOException {
        House house = house(Optional.empty(), List.of(hooked("nms", hook(), Optional.empty())));
        house.raise(SMOKE);
        // a process takes it and is gone
        Wait.until(database.database().inTransaction(transaction -> NoticeTable.claim(transaction, now, 10)));
        assertThat(house.sweep()).isZero();
        now = now.plus(NoticeTable.LEASE);
        assertThat(house.sweep()).isEqualTo(1);
        assertThat(got).hasSize(1);
    }

    @Test
    void whoIsToldDependsOnFamilyPriorityAndLevel() throws IOException {
        int port = hook();
        Recipient climateOnly = new Recipient(
                "climate",
                Optional.empty(),
                Optional.of("http://127.0.0.1:" + port + "/climate"),
                Optional.empty(),
                Set.of(AlarmFamily.CLIMATE),
                Priority.LOW,
                0);
        Recipient urgentOnly = new Recipient(
                "urgent",
                Optional.empty(),
                Optional.of("http://127.0.0.1:" + port + "/urgent"),
                Optional.empty(),
                Set.of(),
                Priority.CRITICAL,
                0);
        Recipient chief = new Recipient(
                "chief",
                Optional.empty(),
                Optional.of("http://127.0.0.1:" + port + "/chief"),
                Optional.empty(),
                Set.of(),
                Priority.LOW,
                1);
        House house = house(Optional.empty(), List.of(climateOnly, urgentOnly, chief));
        house.raise(BATTERY);
        assertThat(rows("SELECT recipient FROM alarm_notice")).isEmpty();
        house.raise(SMOKE);
        assertThat(rows("SELECT recipient, occasion, level FROM alarm_notice ORDER BY id"))
                .containsExactly("urgent raised 0");
        assertThat(rows("SELECT escalation_level, to_char(escalate_at AT TIME ZONE 'UTC', 'HH24:MI') FROM alarm WHERE"
                        + " kind = 'smoke'"))
                .containsExactly("0 12:02");
    }

    // ------------------------------------------------------------------------------------ the house

    private final class House {
        private final AlarmParts alarms;
        private final NoticeSender sender;

        House(NoticeSettings settings) {
            this.alarms = new AlarmParts(
                    database.vertx(), database.database(), accessLog, clock, UUID::randomUUID, new Notices(settings));
            this.sender =
                    new NoticeSender(database.vertx(), settings, database.database(), accessLog, alarms.book(), clock);
            Wait.until(sender.open());
        }

        void raise(Cause cause) {
            logged(tx -> alarms.book().raise(tx, cause, "test").map(List::of));
        }

        void clear(Cause cause) {
            logged(tx -> alarms.book()
                    .clear(tx, cause.key(), now, "", "test")
                    .map(entry -> entry.map(List::of).orElse(List.of())));
        }

        private void logged(Function<io.vertx.sqlclient.SqlConnection, Future<List<AccessEntry>>> work) {
            Wait.untilConnected(() -> database.database()
                    .inTransaction(tx -> work.apply(tx).compose(entries -> accessLog.append(tx, entries))));
        }

        int sweep() {
            return Wait.untilConnected(() -> sender.sweep());
        }
    }

    private House house(Optional<Mail> mail, List<Recipient> recipients) {
        NoticeSettings usual = NoticeSettings.NONE;
        House house = new House(new NoticeSettings(mail, recipients, usual.escalation(), Optional.empty()));
        closed.add(() -> Wait.until(house.sender.close()));
        return house;
    }

    private static Optional<Mail> mail(int port) {
        return Optional.of(
                new Mail("127.0.0.1", port, Security.NONE, Optional.empty(), Optional.empty(), "vault@example.org"));
    }

    private static Recipient mailed(String name, int level) {
        return new Recipient(
                name,
                Optional.of(name + "@example.org"),
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                Priority.LOW,
                level);
    }

    private static Recipient hooked(String name, int port, Optional<String> secretFile) {
        return new Recipient(
                name,
                Optional.empty(),
                Optional.of("http://127.0.0.1:" + port + "/alarms"),
                secretFile,
                Set.of(),
                Priority.LOW,
                0);
    }

    private GreenMail smtp(int port) {
        ServerSetup setup = new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP);
        setup.setServerStartupTimeout(30_000);
        GreenMail server = new GreenMail(setup);
        server.start();
        closed.add(server::stop);
        return server;
    }

    private int hook() {
        HttpServer server = Wait.until(database.vertx()
                .createHttpServer()
                .requestHandler(request -> request.bodyHandler(body -> {
                    got.add(new Got(
                            Objects.requireNonNull(request.getHeader("X-Vault-Notice")),
                            Objects.requireNonNull(request.getHeader("X-Vault-Timestamp")),
                            request.getHeader("X-Vault-Signature"),
                            body.toString()));
                    Integer status = answers.poll();
                    request.response()
                            .setStatusCode(status == null ? 204 : status)
                            .end(status == null ? "" : "no");
                }))
                .listen(0, "127.0.0.1"));
        return server.actualPort();
    }

    private static String hmac(String key, String text) {
        try {
            javax.crypto.Mac mac = javax.crypto.Mac.getInstance("HmacSHA256");
            mac.init(new javax.crypto.spec.SecretKeySpec(
                    key.getBytes(java.nio.charset.StandardCharsets.UTF_8), "HmacSHA256"));
            return java.util.HexFormat.of()
                    .formatHex(mac.doFinal(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        } catch (java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private List<String> rows(String sql) {
        List<String> lines = new ArrayList<>();
        for (Row row : database.rows(sql)) {
            List<String> cells = new ArrayList<>();
            for (int i = 0; i < row.size(); i++) {
                cells.add(String.valueOf(row.getValue(i)));
            }
            lines.add(String.join(" ", cells));
        }
        return lines;
    }
}
