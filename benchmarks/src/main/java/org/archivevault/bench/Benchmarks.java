package org.archivevault.bench;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./vault bench}: measures, and prints everything as one table. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = {"测量，并与同一次运行中的对照并列。", "Measures, each value beside its peer or limit in the same run."})
public final class Benchmarks implements Callable<Integer> {
    private static final int PACKAGES_MISSING = 1;
    private static final int AIM_MISSED = 3;

    /** What can be measured. */
    private enum Part {
        IMPORT,
        LOOKUP,
        SEARCH,
        INVENTORY,
        MEMORY,
        COMMAND,
        LLRP_DECODER,
        TAGS,
        CLIMATE;

        static final Set<Part> OF_ARCHIVE = EnumSet.of(IMPORT, LOOKUP, SEARCH, INVENTORY);
    }

    @Option(names = "--packs", defaultValue = "1000000", description = "档案包数 / packs (default ${DEFAULT-VALUE})")
    int packs;

    @Option(names = "--rounds", defaultValue = "5", description = "轮数 / rounds (default ${DEFAULT-VALUE})")
    int rounds;

    @Option(
            names = "--seconds",
            defaultValue = "10",
            description = "每轮秒数 / seconds per round (default ${DEFAULT-VALUE})")
    int seconds;

    @Option(
            names = "--openings",
            defaultValue = "200",
            description = "开启通道次数 / aisles opened (default ${DEFAULT-VALUE})")
    int openings;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "PART",
            description = "只测 / only these: import, lookup, search, inventory, command, memory, llrp-decoder, tags,"
                    + " climate")
    @Nullable
    List<String> only;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "数据目录，保留供下次使用 / folder, kept for the next run (default .bench)")
    @Nullable
    Path data;

    @Option(names = "--fresh", description = "重新导入 / throw the catalogue of an earlier run away, and import again")
    boolean fresh;

    private final PrintStream out =
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    private final PrintStream err =
            new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);

    /**
     * Runs the measurements. Exit codes: 0 every aim met, 1 something is missing or went wrong, 2 wrong options, 3 an aim
     * missed.
     *
     * @param arguments the command line
     */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Benchmarks()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException, SQLException {
        Optional<String> missing = Tool.missing();
        if (missing.isPresent()) {
            err.println(missing.get());
            return PACKAGES_MISSING;
        }
        BenchSettings settings =
                new BenchSettings(packs, rounds, seconds, openings, data == null ? BenchSettings.DATA : data, fresh);
        // Before the first logger exists.
        System.setProperty("vault.log.to", "file");
        System.setProperty(
                "vault.log",
                Files.createDirectories(settings.data()).resolve("bench.log").toString());
        Report report = new Report(out);
        if (Machine.load() > Runtime.getRuntime().availableProcessors()) {
            report.note("this machine was busy with other work when the run began: load average %.1f", Machine.load());
        }
        Set<Part> parts = parts();
        String postgres = "";
        if (parts.stream().anyMatch(Part.OF_ARCHIVE::contains)) {
            postgres = archive(parts, settings, report);
        }
        if (parts.contains(Part.COMMAND) || parts.contains(Part.MEMORY)) {
            shelving(parts, settings, report);
        }
        if (parts.contains(Part.LLRP_DECODER)) {
            new LlrpDecoderBench(settings, report).run();
        }
        if (parts.contains(Part.TAGS)) {
            new TagsBench(settings, report).run();
        }
        if (parts.contains(Part.CLIMATE)) {
            new ClimateBench(settings, report).run();
        }
        report.print(Machine.lines(settings, postgres.isEmpty() ? "embedded PostgreSQL" : postgres));
        return report.missed() == 0 ? 0 : AIM_MISSED;
    }

    private Set<Part> parts() {
        return only == null
                ? EnumSet.allOf(Part.class)
                : only.stream()
                        .map(name -> Part.valueOf(
                                name.strip().toUpperCase(Locale.ROOT).replace('-', '_')))
                        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Part.class)));
    }

    private static String archive(Set<Part> parts, BenchSettings settings, Report report)
            throws IOException, InterruptedException, SQLException {
        try (Running running = new Running()) {
            report.progress("starting PostgreSQL, broker and server");
            Archive archive = Archive.open(running, settings);
            if (archive.imported()) {
                report.note("the catalogue is that of an earlier run in the same folder: %s", archive.howImported());
            } else if (parts.contains(Part.IMPORT)) {
                new ImportBench(archive, report).run();
            } else {
                report.progress("importing %,d packs", settings.packs());
                archive.load();
            }
            if (parts.contains(Part.LOOKUP)) {
                new LookupBench(archive, settings, report).run();
            }
            if (parts.contains(Part.SEARCH)) {
                new SearchBench(archive, settings, report).run();
            }
            if (parts.contains(Part.INVENTORY)) {
                new InventoryBench(archive, report).run();
            }
            try (Connection connection = archive.connect()) {
                return "PostgreSQL " + connection.getMetaData().getDatabaseProductVersion();
            }
        }
    }

    private static void shelving(Set<Part> parts, BenchSettings settings, Report report)
            throws IOException, InterruptedException {
        try (Running running = new Running()) {
            report.progress("starting PostgreSQL, broker, server, edge agent and simulator");
            ShelvingRig rig = ShelvingRig.open(running, settings);
            MemoryBench memory = new MemoryBench(rig, report);
            if (parts.contains(Part.MEMORY)) {
                memory.run();
            }
            if (parts.contains(Part.COMMAND)) {
                new CommandBench(rig, settings, report).run();
                if (parts.contains(Part.MEMORY)) {
                    memory.afterWork();
                }
            }
        }
    }
}
