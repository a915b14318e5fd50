package org.archivevault.simulator;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.firmware.plan.SitePlanLoader;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.simulator.truth.TruthEvent;

/** A simulated demo site for one test, with everything that it told. */
final class Sites implements AutoCloseable {
    static final BlockId B1 = BlockId.parse("ES-V1-B1");
    static final BlockId B2 = BlockId.parse("ES-V1-B2");
    static final String MAILBOX = "block-1-controller";
    static final String BUS = "block-2-bus";
    private static final long TIMEOUT_SECONDS = 20;

    final SimulatedSite site;
    final List<TruthEvent> told = new CopyOnWriteArrayList<>();
    private final Vertx vertx =
            Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(2));

    Sites(SimulatorOptions options) {
        this(SitePlanLoader.loadBundled("demo"), options);
    }

    Sites(SitePlan plan, SimulatorOptions options) {
        site = await(SimulatedSite.start(vertx, plan, options.tellingOf(told::add)));
    }

    static Sites demo() {
        return new Sites(SimulatorOptions.forTests());
    }

    RawClient client() throws IOException {
        return new RawClient(site.port(MAILBOX));
    }

    SimulatedBlock block() {
        return site.block(B1);
    }

    <T extends TruthEvent> List<T> told(Class<T> kind) {
        return told.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    @Override
    public void close() {
        await(site.close());
        await(vertx.close());
    }
}
