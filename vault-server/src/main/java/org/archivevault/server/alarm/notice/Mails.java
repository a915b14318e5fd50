package org.archivevault.server.alarm.notice;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.StartTLSOptions;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.archivevault.server.alarm.notice.NoticeSettings.Mail;
import org.archivevault.server.alarm.notice.NoticeSettings.Recipient;
import org.archivevault.server.alarm.notice.NoticeSettings.Security;

/** Sends notices as mails. The only class that knows the mail library. */
final class Mails implements NoticeTransport {
    /** A mail server that has not taken a mail by then is tried again later, in milliseconds. */
    private static final int PATIENCE_MILLIS = 30_000;
    /** To get a connection, in milliseconds. */
    private static final int CONNECT_MILLIS = 5_000;
    /** Mails under way at once. */
    private static final int CONNECTIONS = 2;

    private final MailClient client;
    private final String from;

    Mails(Vertx vertx, Mail mail, Optional<String> password, Optional<String> caFile) {
        MailConfig config = new MailConfig()
                .setHostname(mail.host())
                .setPort(mail.port())
                .setSsl(mail.security() == Security.TLS)
                .setStarttls(mail.security() == Security.STARTTLS ? StartTLSOptions.REQUIRED : StartTLSOptions.DISABLED)
                .setLogin(mail.user().isPresent() ? LoginOption.REQUIRED : LoginOption.DISABLED)
                .setMaxPoolSize(CONNECTIONS)
                .setConnectTimeout(CONNECT_MILLIS)
                .setKeepAlive(false);
        mail.user().ifPresent(config::setUsername);
        password.ifPresent(config::setPassword);
        caFile.ifPresent(path -> config.setTrustOptions(new PemTrustOptions().addCertPath(path)));
        this.client = MailClient.create(vertx, config);
        this.from = mail.from();
    }

    @Override
    public Future<Void> send(Notice notice, Recipient recipient) {
        MailMessage message = new MailMessage()
                .setFrom(from)
                .setTo(recipient.mail().orElseThrow())
                .setSubject(NoticeText.subject(notice))
                .setText(NoticeText.text(notice))
                .addHeader("X-Vault-Notice", Long.toString(notice.id()));
        return client.sendMail(message)
                .timeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                .mapEmpty();
    }

    @Override
    public Future<Void> close() {
        return client.close();
    }
}
