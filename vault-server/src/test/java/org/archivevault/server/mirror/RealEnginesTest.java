package org.archivevault.server.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import com.influxdb.client.InfluxDBClientFactory;
import com.influxdb.client.InfluxQLQueryApi;
import com.influxdb.client.domain.InfluxQLQuery;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import org.archivevault.protocol.climate.Reading;
import org.archivevault.protocol.climate.SensorId;
import org.archivevault.server.climate.TestClimate;
import org.archivevault.server.testing.TestDatabase;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * The mirror into real engines, each ended and started again under way; what they hold is read back by their own means.
 * There is no InfluxDB 2 among them: none can be had from Debian or Maven Central (docs/how-to/mirror-to-influxdb.md).
 */
class RealEnginesTest {
    private static final int SENSORS = 20;
    private static final int EACH = 250;
    private static final int ALL = SENSORS * EACH;

    /** Reads back how many points the engine has. */
    private interface Count {
        long now() throws IOException;
    }

    /** Starts the engine on its folder, which survives it. */
    private interface Start {
        RealEngine now();
    }

    /** Ends the engine for a while. */
    private interface End {
        void now(RealEngine engine) throws IOException;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** InfluxDB 1 has the same line protocol at another path, and calls microseconds {@code u}. */
    private static Interceptor asInflux1() {
        return chain -> {
            HttpUrl url = chain.request().url();
            if (!url.encodedPath().equals("/api/v2/write")) {
                return chain.proceed(chain.request());
            }
            HttpUrl old = url.newBuilder()
                    .encodedPath("/write")
                    .query(null)
                    .addQueryParameter("db", url.queryParameter("bucket"))
                    .addQueryParameter("precision", "u")
                    .build();
            return chain.proceed(chain.request().newBuilder().url(old).build());
        };
    }

    private static List<Reading> readings(TestClimate climate, int from, int to) {
        List<Reading> readings = new ArrayList<>();
        for (int i = from; i < to; i++) {
            for (int sensor = 0; sensor < SENSORS; sensor++) {
                // A second apart, in the past: some engines keep milliseconds only.
                Instant at = Instant.ofEpochSecond(climate.now.getEpochSecond() - i);
                readings.add(TestClimate.temperature(new SensorId("s-" + sensor), at, i));
            }
        }
        return readings;
    }

    private static void mirrored(String url, List<Interceptor> interceptors, Start start, End end, Count count)
            throws IOException {
        InfluxSettings settings = new InfluxSettings(url, StubInflux.TOKEN, StubInflux.ORG, StubInflux.BUCKET);
        try (TestClimate climate = new TestClimate()) {
            Mirror mirror = new Mirror(
                    climate.database().vertx(),
                    climate.database().database(),
                    climate.parts().feed(),
                    new InfluxSink(settings, Clock.systemUTC(), Duration.ofSeconds(10), interceptors),
                    url,
                    Clock.systemUTC(),
                    new SplittableRandom(2));
            RealEngine engine = start.now();
            try {
                // GIVEN half of the readings are in
                climate.taken(readings(climate, 0, EACH / 2));
                mirror.start();
                Awaitility.await()
                        .atMost(60, TimeUnit.SECONDS)
                        .until(() -> mirror.status().sent() == ALL / 2);
                settle(count, ALL / 2);

                // WHEN the engine ends, the others come, and it is started again
                end.now(engine);
                climate.taken(readings(climate, EACH / 2, EACH));
                Awaitility.await()
                        .atMost(60, TimeUnit.SECONDS)
                        .until(() -> mirror.status().state() == MirrorState.UNREACHABLE);
                engine = start.now();

                // THEN none is missing
                Awaitility.await()
                        .atMost(90, TimeUnit.SECONDS)
                        .until(() -> mirror.status().sent() == ALL);
                settle(count, ALL);
                assertThat(mirror.status().refused()).isZero();
            } finally {
                TestDatabase.await(mirror.close());
                engine.close();
            }
        }
    }

    /** Some engines show what they have taken only after a moment. */
    private static void settle(Count count, long expected) throws IOException {
        Awaitility.await().atMost(60, TimeUnit.SECONDS).until(() -> count.now() >= expected);
        assertThat(count.now()).isEqualTo(expected);
    }

    @Test
    void influxDb1HasEveryReadingAndAnswersWithTheirLeastMeanAndMost() throws IOException {
        Path program = RealEngine.program("influxd", "influxdb");
        Path folder = RealEngine.folder("influxdb");
        int http = RealEngine.freePort();
        int rpc = RealEngine.freePort();
        String url = "http://127.0.0.1:" + http;
        Path config = folder.resolve("influxdb.conf");
        Files.writeString(
                config,
                "reporting-disabled = true\nbind-address = \"127.0.0.1:" + rpc + "\"\n[meta]\ndir = \""
                        + folder.resolve("meta") + "\"\n[data]\ndir = \"" + folder.resolve("data") + "\"\nwal-dir = \""
                        + folder.resolve("wal") + "\"\n[http]\nbind-address = \"127.0.0.1:" + http + "\"\n");
        Start start = () -> {
            RealEngine engine =
                    RealEngine.start(folder, List.of(program.toString(), "-config", config.toString()), url + "/ping");
            RealEngine.post(url + "/query?q=" + encoded("CREATE DATABASE " + StubInflux.BUCKET));
            return engine;
        };
        List<String> summary = new ArrayList<>();
        // Its log is on the disk before it answers, so it may be killed.
        mirrored(url, List.of(asInflux1()), start, RealEngine::close, () -> {
            try (var client = InfluxDBClientFactory.create(url, StubInflux.TOKEN.toCharArray())) {
                InfluxQLQueryApi api = client.getInfluxQLQueryApi();
                var answer = api.query(new InfluxQLQuery(
                        "SELECT count(temperature), min(temperature), mean(temperature), max(temperature)"
                                + " FROM climate WHERE quality = 'good'",
                        StubInflux.BUCKET));
                if (answer.getResults().get(0).getSeries().isEmpty()) {
                    return 0L;
                }
                Object[] values = answer.getResults()
                        .get(0)
                        .getSeries()
                        .get(0)
                        .getValues()
                        .get(0)
                        .getValues();
                summary.add(values[2] + " " + values[3] + " " + values[4]);
                return Long.parseLong(String.valueOf(values[1]));
            }
        });
        assertThat(summary.get(summary.size() - 1)).isEqualTo("0 124.5 249");
    }

    @Test
    void victoriaMetricsHasEveryReading() throws IOException {
        Path program = RealEngine.program("victoria-metrics", "victoria-metrics");
        Path folder = RealEngine.folder("victoria");
        int http = RealEngine.freePort();
        String url = "http://127.0.0.1:" + http;
        Start start = () -> RealEngine.start(
                folder,
                List.of(
                        program.toString(),
                        "-httpListenAddr=127.0.0.1:" + http,
                        "-storageDataPath=" + folder.resolve("data"),
                        "-retentionPeriod=100y",
                        "-search.disableCache",
                        "-search.latencyOffset=0s"),
                url + "/health");
        // It answers before anything is on the disk, so a kill would lose what it had promised: not the mirror's to
        // heal.
        mirrored(url, List.of(), start, RealEngine::stop, () -> {
            // Every sample as it is kept: one line a series.
            String lines = RealEngine.get(url + "/api/v1/export?match%5B%5D=climate_temperature")
                    .body();
            return lines.lines()
                    .mapToLong(
                            line -> new JsonObject(line).getJsonArray("values").size())
                    .sum();
        });
    }

    @Test
    void questDbHasEveryReading() throws IOException, URISyntaxException {
        // From Maven: always there.
        Path jar = Path.of(io.questdb.ServerMain.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Path folder = RealEngine.folder("questdb");
        int http = RealEngine.freePort();
        String url = "http://127.0.0.1:" + http;
        Files.createDirectories(folder.resolve("conf"));
        // Nothing but HTTP, and small pages: it sets aside 16 MB a column otherwise.
        Files.writeString(
                folder.resolve("conf").resolve("server.conf"),
                "http.bind.to=127.0.0.1:" + http + "\nhttp.min.enabled=false\npg.enabled=false\n"
                        + "line.tcp.enabled=false\nline.udp.enabled=false\nshared.worker.count=2\n"
                        + "telemetry.enabled=false\ncairo.writer.data.append.page.size=262144\n"
                        + "cairo.wal.writer.data.append.page.size=262144\ncairo.o3.column.memory.size=262144\n");
        String java = ProcessHandle.current().info().command().orElse("java");
        Start start = () -> {
            RealEngine engine = RealEngine.start(
                    folder,
                    List.of(
                            java,
                            "-Xmx256m",
                            "-p",
                            jar.toString(),
                            "-m",
                            "io.questdb/io.questdb.ServerMain",
                            "-d",
                            folder.toString()),
                    url + "/exec?query=" + encoded("SELECT 1"));
            // Unlike InfluxDB it keeps a point that is sent again twice, unless told what makes a point.
            RealEngine.get(url + "/exec?query="
                    + encoded("CREATE TABLE IF NOT EXISTS climate (quality SYMBOL, sensor SYMBOL, zone SYMBOL,"
                            + " temperature DOUBLE, timestamp TIMESTAMP) TIMESTAMP(timestamp) PARTITION BY MONTH WAL"
                            + " DEDUP UPSERT KEYS(timestamp, quality, sensor)"));
            return engine;
        };
        mirrored(url, List.of(), start, RealEngine::stop, () -> {
            String answer = RealEngine.get(url + "/exec?query=" + encoded("SELECT count() FROM climate"))
                    .body();
            return new JsonObject(answer)
                    .getJsonArray("dataset")
                    .getJsonArray(0)
                    .getLong(0);
        });
    }
}
