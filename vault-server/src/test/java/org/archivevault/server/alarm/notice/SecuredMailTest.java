package org.archivevault.server.alarm.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.archivevault.server.alarm.Priority;
import org.archivevault.server.alarm.notice.MailServer.Identity;
import org.archivevault.server.alarm.notice.NoticeSettings.Mail;
import org.archivevault.server.alarm.notice.NoticeSettings.Recipient;
import org.archivevault.server.alarm.notice.NoticeSettings.Security;
import org.archivevault.server.testing.Wait;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Mails to a real mail server that wants TLS and a password; what is wrong is said, and nothing goes out in clear. */
class SecuredMailTest {
    private static final String HOST = "127.0.0.1";
    private static final Recipient DUTY = new Recipient(
            "duty", Optional.of("duty@example.org"), Optional.empty(), Optional.empty(), Set.of(), Priority.LOW, 0);
    private static final Notice NOTICE = new Notice(
            7,
            new UUID(1, 2),
            "duty",
            "raised",
            Instant.parse("2026-11-22T12:00:00Z"),
            "{\"occasion\":\"raised\",\"alarm\":{\"priority\":\"critical\",\"sentence\":{\"zh\":\"烟雾\",\"en\":\"smoke\"}}}",
            1);

    private static final Vertx VERTX = Vertx.vertx();
    private static Identity own;
    private static Identity foreign;
    private static Identity ofAnotherHost;

    private final List<AutoCloseable> closed = new ArrayList<>();

    @BeforeAll
    static void certificates(@TempDir Path folder) throws Exception {
        own = Identity.of(folder, "own", HOST);
        foreign = Identity.of(folder, "foreign", HOST);
        ofAnotherHost = Identity.of(folder, "other-host", "elsewhere.test");
    }

    @AfterAll
    static void end() {
        Wait.until(VERTX.close());
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : closed) {
            one.close();
        }
    }

    private MailServer server(int port, Security security, Identity identity) {
        MailServer server = MailServer.start(port, security, identity);
        closed.add(server);
        return server;
    }

    private Mails mails(int port, Security security, String password, Identity trusted) {
        Mail mail = new Mail(
                HOST, port, security, Optional.of(MailServer.USER), Optional.of("read elsewhere"), "vault@example.org");
        Mails mails = new Mails(
                VERTX,
                mail,
                Optional.of(password),
                Optional.of(trusted.certificate().toString()));
        closed.add(() -> Wait.until(mails.close()));
        return mails;
    }

    private static String failure(Mails mails) {
        List<Throwable> caught = new ArrayList<>();
        assertThatThrownBy(() -> Wait.until(mails.send(NOTICE, DUTY)))
                .isInstanceOf(CompletionException.class)
                .satisfies(caught::add);
        // What the notice's row, and so the alarm about it, says.
        return Why.of(Objects.requireNonNull(caught.get(0).getCause()));
    }

    @ParameterizedTest
    @EnumSource(
            value = Security.class,
            names = {"STARTTLS", "TLS"})
    void aMailIsTakenAfterTlsAndLogin(Security security) {
        MailServer server = server(0, security, own);
        Wait.until(mails(server.port(), security, MailServer.PASSWORD, own).send(NOTICE, DUTY));
        assertThat(server.logins).containsExactly(MailServer.USER + "/" + MailServer.PASSWORD);
        assertThat(server.mails).singleElement().asString().contains("X-Vault-Notice: 7", "To: duty@example.org");
    }

    @ParameterizedTest
    @EnumSource(
            value = Security.class,
            names = {"STARTTLS", "TLS"})
    void aCertificateOfAnAuthorityThatIsNotOursIsRefusedAndSaid(Security security) {
        MailServer server = server(0, security, foreign);
        String said = failure(mails(server.port(), security, MailServer.PASSWORD, own));
        assertThat(said).contains("证书不可信", "certificate of the other end cannot be trusted", "alarms.notices.caFile");
        assertThat(server.logins).isEmpty();
        assertThat(server.mails).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Security.class,
            names = {"STARTTLS", "TLS"})
    void aCertificateOfAnotherHostIsRefusedThoughItsAuthorityIsOurs(Security security) {
        MailServer server = server(0, security, ofAnotherHost);
        String said = failure(mails(server.port(), security, MailServer.PASSWORD, ofAnotherHost));
        assertThat(said).contains("证书不可信", "certificate of the other end cannot be trusted", HOST);
        assertThat(server.logins).isEmpty();
        assertThat(server.mails).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Security.class,
            names = {"STARTTLS", "TLS"})
    void aWrongPasswordIsSaidAndSaysNoPassword(Security security) {
        MailServer server = server(0, security, own);
        String said = failure(mails(server.port(), security, "wrong-Secret", own));
        assertThat(said).contains("535").doesNotContain("wrong-Secret");
        assertThat(server.mails).isEmpty();
    }

    @Test
    void whereStarttlsIsDemandedAndNotOfferedNothingGoesOutInClear() {
        // GIVEN a mail server, or somebody in between, that speaks in clear only and asks for the password
        MailServer server = server(0, Security.NONE, own);

        // WHEN a mail is to be sent with STARTTLS
        String said = failure(mails(server.port(), Security.STARTTLS, MailServer.PASSWORD, own));

        // THEN neither the password nor the mail has gone out
        assertThat(said.toUpperCase(Locale.ROOT)).contains("STARTTLS");
        assertThat(server.logins).isEmpty();
        assertThat(server.mails).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Security.class,
            names = {"STARTTLS", "TLS"})
    void aServerThatWentAndCameBackIsUsedAgain(Security security) {
        // GIVEN a mail server that has taken one, and is gone
        MailServer server = server(0, security, own);
        Mails mails = mails(server.port(), security, MailServer.PASSWORD, own);
        Wait.until(mails.send(NOTICE, DUTY));
        server.close();
        assertThat(failure(mails)).isNotBlank();

        // WHEN it is back
        MailServer again = server(server.port(), security, own);

        // THEN the next try arrives
        Wait.until(mails.send(NOTICE, DUTY));
        assertThat(again.mails).hasSize(1);
    }
}
