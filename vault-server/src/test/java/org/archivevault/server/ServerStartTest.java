package org.archivevault.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.archivevault.server.account.SessionSettings;
import org.archivevault.server.database.DatabaseSettings;
import org.archivevault.server.http.HttpSettings;
import org.archivevault.server.testing.TestPostgres;
import org.archivevault.server.testing.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerStartTest {
    @TempDir
    Path folder;

    @Test
    void aStartWithoutADatabaseEndsWithASentenceAfterItsPatience() {
        DatabaseSettings nowhere = DatabaseSettings.of("postgresql://127.0.0.1:1/none", "vault", "");
        StartFailure failure = failureOf(HttpSettings.loopback(0), nowhere);
        assertThat(failure.exitCode()).isEqualTo(StartFailure.DATABASE);
        assertThat(failure.sentence().zh()).contains("127.0.0.1:1/none");
        assertThat(failure.sentence().en()).contains("db.url");
    }

    @Test
    void aTakenPortEndsTheStartWithASentence() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            StartFailure failure = failureOf(HttpSettings.loopback(taken.getLocalPort()), TestPostgres.newDatabase());
            assertThat(failure.exitCode()).isEqualTo(StartFailure.ADDRESS);
            assertThat(failure.sentence().en()).contains("http.port");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "db: {url: 'postgresql://h/d', usr: x}           | usr",
                "db: {user: x}                                   | url",
                "db: {url: 'mysql://h/d'}                        | postgresql://",
                "db: {url: 'postgresql://h/d', pipelining: 0}    | db.pipelining",
                "http: {port: 70000}                             | http.port",
                "http: {tlsKey: k.pem}                           | tlsCertificate",
                "session: {idleMinutes: 0}                       | idleMinutes",
                "climate: {rawMonths: 0}                         | climate.rawMonths",
                "climate: {rawMonths: 24, rollUpYears: 1}        | climate.rollUpYears",
                "influx: {url: h, token: t, org: o, bucket: b}   | influx.url",
                "influx: {url: 'http://h', org: o, bucket: b}    | token",
                "webserver: {port: 1}                            | webserver",
                "': ['                                           | settings file"
            })
    void aMistakeInTheSettingsIsNamed(String line, String named) throws IOException {
        Path file = folder.resolve("settings.yaml");
        String whole = line.startsWith("db:") || line.startsWith(":") ? line : "db: {url: 'postgresql://h/d'}\n" + line;
        Files.writeString(file, whole);
        assertThatThrownBy(() -> SettingsFile.read(file, Map.of()))
                .isInstanceOfSatisfying(StartFailure.class, failure -> {
                    assertThat(failure.exitCode()).isEqualTo(StartFailure.SETTINGS);
                    assertThat(failure.sentence().en()).contains(named).contains("settings.yaml");
                });
    }

    @Test
    void theEnvironmentGoesBeforeTheFile() throws IOException {
        Path file = folder.resolve("settings.yaml");
        Files.writeString(file, "db: {url: 'postgresql://h/d', password: of-before}\nhttp: {port: 9000}");
        ServerSettings settings = SettingsFile.read(file, Map.of("VAULT_DB_PASSWORD", "of-now"));
        assertThat(settings.db().password()).isEqualTo("of-now");
        assertThat(settings.http().port()).isEqualTo(9000);
        assertThat(settings.http().host()).isEqualTo("127.0.0.1");
        assertThat(settings.toString()).doesNotContain("of-now").doesNotContain("of-before");
    }

    private static StartFailure failureOf(HttpSettings http, DatabaseSettings database) {
        ServerSettings settings =
                new ServerSettings(http, database, SessionSettings.defaults(), null, null, Duration.ofSeconds(1));
        Throwable failure = catchThrowable(() -> TestServer.start(settings, Clock.systemUTC()));
        assertThat(failure).hasCauseInstanceOf(StartFailure.class);
        return (StartFailure) Objects.requireNonNull(failure.getCause());
    }
}
