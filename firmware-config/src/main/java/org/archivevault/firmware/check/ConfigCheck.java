package org.archivevault.firmware.check;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.archivevault.firmware.document.Document;
import org.archivevault.firmware.document.Nearest;
import org.archivevault.firmware.light.LightProfileLoader;
import org.archivevault.firmware.plan.SitePlanLoader;
import org.archivevault.firmware.problem.Loaded;
import org.archivevault.firmware.problem.Problem;
import org.archivevault.firmware.problem.Problems;
import org.archivevault.firmware.profile.ProfileLoader;
import org.archivevault.firmware.reader.ReaderProfileLoader;
import org.archivevault.firmware.source.SourceProfileLoader;
import org.archivevault.protocol.Bilingual;

/**
 * {@code config check FILE...}: checks site plans and profiles of controllers, readers, lights and sources, each by what its {@code kind} says. Exit code 0
 * when all are fine, 1 when one has mistakes, 2 when one cannot be read or no file was given.
 */
public final class ConfigCheck {
    static final int FINE = 0;
    static final int MISTAKES = 1;
    static final int UNREADABLE = 2;

    private static final List<String> KINDS = List.of(
            SitePlanLoader.KIND,
            ProfileLoader.KIND,
            ReaderProfileLoader.KIND,
            LightProfileLoader.KIND,
            SourceProfileLoader.KIND);
    private static final Bilingual USAGE = new Bilingual(
            "用法：config check 文件…（库房平面配置、控制器配置、读写器配置、指示灯配置或数据源配置，YAML）",
            "usage: config check FILE... (site plans, shelving, reader, light or source profiles, YAML)");
    private static final Bilingual CANNOT_READ = new Bilingual("{}：无法读取（{}）", "{}: cannot be read ({})");
    private static final Bilingual NO_KIND = new Bilingual(
            "文件须有 kind: site-plan、shelving-profile、reader-profile、light-profile 或 source-profile",
            "the file needs a kind: site-plan, shelving-profile, reader-profile, light-profile or source-profile");

    private final PrintStream out;

    private ConfigCheck(PrintStream out) {
        this.out = out;
    }

    /**
     * Runs it and ends the process.
     *
     * @param args the files; a first word {@code check} is passed over
     */
    public static void main(String[] args) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.exit(run(List.of(args), System.in, out));
    }

    /**
     * Runs one of the commands.
     *
     * @param args {@code try} or {@code discover} and what belongs to it; else as for {@link #run(List, PrintStream)}
     * @param in the message, for {@code try}; messages, for {@code discover}
     * @param out where to say it
     * @return the exit code
     */
    public static int run(List<String> args, InputStream in, PrintStream out) {
        String command = args.isEmpty() ? "" : args.get(0);
        try {
            if (command.equals("try")) {
                return new ConfigTry(out).run(args.subList(1, args.size()), in);
            }
            return command.equals("discover")
                    ? new ConfigTry(out).discover(args.subList(1, args.size()), in)
                    : run(args, out);
        } catch (IOException e) {
            out.println(CANNOT_READ.with("stdin", e));
            return UNREADABLE;
        }
    }

    /**
     * Runs it.
     *
     * @param args the files; a first word {@code check} is passed over
     * @param out where to say it
     * @return 0 all fine, 1 mistakes, 2 unreadable or no file given: the worst of all files
     */
    public static int run(List<String> args, PrintStream out) {
        List<String> files = !args.isEmpty() && args.get(0).equals("check") ? args.subList(1, args.size()) : args;
        if (files.isEmpty()) {
            out.println(USAGE);
            return UNREADABLE;
        }
        ConfigCheck check = new ConfigCheck(out);
        return files.stream().mapToInt(check::file).max().orElse(UNREADABLE);
    }

    private int file(String name) {
        try {
            Path path = Path.of(name);
            return content(name, path, Files.readAllBytes(path));
        } catch (IOException | InvalidPathException e) {
            out.println(CANNOT_READ.with(name, e));
            return UNREADABLE;
        }
    }

    private int content(String name, Path path, byte[] bytes) {
        Problems problems = new Problems();
        Document document = Document.read(name, bytes, problems);
        Optional<String> kind = document.root().get("kind").text();
        if (kind.filter(SitePlanLoader.KIND::equals).isPresent()) {
            return tell(SitePlanLoader.read(name, bytes, path.toAbsolutePath().getParent()), plan -> {
                out.println(name + ": " + Understood.headline(plan));
                Understood.blocks(plan).forEach(line -> out.println("  " + line));
                UnderstoodReaders.readers(plan).forEach(line -> out.println("  " + line));
                UnderstoodLights.lights(plan).forEach(line -> out.println("  " + line));
                UnderstoodSources.watch(plan).forEach(line -> out.println("  " + line));
            });
        }
        if (kind.filter(ProfileLoader.KIND::equals).isPresent()) {
            return tell(
                    ProfileLoader.read(name, bytes),
                    profile -> out.println(name + ": " + Understood.headline(profile)));
        }
        if (kind.filter(ReaderProfileLoader.KIND::equals).isPresent()) {
            return tell(
                    ReaderProfileLoader.read(name, bytes),
                    profile -> out.println(name + ": " + UnderstoodReaders.headline(profile)));
        }
        if (kind.filter(LightProfileLoader.KIND::equals).isPresent()) {
            return tell(
                    LightProfileLoader.read(name, bytes),
                    profile -> out.println(name + ": " + UnderstoodLights.headline(profile)));
        }
        if (kind.filter(SourceProfileLoader.KIND::equals).isPresent()) {
            return tell(
                    SourceProfileLoader.read(name, bytes),
                    profile -> out.println(name + ": " + UnderstoodSources.headline(profile)));
        }
        if (problems.isEmpty()) {
            document.root()
                    .get("kind")
                    .wrong(NO_KIND, Nearest.of(kind.orElse(""), KINDS).orElse(null));
        }
        print(problems.inFileOrder());
        return MISTAKES;
    }

    private <T> int tell(Loaded<T> loaded, Consumer<T> understood) {
        loaded.value().ifPresent(understood);
        print(loaded.problems());
        return loaded.problems().isEmpty() ? FINE : MISTAKES;
    }

    private void print(List<Problem> problems) {
        problems.forEach(out::println);
        if (!problems.isEmpty()) {
            out.println(new Bilingual("共 {} 处错误", "{} mistake(s)").with(problems.size()));
        }
    }
}
