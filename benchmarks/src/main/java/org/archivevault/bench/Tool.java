package org.archivevault.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs a foreign measuring tool to its end. */
final class Tool {
    static final Path WRK = Path.of("/usr/bin/wrk");
    static final Path MOSQUITTO = Path.of("/usr/sbin/mosquitto");

    private Tool() {}

    /** Says how to install what is missing; empty when nothing is. */
    static Optional<String> missing() {
        List<String> packages = new ArrayList<>();
        if (!Files.isExecutable(WRK)) {
            packages.add("wrk");
        }
        if (!Files.isExecutable(MOSQUITTO)) {
            packages.add("mosquitto");
        }
        if (!PlainPipe.isThere()) {
            packages.add("mosquitto-clients");
        }
        if (PgBench.program().isEmpty()) {
            packages.add("postgresql");
        }
        return packages.isEmpty()
                ? Optional.empty()
                : Optional.of("缺少软件包，请先运行 / packages are missing, run this first:\n"
                        + "  sudo apt-get update && sudo apt-get install -y --no-install-recommends "
                        + String.join(" ", packages));
    }

    static String run(Map<String, String> environment, List<String> command) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().putAll(environment);
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            if (code != 0) {
                throw new IllegalStateException(command.get(0) + " ended with " + code + ": " + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + command.get(0), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
