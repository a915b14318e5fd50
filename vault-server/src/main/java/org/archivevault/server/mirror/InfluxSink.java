package org.archivevault.server.mirror;

import com.influxdb.client.InfluxDBClient;
import com.influxdb.client.InfluxDBClientFactory;
import com.influxdb.client.InfluxDBClientOptions;
import com.influxdb.client.WriteApiBlocking;
import com.influxdb.client.domain.WritePrecision;
import com.influxdb.exceptions.InfluxException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * The InfluxDB client, used the one way that loses nothing: a blocking request whose answer is looked at. Its queueing
 * {@code WriteApi} lost 35–65 % of the points after an outage of 4 s (docs/decisions/0014).
 */
final class InfluxSink implements LineSink {
    /** An InfluxDB on the same network is there at once or not at all. */
    private static final Duration CONNECT = Duration.ofSeconds(3);

    /** A batch of thousands takes a loaded InfluxDB a second; one that hangs is given up after this. */
    private static final Duration ANSWER = Duration.ofSeconds(15);

    private final InfluxSettings settings;
    private final InfluxDBClient client;
    private final WriteApiBlocking api;
    private final InstantSource clock;

    InfluxSink(InfluxSettings settings, InstantSource clock, Duration answer, List<Interceptor> interceptors) {
        this.settings = settings;
        this.clock = clock;
        OkHttpClient.Builder http = new OkHttpClient.Builder()
                .connectTimeout(CONNECT)
                .readTimeout(answer)
                .writeTimeout(answer)
                .callTimeout(answer.plus(CONNECT));
        interceptors.forEach(http::addInterceptor);
        this.client = InfluxDBClientFactory.create(InfluxDBClientOptions.builder()
                .url(settings.url())
                .authenticateToken(settings.token().toCharArray())
                .org(settings.org())
                .bucket(settings.bucket())
                .okHttpClient(http)
                .build());
        this.api = client.getWriteApiBlocking();
    }

    static InfluxSink of(InfluxSettings settings, InstantSource clock) {
        return new InfluxSink(settings, clock, ANSWER, List.of());
    }

    @Override
    public SendResult send(List<String> lines) {
        try {
            api.writeRecords(settings.bucket(), settings.org(), WritePrecision.US, lines);
            return SendResult.ACCEPTED;
        } catch (InfluxException e) {
            return e.status() == 0
                    ? new SendResult(SendResult.Kind.UNREACHABLE, String.valueOf(e.getMessage()), null)
                    : SendResult.of(
                            e.status(), String.valueOf(e.getMessage()), retryAfter(e.headers(), clock.instant()));
        }
    }

    /** Seconds, or a date (RFC 9110, §10.2.3); null when there is none that can be read. */
    static @Nullable Duration retryAfter(Map<String, String> headers, Instant now) {
        for (Map.Entry<String, String> header : headers.entrySet()) {
            if (header.getKey().equalsIgnoreCase("Retry-After")) {
                return parse(header.getValue().trim(), now);
            }
        }
        return null;
    }

    private static @Nullable Duration parse(String text, Instant now) {
        try {
            return text.matches("[0-9]{1,9}")
                    ? Duration.ofSeconds(Long.parseLong(text))
                    : Duration.between(
                            now,
                            ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                                    .toInstant());
        } catch (DateTimeException e) {
            return null;
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
