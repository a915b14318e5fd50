package org.archivevault.server;

import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.archivevault.server.account.Accounts;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./vault server}: starts, says so, and stops on a signal. */
@Command(
        name = "server",
        mixinStandardHelpOptions = true,
        description = {"启动库房服务器。", "Starts the vault server."})
final class ServeCommand implements Callable<Integer> {
    /** What a stop on a signal may take before the process ends anyway, in seconds. */
    private static final long STOP_SECONDS = 10;

    @Spec
    @Nullable
    CommandSpec spec;

    @Option(
            names = "--settings",
            required = true,
            description = "YAML file; VAULT_DB_URL, VAULT_DB_USER, VAULT_DB_PASSWORD, VAULT_MQTT_URL, VAULT_MQTT_USER,"
                    + " VAULT_MQTT_PASSWORD, VAULT_METRICS_TOKEN and VAULT_INFLUX_TOKEN override it")
    @Nullable
    Path settings;

    @Override
    public Integer call() {
        if (spec == null || settings == null) {
            throw new IllegalStateException("picocli sets both before it calls");
        }
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Vertx vertx = Vertx.vertx();
        try {
            ServerSettings read = SettingsFile.read(settings, System.getenv());
            VaultServer server = VaultServer.start(vertx, read)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, vertx), "stop"));
            server.oneTimePassword()
                    .ifPresent(password -> out.println("首次启动：账号 " + Accounts.FIRST_ADMINISTRATOR
                            + "，一次性密码 / first start: account " + Accounts.FIRST_ADMINISTRATOR
                            + ", one-time password: " + password));
            out.println("已就绪 / ready: " + (read.http().tlsCertificate() == null ? "http" : "https") + "://"
                    + read.http().host() + ":" + server.port());
            return 0;
        } catch (StartFailure failure) {
            err.println(failure.sentence());
            return failure.exitCode();
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof StartFailure told) {
                err.println(told.sentence());
                return told.exitCode();
            }
            throw failure;
        }
    }

    private static void stop(VaultServer server, Vertx vertx) {
        // Not composed as Vert.x futures: their event loop has ended when the last one completes.
        CompletableFuture<Void> stopped = server.close()
                .toCompletionStage()
                .handle((closed, failure) -> vertx)
                .thenCompose(open -> open.close().toCompletionStage())
                .toCompletableFuture();
        stopped.completeOnTimeout(null, STOP_SECONDS, TimeUnit.SECONDS).join();
    }
}
