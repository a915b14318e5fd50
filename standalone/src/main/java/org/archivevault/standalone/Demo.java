package org.archivevault.standalone;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./vault demo}: everything on one machine, until Ctrl-C. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {"在一台机器上启动整套系统。", "Starts the whole system on one machine."})
public final class Demo implements Callable<Integer> {
    private static final int NOT_STARTED = 1;

    @Option(names = "--data", defaultValue = "data/demo", description = "数据目录 / where everything is kept")
    @Nullable
    Path data;

    @Option(names = "--port", defaultValue = "8080", description = "HTTP 端口 / HTTP port")
    int port;

    @Option(
            names = "--device-port",
            defaultValue = "15020",
            description = "模拟控制器、消息代理与读写器的端口（连续六个）/ first of six ports for controllers, broker and tag readers")
    int devicePort;

    @Option(
            names = "--packs",
            defaultValue = "14000",
            description = "首次启动时生成的档案包数 / sample packs made at the first start")
    int packs;

    private final PrintStream out =
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);

    /**
     * Runs the demo; the process ends with Ctrl-C, or at once with a code and a sentence when it cannot start.
     *
     * @param arguments the command line
     */
    public static void main(String[] arguments) {
        // Event loops keep the process alive: a start that fails, in whatever way, must end it.
        try {
            int code = new CommandLine(new Demo()).execute(arguments);
            if (code != 0) {
                System.exit(code);
            }
        } catch (Error e) {
            e.printStackTrace();
            System.exit(NOT_STARTED);
        }
    }

    @Override
    public Integer call() {
        long began = System.nanoTime();
        Path home =
                (data == null ? Path.of("data/demo") : data).toAbsolutePath().normalize();
        // Before the first logger exists.
        System.setProperty("vault.log", home.resolve("vault.log").toString());
        System.setProperty("vault.log.to", "file");
        out.println("启动中，日志在 / starting, the log is in " + home.resolve("vault.log"));
        OneMachine machine = new OneMachine(home, port, devicePort, packs);
        Runtime.getRuntime().addShutdownHook(new Thread(machine::stop, "stop"));
        try {
            machine.start();
            SampleArchive sample = new SampleArchive(machine, packs, out);
            String order = sample.prepare();
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            sayReady(machine, order, took);
            return 0;
        } catch (CompletionException e) {
            return notStarted(e.getCause() == null ? e : e.getCause());
        } catch (RuntimeException e) {
            return notStarted(e);
        }
    }

    private void sayReady(OneMachine machine, String order, Duration took) {
        out.println();
        out.printf(Locale.ROOT, "已就绪 / ready: %s  （%.1f s）%n", machine.server(), took.toMillis() / 1000.0);
        out.println("在另一个终端试一试 / in another terminal try:");
        out.println("  ./vault locate " + order);
        out.println("  ./vault retrieve " + order);
        out.println("  ./vault person desk PACK      # 标签证明取出 / the tag proves that it was taken");
        out.println(
                "  ./vault person enters B1/3    # 摄像机看到有人，该区不动 / the camera sees somebody: the block does not move");
        out.println("  ./vault rounds");
        out.println("  ./vault log");
        out.println("账号与密码 / accounts: " + machine.home().resolve(DemoAccounts.FILE));
        out.println("Ctrl-C 停止 / stops it");
    }

    private int notStarted(Throwable why) {
        System.err.println("无法启动 / it cannot start: " + why.getMessage());
        return NOT_STARTED;
    }
}
