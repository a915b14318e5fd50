package org.archivevault.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
    @Test
    void withACertificateTheServerSpeaksTlsAndNothingElse(@TempDir Path folder) throws Exception {
        Path certificate = copy("/tls/test-only.pem", folder);
        Path key = copy("/tls/test-only.key", folder);
        Vertx vertx = Vertx.vertx();
        try {
            ApiServer server = HttpFixture.await(ApiServer.start(
                    vertx,
                    new HttpSettings("127.0.0.1", 0, certificate.toString(), key.toString(), "scraper-token"),
                    new ApiServer.Parts(
                            List.of(),
                            List.of(),
                            new NoDoor(),
                            (caller, operation, path, code) -> Future.succeededFuture(),
                            new HealthChecks(),
                            () -> true,
                            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))));
            HttpClient client =
                    HttpClient.newBuilder().sslContext(trusting(certificate)).build();
            String base = "https://localhost:" + server.port();
            assertThat(client.send(get(base + "/health", null), BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(200);
            // with a token for scrapers, nobody reads the metrics without it
            assertThat(client.send(get(base + "/metrics", null), BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(403);
            assertThat(client.send(get(base + "/metrics", "scraper-token"), BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(200);
            assertThatThrownBy(() -> client.send(
                            get("http://localhost:" + server.port() + "/health", null), BodyHandlers.ofString()))
                    .isInstanceOf(IOException.class);
        } finally {
            HttpFixture.await(vertx.close());
        }
    }

    private static HttpRequest get(String url, @Nullable String token) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
        return token == null
                ? request.build()
                : request.header("Authorization", "Bearer " + token).build();
    }

    private static Path copy(String resource, Path folder) throws IOException {
        Path target = folder.resolve(Path.of(resource).getFileName());
        try (InputStream in = TlsTest.class.getResourceAsStream(resource)) {
            Files.copy(Objects.requireNonNull(in), target);
        }
        return target;
    }

    private static SSLContext trusting(Path certificate) throws Exception {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        try (InputStream in = Files.newInputStream(certificate)) {
            trusted.setCertificateEntry(
                    "server", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    private static final class NoDoor implements Door {
        @Override
        public @Nullable Caller known(String token) {
            return null;
        }

        @Override
        public boolean lasts(String token) {
            return false;
        }

        @Override
        public Future<Optional<Caller>> find(String token) {
            return Future.succeededFuture(Optional.empty());
        }
    }
}
