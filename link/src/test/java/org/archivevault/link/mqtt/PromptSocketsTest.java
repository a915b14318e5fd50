package org.archivevault.link.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PromptSocketsTest {
    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:1883", "ssl://127.0.0.1:8883"})
    void aSocketAsPahoMakesItHoldsNoMessageBack(String url) throws Exception {
        try (ServerSocket peer = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            // WHEN a socket is made and connected, the way Paho does it
            try (Socket socket = PromptSockets.to(url).createSocket()) {
                socket.connect(new InetSocketAddress(peer.getInetAddress(), peer.getLocalPort()));
                // THEN its bytes leave at once
                assertThat(socket.getTcpNoDelay()).isTrue();
            }
        }
    }

    @Test
    void onlyABrokerBehindTlsGetsATlsSocket() throws Exception {
        assertThat(PromptSockets.to("ssl://127.0.0.1:8883")).isInstanceOf(SSLSocketFactory.class);
        assertThat(PromptSockets.to("tcp://127.0.0.1:1883")).isNotInstanceOf(SSLSocketFactory.class);
    }
}
