package org.archivevault.link;

import static org.archivevault.link.testing.Waiting.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.archivevault.link.testing.MemorySink;
import org.archivevault.link.testing.MosquittoBroker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An edge over TLS, in a process of its own because the trust store is the process's. */
class TlsTest {
    @TempDir
    Path temp;

    @Test
    @Timeout(300) // two processes that make their first TLS connection, which takes its time on a loaded machine
    void connectsToABrokerItTrustsAndToNoOther() throws Exception {
        assumeThat(MosquittoBroker.isInstalled()).as("mosquitto is installed").isTrue();
        assumeThat(succeeds("openssl", "version")).as("openssl is installed").isTrue();
        // GIVEN a broker with a certificate of its own making
        Path certificate = temp.resolve("broker.pem");
        Path key = temp.resolve("broker.key");
        Path trust = temp.resolve("trust.p12");
        assertThat(succeeds(
                        "openssl",
                        "req",
                        "-x509",
                        "-newkey",
                        "rsa:2048",
                        "-nodes",
                        "-days",
                        "2",
                        "-subj",
                        "/CN=broker",
                        "-addext",
                        "subjectAltName=IP:127.0.0.1",
                        "-keyout",
                        key.toString(),
                        "-out",
                        certificate.toString()))
                .isTrue();
        assertThat(succeeds(
                        java("keytool"),
                        "-importcert",
                        "-noprompt",
                        "-alias",
                        "broker",
                        "-storepass",
                        "changeit",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        trust.toString(),
                        "-file",
                        certificate.toString()))
                .isTrue();
        int tls = MosquittoBroker.freePort();
        String config =
                "allow_anonymous true\nlistener " + tls + " 127.0.0.1\ncertfile " + certificate + "\nkeyfile " + key;
        Vertx vertx = Vertx.vertx();
        Process stranger = null;
        Process friend = null;
        try (MosquittoBroker broker = MosquittoBroker.start(temp, config)) {
            Rig.Server server = new Rig.Server(vertx, broker.url(), "server-1", new MemorySink(), false);
            Rig.awaitConnected(server.wire);
            // WHEN an edge does not trust it, THEN it does not connect
            stranger = edge(tls, "stranger.db", List.of());
            await().during(Duration.ofSeconds(4)).atMost(Rig.LONG).until(() -> !server.link.online(Rig.EDGE));
            stranger.destroyForcibly();
            // WHEN it does, THEN it connects and its events come
            friend = edge(
                    tls,
                    "friend.db",
                    List.of("-Djavax.net.ssl.trustStore=" + trust, "-Djavax.net.ssl.trustStorePassword=changeit"));
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> server.link.counters().events() > 10);
            assertThat(server.link.online(Rig.EDGE)).isTrue();
            server.close();
        } finally {
            for (Process each : new Process[] {stranger, friend}) {
                if (each != null) {
                    each.destroyForcibly();
                }
            }
            answer(vertx.close());
        }
    }

    private Process edge(int port, String file, List<String> options) throws IOException {
        List<String> command = new ArrayList<>(List.of(java("java")));
        command.addAll(options);
        command.addAll(List.of(
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                KilledEdge.class.getName()));
        command.addAll(List.of("ssl://127.0.0.1:" + port, temp.resolve(file).toString(), "1"));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static String java(String program) {
        return Path.of(System.getProperty("java.home"), "bin", program).toString();
    }

    private static boolean succeeds(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException notThere) {
            return false;
        }
    }
}
