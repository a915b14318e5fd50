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
 */
public record MqttSettings(
        String url,
        String clientId,
        @Nullable String userName,
        @Nullable String password,
        @Nullable Will will) {
    public MqttSettings {
        if (!url.startsWith("tcp://") && !url.startsWith("ssl://")) {
            throw new IllegalArgumentException("the broker's url is neither tcp:// nor ssl://: " + url);
        }
        if (clientId.isBlank()) {
            throw new IllegalArgumentException("the MQTT client id is blank");
        }
    }

    /** Without the password. */
    @Override
    public String toString() {
        return url + " as " + clientId;
    }
}
