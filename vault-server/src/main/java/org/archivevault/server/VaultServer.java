package org.archivevault.server;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Optional;
import org.archivevault.protocol.Bilingual;
import picocli.CommandLine;

/** The process with the records. */
public final class VaultServer {
    private final Vertx vertx;
    private final String deployment;
    private final ServerVerticle verticle;

    private VaultServer(Vertx vertx, String deployment, ServerVerticle verticle) {
        this.vertx = vertx;
        this.deployment = deployment;
        this.verticle = verticle;
    }

    /**
     * Starts the server: migrates the database, composes the features, listens.
     *
     * @param vertx carries it
     * @param settings what it is told
     * @return completes when it serves; fails with {@link StartFailure}, with nothing left running
     */
    public static Future<VaultServer> start(Vertx vertx, ServerSettings settings) {
        return start(vertx, settings, Clock.systemUTC());
    }

    /**
     * Starts the server under another clock.
     *
     * @param vertx carries it
     * @param settings what it is told
     * @param clock the wall clock
     * @return as {@link #start(Vertx, ServerSettings)}
     */
    public static Future<VaultServer> start(Vertx vertx, ServerSettings settings, InstantSource clock) {
        ServerVerticle verticle = new ServerVerticle(settings, clock);
        return vertx.deployVerticle(verticle)
                .map(deployment -> new VaultServer(vertx, deployment, verticle))
                .recover(failure -> Future.failedFuture(startFailure(failure)));
    }

    private static StartFailure startFailure(Throwable failure) {
        return failure instanceof StartFailure told
                ? told
                : new StartFailure(
                        StartFailure.OTHER,
                        new Bilingual("服务器无法启动：{}", "the server cannot start: {}").with(failure),
                        failure);
    }

    /**
     * The port that it listens on.
     *
     * @return the real one when 0 was asked for
     */
    public int port() {
        return verticle.port();
    }

    /**
     * The one-time password of the account {@code admin}, when this start made that account. To be shown once.
     *
     * @return empty when there were users already
     */
    public Optional<String> oneTimePassword() {
        return verticle.oneTimePassword();
    }

    /**
     * Stops serving and closes all.
     *
     * @return completes when nothing of it runs any more
     */
    public Future<Void> close() {
        return vertx.undeploy(deployment);
    }

    /**
     * Runs the server as a process of its own.
     *
     * @param arguments {@code --help} tells
     */
    public static void main(String[] arguments) {
        int code = new CommandLine(new ServeCommand()).execute(arguments);
        if (code != 0) {
            // Event loops keep the process alive: a failed start must end it.
            System.exit(code);
        }
    }
}
