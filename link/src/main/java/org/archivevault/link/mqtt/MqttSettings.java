package org.archivevault.link.mqtt;

import org.archivevault.link.Will;
import org.jspecify.annotations.Nullable;

/**
 * How to reach the broker.
 *
 * @param url {@code tcp://HOST:PORT} or {@code ssl://HOST:PORT} (then with the process's trust and key
 *     stores: {@code javax.net.ssl.trustStore}, {@code trustStorePassword}, {@code keyStore} …)
 * @param clientId unique among all clients of the broker: two with one id drive each other out
 * @param userName null for none
 * @param password null for none
 * @param will what the broker says when the connection dies; null for nothing
 * @param incoming how much may come in
 */
public record MqttSettings(
        String url,
        String clientId,
        @Nullable String userName,
        @Nullable String password,
        @Nullable Will will,
        Incoming incoming) {
    /**
     * How much may come in; what goes beyond is dropped and counted. The client library reads a message whole before
     * anybody can look at it: a broker that should not be able to make this process run short of memory needs a limit of
     * its own (mosquitto: {@code message_size_limit}).
     *
     * @param mostPayloadBytes largest payload of a message
     * @param mostWaiting messages that have arrived and not been handled
     * @param mostWaitingBytes sum of their payloads
     */
    public record Incoming(int mostPayloadBytes, int mostWaiting, long mostWaitingBytes) {
        /** Far above what edge and server send each other: 128 KiB of events and their frame. */
        public static final Incoming BETWEEN_EDGE_AND_SERVER = new Incoming(1 << 20, 10_000, 256L << 20);

        public Incoming {
            if (mostPayloadBytes < 1 || mostWaiting < 1 || mostWaitingBytes < mostPayloadBytes) {
                throw new IllegalArgumentException(
                        "nothing may come in: " + mostPayloadBytes + ", " + mostWaiting + ", " + mostWaitingBytes);
            }
        }
    }

    public MqttSettings {
        if (!url.startsWith("tcp://") && !url.startsWith("ssl://")) {
            throw new IllegalArgumentException("the broker's url is neither tcp:// nor ssl://: " + url);
        }
        if (clientId.isBlank()) {
            throw new IllegalArgumentException("the MQTT client id is blank");
        }
    }

    /**
     * As edge and server use it.
     *
     * @param url the broker
     * @param clientId unique among all clients of the broker
     * @param userName null for none
     * @param password null for none
     * @param will null for nothing
     */
    public MqttSettings(
            String url, String clientId, @Nullable String userName, @Nullable String password, @Nullable Will will) {
        this(url, clientId, userName, password, will, Incoming.BETWEEN_EDGE_AND_SERVER);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return url + " as " + clientId;
    }
}
