package org.archivevault.edge;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.archivevault.edge.uplink.Uplink;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.firmware.plan.SitePlanLoader;
import org.archivevault.firmware.problem.MistakesFound;
import org.archivevault.link.outbox.OutboxLimits;
import org.archivevault.protocol.link.EdgeId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of the edge agent. */
@Command(name = "edge", mixinStandardHelpOptions = true, description = "边缘代理 / the edge agent of one vault")
final class EdgeCommand implements Callable<Integer> {
    private static final int DONE = 0;
    private static final int NOT_STARTED = 1;
    private static final int MISTAKEN = 2;

    /** A start touches only the disk and local ports, so it is quick or it hangs. */
    private static final long START_SECONDS = 30;

    /** From SIGTERM to the end: stop the block (300 ms), say good-bye (5 s at most), close the files. */
    private static final long CLOSE_SECONDS = 8;

    /** One loop would do; the second keeps a slow controller's codec from delaying the uplink. */
    private static final int EVENT_LOOPS = 2;

    private static final int WORKERS = 2;

    @Option(names = "--plan", required = true, paramLabel = "FILE", description = "站点方案 / site plan (YAML)")
    @SuppressWarnings("NullAway.Init")
    private Path plan;

    @Option(names = "--edge", required = true, paramLabel = "ID", description = "方案中的边缘代理 / edge id in the plan")
    @SuppressWarnings("NullAway.Init")
    private String edge;

    @Option(names = "--mqtt", required = true, paramLabel = "URL", description = "tcp://HOST:PORT, ssl://HOST:PORT")
    @SuppressWarnings("NullAway.Init")
    private String mqtt;

    @Option(names = "--mqtt-user", paramLabel = "NAME", description = "MQTT 用户 / user at the broker")
    private @Nullable String mqttUser;

    @Option(names = "--mqtt-password-file", paramLabel = "FILE", description = "密码文件 / file that holds the password")
    private @Nullable Path mqttPasswordFile;

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "数据目录 / folder for inbox and outbox")
    @SuppressWarnings("NullAway.Init")
    private Path data;

    @Option(
            names = "--health-port",
            defaultValue = "8071",
            paramLabel = "PORT",
            description = "127.0.0.1 上的 /health 与 /metrics；0 任意 / on loopback, 0 for any; default ${DEFAULT-VALUE}")
    private int healthPort;

    @Option(
            names = "--telemetry-mib",
            defaultValue = "512",
            paramLabel = "MIB",
            description = "服务器离线时为读数、健康和照片保留的空间 / room for readings, health and pictures while the server is"
                    + " away; default ${DEFAULT-VALUE}")
    private int telemetryMib;

    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private final PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);

    static int run(String[] arguments) {
        // One vault needs few buffers; a fresh Netty would set aside several arenas of 4 MiB each.
        setUnlessGiven("io.netty.allocator.numDirectArenas", "1");
        setUnlessGiven("io.netty.allocator.numHeapArenas", "1");
        setUnlessGiven("io.netty.allocator.maxOrder", "3");
        return new CommandLine(new EdgeCommand()).execute(arguments);
    }

    private static void setUnlessGiven(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    @Override
    public Integer call() {
        try {
            SitePlan site = SitePlanLoader.load(plan);
            Uplink.Broker broker = new Uplink.Broker(mqtt, mqttUser, password());
            Path folder = plan.toAbsolutePath().getParent();
            return run(new EdgeSettings(
                    site,
                    new EdgeId(edge),
                    broker,
                    data,
                    healthPort,
                    InstantSource.system(),
                    OutboxLimits.ofTelemetryMib(telemetryMib),
                    folder == null ? Path.of("") : folder));
        } catch (MistakesFound | IllegalArgumentException | IOException e) {
            err.println("边缘代理没有启动 / the edge agent did not start:");
            err.println(e.getMessage());
            return MISTAKEN;
        }
    }

    private @Nullable String password() throws IOException {
        return mqttPasswordFile == null
                ? null
                : Files.readString(mqttPasswordFile).strip();
    }

    private int run(EdgeSettings settings) {
        Vertx vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(EVENT_LOOPS)
                .setWorkerPoolSize(WORKERS)
                .setInternalBlockingPoolSize(WORKERS)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        CountDownLatch ended = new CountDownLatch(1);
        try {
            EdgeAgent agent = waitFor(EdgeAgent.start(vertx, settings), START_SECONDS);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(vertx, agent, ended), "edge-shutdown"));
            out.println("边缘代理已就绪 / edge agent " + settings.edge() + " is ready; health on http://127.0.0.1:"
                    + agent.healthPort() + "/health");
            ended.await();
            return DONE;
        } catch (ExecutionException | TimeoutException e) {
            Throwable why = e.getCause() == null ? e : e.getCause();
            err.println("边缘代理没有启动 / the edge agent did not start: " + why.getMessage());
            vertx.close();
            return why instanceof IllegalArgumentException ? MISTAKEN : NOT_STARTED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return NOT_STARTED;
        }
    }

    private void end(Vertx vertx, EdgeAgent agent, CountDownLatch ended) {
        try {
            waitFor(agent.close().eventually(vertx::close), CLOSE_SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            err.println("未能完全关闭 / not everything could be closed: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ended.countDown();
        }
    }

    private static <T> T waitFor(Future<T> future, long seconds)
            throws ExecutionException, InterruptedException, TimeoutException {
        return future.toCompletionStage().toCompletableFuture().get(seconds, TimeUnit.SECONDS);
    }
}
