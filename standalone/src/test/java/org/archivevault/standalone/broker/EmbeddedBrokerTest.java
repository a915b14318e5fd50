package org.archivevault.standalone.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerTest {
    @Test
    void letsEachAccountIntoItsOwnBranchAndNobodyElseIn(@TempDir Path home) throws Exception {
        // GIVEN a broker with a server and one edge
        int port = freePort();
        EmbeddedBroker broker = EmbeddedBroker.start(
                        home,
                        port,
                        List.of(
                                new BrokerAccount("server", "s3cret", List.of("vault/#")),
                                new BrokerAccount("edge-v1", "pw", List.of("vault/edge-v1/#"))))
                .get(60, TimeUnit.SECONDS);
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        try (MqttClient server = connect(broker.url(), "server", "s3cret");
                MqttClient edge = connect(broker.url(), "edge-v1", "pw")) {
            server.subscribe("vault/#", 1, (topic, message) -> heard.add(topic));

            // WHEN the edge publishes on a foreign branch and then on its own
            assertThatThrownBy(() -> {
                        edge.publish("vault/edge-v2/status", "no".getBytes(StandardCharsets.UTF_8), 1, false);
                        edge.publish("vault/edge-v1/status", "yes".getBytes(StandardCharsets.UTF_8), 1, false);
                    })
                    .isInstanceOf(MqttException.class);

            // THEN the broker has cut it off, and nothing of it was heard
            assertThat(heard.poll(500, TimeUnit.MILLISECONDS)).isNull();

            // and its own branch is open to it
            try (MqttClient again = connect(broker.url(), "edge-v1", "pw")) {
                again.publish("vault/edge-v1/status", "yes".getBytes(StandardCharsets.UTF_8), 1, false);
                assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("vault/edge-v1/status");
                again.disconnect();
            }
            server.disconnect();
        } finally {
            broker.stop().get(30, TimeUnit.SECONDS);
        }

        // and a wrong password gets nobody in
        EmbeddedBroker second = EmbeddedBroker.start(
                        home, port, List.of(new BrokerAccount("server", "x", List.of("#"))))
                .get(60, TimeUnit.SECONDS);
        assertThatThrownBy(() -> connect(second.url(), "server", "s3cret")).isInstanceOf(MqttException.class);
        second.stop().get(30, TimeUnit.SECONDS);
    }

    private static MqttClient connect(String url, String user, String password) throws MqttException {
        MqttClient client = new MqttClient(url, user + "-" + System.nanoTime(), new MemoryPersistence());
        MqttConnectOptions options = new MqttConnectOptions();
        options.setUserName(user);
        options.setPassword(password.toCharArray());
        options.setConnectionTimeout(5);
        client.setTimeToWait(5_000);
        client.connect(options);
        return client;
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
