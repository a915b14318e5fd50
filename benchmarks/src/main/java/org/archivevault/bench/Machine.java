package org.archivevault.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** On what was measured. */
final class Machine {
    private static final Pattern MODEL = Pattern.compile("model name\\s*:\\s*(.+)");
    private static final Pattern MEMORY = Pattern.compile("MemTotal:\\s+(\\d+) kB");
    private static final double KIB_PER_GIB = 1 << 20;

    private Machine() {}

    static List<String> lines(BenchSettings settings, String postgres) throws IOException {
        return List.of(
                String.format(
                        Locale.ROOT,
                        "%d cores (%s), %.0f GiB; JDK %s; %s; commit %s",
                        Runtime.getRuntime().availableProcessors(),
                        first(MODEL, "/proc/cpuinfo").orElse("?"),
                        Long.parseLong(first(MEMORY, "/proc/meminfo").orElse("0")) / KIB_PER_GIB,
                        System.getProperty("java.version"),
                        postgres,
                        commit()),
                String.format(
                        Locale.ROOT,
                        "%,d packs; %d rounds of %d s, one of each kind in turn, medians; load average at the end %s",
                        settings.packs(),
                        settings.rounds(),
                        settings.seconds(),
                        Files.readString(Path.of("/proc/loadavg")).strip().replaceAll(" \\d+/.*", "")));
    }

    /** How long this machine's other work keeps its cores busy: figures of a busy machine are worth little. */
    static double load() throws IOException {
        return Double.parseDouble(Files.readString(Path.of("/proc/loadavg")).split(" ")[0]);
    }

    private static Optional<String> first(Pattern pattern, String file) throws IOException {
        Matcher m = pattern.matcher(Files.readString(Path.of(file)));
        return m.find() ? Optional.of(m.group(1)) : Optional.empty();
    }

    static String commit() {
        String told = System.getenv("VAULT_COMMIT");
        return told == null || told.isBlank() ? "unknown" : told;
    }
}
