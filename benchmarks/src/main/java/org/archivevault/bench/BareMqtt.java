package org.archivevault.bench;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * As much of MQTT 3.1.1 as a device needs that only talks: sign in and publish with QoS 0. It writes into the socket and
 * waits when the broker takes no more, so that nothing is ever lost here, and it costs next to nothing.
 */
final class BareMqtt implements AutoCloseable {
    private static final int CONNECT = 0x10;
    private static final int CONNACK = 0x20;
    private static final int PUBLISH = 0x30;
    private static final int DISCONNECT = 0xe0;
    private static final int LEVEL_3_1_1 = 4;
    private static final int CLEAN_SESSION = 2;
    private static final int BUFFER_BYTES = 16 << 10;

    private final Socket socket;
    private final DataOutputStream out;

    private BareMqtt(Socket socket) throws IOException {
        this.socket = socket;
        this.out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), BUFFER_BYTES));
    }

    /** Signs in, without a keep-alive. */
    static BareMqtt connect(int port, String clientId) {
        try {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            BareMqtt mqtt = new BareMqtt(socket);
            mqtt.signIn(clientId);
            return mqtt;
        } catch (IOException e) {
            throw new UncheckedIOException("no connection to the broker", e);
        }
    }

    private void signIn(String clientId) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream body = new DataOutputStream(bytes);
        body.writeUTF("MQTT");
        body.writeByte(LEVEL_3_1_1);
        body.writeByte(CLEAN_SESSION);
        body.writeShort(0);
        body.writeUTF(clientId);
        out.writeByte(CONNECT);
        length(bytes.size());
        bytes.writeTo(out);
        out.flush();
        DataInputStream in = new DataInputStream(socket.getInputStream());
        // Its kind, two bytes, no session of before, accepted.
        if (in.readUnsignedByte() != CONNACK || in.readUnsignedByte() != 2 || in.readUnsignedShort() != 0) {
            throw new IOException("the broker does not accept " + clientId);
        }
    }

    /** Publishes with QoS 0; it may stay in the buffer until {@link #flush()}. */
    void publish(String topic, String payload) {
        byte[] body = payload.getBytes(StandardCharsets.UTF_8);
        try {
            out.writeByte(PUBLISH);
            // Topics here are ASCII.
            length(2 + topic.length() + body.length);
            out.writeUTF(topic);
            out.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException("the broker takes nothing", e);
        }
    }

    /** Seven bits a byte, the lowest first. */
    private void length(int length) throws IOException {
        int rest = length;
        while (rest >= 0x80) {
            out.writeByte((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.writeByte(rest);
    }

    void flush() {
        try {
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("the broker takes nothing", e);
        }
    }

    @Override
    public void close() throws IOException {
        try (socket) {
            out.writeByte(DISCONNECT);
            out.writeByte(0);
            out.flush();
        }
    }
}
