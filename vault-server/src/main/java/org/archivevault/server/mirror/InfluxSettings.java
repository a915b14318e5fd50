package org.archivevault.server.mirror;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.net.URI;

/**
 * The InfluxDB that readings are mirrored to.
 *
 * @param url {@code http://host:8086} or {@code https://…}
 * @param token an API token that may write to the bucket
 * @param org organisation
 * @param bucket bucket
 */
public record InfluxSettings(
        @JsonProperty(value = "url", required = true) String url,
        @JsonProperty(value = "token", required = true) String token,
        @JsonProperty(value = "org", required = true) String org,
        @JsonProperty(value = "bucket", required = true) String bucket) {
    public InfluxSettings {
        URI uri = URI.create(url);
        if (uri.getHost() == null || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
            throw new IllegalArgumentException(
                    "influx.url must have the form http://host:8086, but is \"" + url + "\"");
        }
        if (token.isBlank() || org.isBlank() || bucket.isBlank()) {
            throw new IllegalArgumentException("influx.token, influx.org and influx.bucket must not be empty");
        }
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "InfluxSettings[" + url + ", org=" + org + ", bucket=" + bucket + "]";
    }
}
