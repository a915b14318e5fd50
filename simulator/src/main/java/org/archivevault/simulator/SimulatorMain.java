package org.archivevault.simulator;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.archivevault.firmware.plan.ControllerPlan;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.firmware.plan.SitePlanLoader;
import org.archivevault.firmware.problem.MistakesFound;
import org.archivevault.simulator.rails.Drive;
import org.archivevault.simulator.reader.SimulatedReader;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The simulator as a program of its own: listens where the plan says, and takes line commands from people. */
@Command(
        name = "simulator",
        mixinStandardHelpOptions = true,
        description =
                "模拟密集架控制器和 RFID 读写器（真实线路协议）/ Simulated shelving controllers and RFID readers on the real wire protocols.")
public final class SimulatorMain implements Callable<Integer> {
    private static final String LOG_SETTINGS = "logback.configurationFile";
    private static final int EXIT_MISTAKEN = 2;
    private static final int EXIT_CANNOT_START = 3;

    @Parameters(paramLabel = "PLAN.yaml", description = "站点文件 / site plan, or the name of a bundled one: demo")
    private String plan = "";

    @Option(names = "--truth", paramLabel = "FILE", description = "真值记录 / ground truth, JSON lines, overwritten")
    private @Nullable Path truth;

    @Option(
            names = "--speed",
            paramLabel = "MM/S",
            description = "移动速度 / speed of the carriages (default ${DEFAULT-VALUE})")
    private int speed = Drive.USUAL.speedMmPerSecond();

    @Option(
            names = "--control-port",
            paramLabel = "N",
            description = "控制端口（仅本机）/ TCP port for line commands, this machine only; 0 is any free port")
    private @Nullable Integer controlPort;

    @Option(
            names = "--device-broker",
            paramLabel = "URL",
            description = "传感器与摄像机发布到的消息代理 / broker for sensors and cameras (default: the plan's)")
    private String deviceBroker = "";

    @Option(
            names = "--sensor-millis",
            paramLabel = "N",
            description = "传感器发布间隔 / how often each sensor publishes (default ${DEFAULT-VALUE})")
    private long sensorMillis = SimulatorOptions.Devices.USUAL_MILLIS;

    @Option(names = "--no-stdin", description = "不读标准输入 / take no commands from standard input")
    private boolean noStdin;

    private final PrintStream out;

    private SimulatorMain(PrintStream out) {
        this.out = out;
    }

    /**
     * Starts.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        // The jar is also a library, so its settings for the log have a name of their own.
        if (System.getProperty(LOG_SETTINGS) == null) {
            System.setProperty(LOG_SETTINGS, "simulator-logback.xml");
        }
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.exit(new CommandLine(new SimulatorMain(out)).execute(args));
    }

    @Override
    public Integer call() throws InterruptedException {
        SitePlan loaded;
        SimulatorOptions options;
        try {
            options = options();
            loaded = plan.endsWith(".yaml") || plan.endsWith(".yml")
                    ? SitePlanLoader.load(Path.of(plan))
                    : SitePlanLoader.loadBundled(plan);
            options = options.publishingTo(
                    new SimulatorOptions.Devices(deviceBroker, Optional.empty(), devicePassword(loaded), sensorMillis));
        } catch (IOException e) {
            out.println("密码文件不可读 / the password file cannot be read: " + e);
            return EXIT_MISTAKEN;
        } catch (MistakesFound | IllegalArgumentException e) {
            out.println(e.getMessage());
            return EXIT_MISTAKEN;
        }
        Vertx vertx = Vertx.vertx();
        try {
            SimulatedSite site = waitFor(SimulatedSite.start(vertx, loaded, options));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> closed(site), "simulator-close"));
            run(vertx, site);
            return 0;
        } catch (ExecutionException e) {
            out.println("模拟器无法启动 / The simulator cannot start: " + e.getCause());
            return EXIT_CANNOT_START;
        }
    }

    private SimulatorOptions options() {
        SimulatorOptions usual = SimulatorOptions.usual().with(Drive.USUAL.atSpeed(speed));
        return truth == null ? usual : usual.recordingTo(truth);
    }

    /** Of the first vault that names one: the simulated devices of all vaults are one program. */
    private Optional<String> devicePassword(SitePlan loaded) throws IOException {
        Optional<String> file = loaded.vaults().stream()
                .flatMap(vault -> vault.watch().broker().stream())
                .flatMap(broker -> broker.passwordFile().stream())
                .findFirst();
        return file.isEmpty()
                ? Optional.empty()
                : Optional.of(Files.readString(Path.of(plan).toAbsolutePath().resolveSibling(file.get()))
                        .strip());
    }

    private void run(Vertx vertx, SimulatedSite site) throws InterruptedException, ExecutionException {
        ControlCommands commands = new ControlCommands(site);
        for (ControllerPlan controller : site.plan().controllers()) {
            out.println(controller.name() + ": " + controller.connection());
        }
        for (SimulatedReader reader : site.readers()) {
            out.println(reader.name() + ": LLRP " + reader.port());
        }
        if (controlPort != null) {
            NetServer control = waitFor(ControlPort.listen(vertx, controlPort, commands));
            out.println("control: 127.0.0.1:" + control.actualPort());
        }
        out.println("模拟器已就绪，输入 help / The simulator is ready, type help");
        if (!noStdin) {
            readCommands(commands);
        }
        // Standard input may be closed from the start, as under a service manager: that does not end the simulator.
        new CountDownLatch(1).await();
    }

    private void readCommands(ControlCommands commands) throws InterruptedException, ExecutionException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.strip().equals("quit")) {
                    System.exit(0);
                }
                if (!line.isBlank()) {
                    out.println(waitFor(commands.run(line)));
                }
            }
        } catch (IOException e) {
            out.println("标准输入不可读 / standard input cannot be read: " + e);
        }
    }

    private void closed(SimulatedSite site) {
        try {
            waitFor(site.close());
        } catch (ExecutionException e) {
            out.println("关闭时出错 / closing went wrong: " + e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** On the main thread and in the shutdown hook only: nobody else waits for them. */
    private static <T> T waitFor(Future<T> future) throws InterruptedException, ExecutionException {
        return future.toCompletionStage().toCompletableFuture().get();
    }
}
