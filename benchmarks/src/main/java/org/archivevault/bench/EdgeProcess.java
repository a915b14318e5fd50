package org.archivevault.bench;

import java.io.IOException;
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
