package org.archivevault.server.http;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.archivevault.protocol.Token;
import org.jspecify.annotations.Nullable;

/**
 * Where the server listens.
 *
 * @param host address to bind; default {@code 127.0.0.1}
 * @param port TCP port; 0 for any free one; default 8080
 * @param tlsCertificate path of a PEM certificate chain; null for plain HTTP
 * @param tlsKey path of its PEM key; null for plain HTTP
 * @param metricsToken bearer token for {@code /metrics} from other machines; null: only this machine may read them
 */
public record HttpSettings(
        String host,
        int port,
        @Nullable String tlsCertificate,
        @Nullable String tlsKey,
        @Nullable String metricsToken) {
    private static final int DEFAULT_PORT = 8080;

    public HttpSettings {
        Token.requireRange(port, 0, 65_535, "http.port");
        if ((tlsCertificate == null) != (tlsKey == null)) {
            throw new IllegalArgumentException("http.tlsCertificate and http.tlsKey go together: give both or neither");
        }
    }

    /**
     * Reads settings, filling what is absent with defaults.
     *
     * @param host see the record
     * @param port see the record
     * @param tlsCertificate see the record
     * @param tlsKey see the record
     * @param metricsToken see the record
     * @return the settings
     */
    @JsonCreator
    public static HttpSettings read(
            @JsonProperty("host") @Nullable String host,
            @JsonProperty("port") @Nullable Integer port,
            @JsonProperty("tlsCertificate") @Nullable String tlsCertificate,
            @JsonProperty("tlsKey") @Nullable String tlsKey,
            @JsonProperty("metricsToken") @Nullable String metricsToken) {
        return new HttpSettings(
                host == null ? "127.0.0.1" : host,
                port == null ? DEFAULT_PORT : port,
                tlsCertificate,
                tlsKey,
                metricsToken);
    }

    /**
     * This machine only, plain HTTP.
     *
     * @param port TCP port; 0 for any free one
     * @return the settings
     */
    public static HttpSettings loopback(int port) {
        return read(null, port, null, null, null);
    }

    @Override
    public String toString() {
        return "HttpSettings[" + host + ":" + port + (tlsCertificate == null ? "" : ", TLS") + "]";
    }
}
