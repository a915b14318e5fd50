package org.archivevault.server;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * The MQTT broker between server and edges.
 *
 * @param url {@code tcp://host:port} or {@code ssl://host:port}
 * @param userName the server's account there; null when the broker asks for none
 * @param password its password; null when the broker asks for none
 */
public record BrokerSettings(
        @JsonProperty(value = "url", required = true) String url,
        @JsonProperty("user") @Nullable String userName,
        @JsonProperty("password") @Nullable String password) {
    @Override
    public String toString() {
        return "BrokerSettings[" + url + ", user=" + userName + "]";
    }
}
