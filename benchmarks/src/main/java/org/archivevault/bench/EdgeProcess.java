package org.archivevault.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The edge agent in a process of its own, with the flags of {@code ./vault edge}. */
final class EdgeProcess {
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
    private static final Pattern HEALTH = Pattern.compile("health on (http://[\\d.:]+)/health");
    private static final double KIB_PER_MB = 1e6 / 1024;

    private final Child child;

    private EdgeProcess(Child child) {
        this.child = child;
    }

    static EdgeProcess start(Running running, Path home, Path plan, Broker broker) {
        Child child = running.add(Child.java(
                "edge",
                Launcher.flags("VAULT_EDGE_FLAGS"),
                home.resolve("edge.log"),
                Map.of(),
                List.of(
                        "org.archivevault.edge.EdgeAgent",
                        "--plan",
                        plan.toString(),
                        "--edge",
                        Sites.EDGE,
                        "--mqtt",
                        broker.url(),
                        "--data",
                        home.resolve("edge").toString(),
                        "--health-port",
                        "0")));
        child.awaitLine(line -> line.contains("is ready"), Duration.ofSeconds(60));
        return new EdgeProcess(child);
    }

    /** The CPU time that it has used so far. */
    double cpuSeconds() {
        return Cpu.seconds(child.handle());
    }

    /** What it tells of itself, as Prometheus reads it. */
    String metrics() {
        Matcher m = HEALTH.matcher(String.join("\n", child.lines()));
        if (!m.find()) {
            throw new IllegalStateException("the edge agent does not say where its metrics are");
        }
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(m.group(1) + "/metrics")).build();
            return HttpClient.newHttpClient()
                    .send(request, BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new IllegalStateException("no metrics of the edge agent", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** What of it is in memory now, in MB of 1,000,000 bytes. */
    double residentMegabytes() {
        try {
            String status = Files.readString(
                    Path.of("/proc", Long.toString(child.handle().pid()), "status"));
            Matcher m = RESIDENT.matcher(status);
            if (!m.find()) {
                throw new IllegalStateException("the edge agent has ended:\n" + String.join("\n", child.lines()));
            }
            return Long.parseLong(m.group(1)) / KIB_PER_MB;
        } catch (IOException e) {
            throw new IllegalStateException("the edge agent has ended:\n" + String.join("\n", child.lines()), e);
        }
    }
}
