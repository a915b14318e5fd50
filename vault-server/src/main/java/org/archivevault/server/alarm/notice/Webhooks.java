package org.archivevault.server.alarm.notice;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.archivevault.server.alarm.notice.NoticeSettings.Recipient;

/**
 * Posts notices as JSON. Where there is a secret, {@code X-Vault-Signature: sha256=…} is the HMAC-SHA256 (RFC 2104), in
 * hex, of the text of {@code X-Vault-Timestamp}, a full stop, and the body; whoever checks it also checks that the
 * timestamp is new. {@code X-Vault-Notice} is the same at every repetition.
 */
final class Webhooks implements NoticeTransport {
    /** From the first byte to the answer, in milliseconds: a receiver takes the notice, and works on it afterwards. */
    static final int PATIENCE_MILLIS = 10_000;
    /** To get a connection, in milliseconds. */
    private static final int CONNECT_MILLIS = 5_000;
    /** An answer's body is of no interest; its size is bounded anyway by the time given. */
    private static final int LONGEST_REFUSAL = 200;

    private final WebClient client;
    private final Map<String, String> secrets;
    private final InstantSource clock;

    Webhooks(Vertx vertx, Optional<String> caFile, Map<String, String> secrets, InstantSource clock) {
        WebClientOptions options = new WebClientOptions()
                .setFollowRedirects(false)
                .setUserAgent("archive-vault")
                .setConnectTimeout(CONNECT_MILLIS);
        caFile.ifPresent(path -> options.setTrustOptions(new PemTrustOptions().addCertPath(path)));
        this.client = WebClient.create(vertx, options);
        this.secrets = Map.copyOf(secrets);
        this.clock = clock;
    }

    @Override
    public Future<Void> send(Notice notice, Recipient recipient) {
        String timestamp = Long.toString(clock.instant().getEpochSecond());
        HttpRequest<Buffer> request = client.postAbs(recipient.webhook().orElseThrow())
                .timeout(PATIENCE_MILLIS)
                .putHeader("Content-Type", "application/json")
                .putHeader("X-Vault-Notice", Long.toString(notice.id()))
                .putHeader("X-Vault-Timestamp", timestamp);
        String secret = secrets.get(recipient.name());
        if (secret != null) {
            request.putHeader("X-Vault-Signature", "sha256=" + signature(secret, timestamp, notice.body()));
        }
        return request.sendBuffer(Buffer.buffer(notice.body()))
                .timeout(PATIENCE_MILLIS + CONNECT_MILLIS, TimeUnit.MILLISECONDS)
                .compose(answer -> answer.statusCode() / 100 == 2
                        ? Future.succeededFuture()
                        : Future.failedFuture(
                                new NotTaken("HTTP " + answer.statusCode() + " " + shortened(answer.bodyAsString()))));
    }

    /** The signature of a body. */
    static String signature(String secret, String timestamp, String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal((timestamp + "." + body).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    private static String shortened(@org.jspecify.annotations.Nullable String text) {
        return text == null ? "" : text.length() <= LONGEST_REFUSAL ? text : text.substring(0, LONGEST_REFUSAL);
    }

    @Override
    public Future<Void> close() {
        client.close();
        return Future.succeededFuture();
    }
}
