package org.archivevault.server;

import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.net.BindException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.firmware.plan.SitePlanLoader;
import org.archivevault.firmware.problem.MistakesFound;
import org.archivevault.protocol.Bilingual;
import org.archivevault.server.accesslog.AccessEntry;
import org.archivevault.server.accesslog.AccessLog;
import org.archivevault.server.account.Accounts;
import org.archivevault.server.database.Database;
import org.archivevault.server.database.DatabaseUnavailable;
import org.archivevault.server.http.ApiServer;
import org.archivevault.server.http.HealthChecks;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds the server on one event loop, and takes it down again. */
final class ServerVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(ServerVerticle.class);
    private static final long RETRY_MILLIS = 500;

    private final ServerSettings settings;
    private final InstantSource clock;
    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collector = new JvmGcMetrics();
    private @Nullable Database database;
    private @Nullable Features features;
    private @Nullable ApiServer server;
    private volatile int port;
    private volatile @Nullable String oneTimePassword;

    ServerVerticle(ServerSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    int port() {
        return port;
    }

    Optional<String> oneTimePassword() {
        return Optional.ofNullable(oneTimePassword);
    }

    @Override
    public Future<?> start() {
        bindJvmMetrics();
        long deadline = System.nanoTime() + settings.startPatience().toNanos();
        return loadPlan()
                .compose(plan -> openDatabase(deadline).compose(opened -> build(plan, opened)))
                .recover(failure -> stop().transform(stopped -> Future.failedFuture(failure)));
    }

    private void bindJvmMetrics() {
        new ClassLoaderMetrics().bindTo(metrics);
        new JvmMemoryMetrics().bindTo(metrics);
        new JvmThreadMetrics().bindTo(metrics);
        new ProcessorMetrics().bindTo(metrics);
        new UptimeMetrics().bindTo(metrics);
        collector.bindTo(metrics);
    }

    private Future<Database> openDatabase(long deadline) {
        return Database.open(vertx, settings.db()).recover(failure -> {
            if (!(failure instanceof DatabaseUnavailable)) {
                return Future.failedFuture(new StartFailure(
                        StartFailure.DATABASE,
                        new Bilingual("数据库结构无法更新：{}", "the database schema cannot be brought up to date: {}")
                                .with(String.valueOf(failure.getMessage())),
                        failure));
            }
            if (System.nanoTime() >= deadline) {
                return Future.failedFuture(new StartFailure(
                        StartFailure.DATABASE,
                        new Bilingual(
                                        "数据库 {} 无应答；请检查 db.url、账号和数据库服务",
                                        "the database {} does not answer; check db.url, its account and the database"
                                                + " server")
                                .with(settings.db().place()),
                        failure));
            }
            LOG.info("等待数据库 / Waiting for the database at {}", settings.db().place());
            return vertx.timer(RETRY_MILLIS, TimeUnit.MILLISECONDS).compose(later -> openDatabase(deadline));
        });
    }

    private Future<SitePlan> loadPlan() {
        String path = settings.sitePlan();
        if (path == null) {
            return Future.succeededFuture(
                    new SitePlan("", new Bilingual("无平面图", "no site plan"), List.of(), List.of(), ""));
        }
        return vertx.executeBlocking(() -> {
            try {
                return SitePlanLoader.load(Path.of(path));
            } catch (MistakesFound e) {
                throw new StartFailure(
                        StartFailure.SETTINGS,
                        new Bilingual("平面图有误：\n{}", "the site plan has mistakes:\n{}")
                                .with(String.valueOf(e.getMessage())),
                        e);
            }
        });
    }

    private Future<Void> build(SitePlan plan, Database opened) {
        database = opened;
        AccessLog log = new AccessLog(opened, clock);
        HealthChecks health = new HealthChecks();
        health.essential("database", opened::available);
        Accounts accounts = new Accounts(vertx, opened, log, clock, settings.session());
        Features composed =
                Features.compose(new Foundation(vertx, settings, plan, opened, log, health, metrics, clock), accounts);
        features = composed;
        return accounts.ensureAdministrator()
                .compose(password -> {
                    oneTimePassword = password.orElse(null);
                    return composed.start();
                })
                .compose(started -> ApiServer.start(
                        vertx,
                        settings.http(),
                        new ApiServer.Parts(
                                composed.fragments(),
                                composed.routes(),
                                accounts.door(),
                                (caller, operation, path, code) -> log.record(AccessEntry.of(
                                        "request-refused",
                                        caller.principal().userName(),
                                        "operation:" + operation,
                                        AccessEntry.REFUSED,
                                        Map.of("path", path, "code", code.code()))),
                                health,
                                opened::available,
                                metrics)))
                .recover(failure -> Future.failedFuture(addressed(failure)))
                .map(listening -> {
                    server = listening;
                    port = listening.port();
                    return null;
                });
    }

    private Throwable addressed(Throwable failure) {
        if (failure instanceof BindException || failure instanceof UnresolvedAddressException) {
            return new StartFailure(
                    StartFailure.ADDRESS,
                    new Bilingual(
                                    "地址 {}:{} 被占用或不属于本机；请改 http.host 或 http.port",
                                    "the address {}:{} is taken or not this machine's; change http.host or http.port")
                            .with(settings.http().host(), settings.http().port()),
                    failure);
        }
        return failure;
    }

    @Override
    public Future<Void> stop() {
        ApiServer listening = server;
        Features composed = features;
        Database opened = database;
        Future<Void> unheard = listening == null ? Future.succeededFuture() : listening.close();
        return unheard.transform(done -> composed == null ? Future.succeededFuture() : composed.close())
                .transform(done -> opened == null ? Future.<Void>succeededFuture() : opened.close())
                .onComplete(done -> {
                    collector.close();
                    metrics.close();
                });
    }
}
