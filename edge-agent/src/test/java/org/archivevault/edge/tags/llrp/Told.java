package org.archivevault.edge.tags.llrp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.io.Closeable;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.archivevault.edge.tags.TagReader;
import org.archivevault.edge.tags.TagReport;
import org.archivevault.firmware.reader.ReaderPlan;

/** A reader under test, and what its listener was told, in order: "reading", or the sentence of a silence. */
final class Told implements TagReader.Listener, Closeable {
    /** The machine may be busy with much else. */
    static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final LlrpTiming QUICK = new LlrpTiming(
            Duration.ofSeconds(20),
            Duration.ofSeconds(30),
            Duration.ofSeconds(10),
            Duration.ofMillis(20),
            Duration.ofMillis(200));

    private final List<String> states = new CopyOnWriteArrayList<>();
    private final List<TagReport> reports = new CopyOnWriteArrayList<>();
    private final List<Boolean> onContext = new CopyOnWriteArrayList<>();
    private final Context context;
    private final TagReader reader;

    private Told(Vertx vertx, ReaderPlan plan, LlrpTiming timing) {
        this.context = vertx.getOrCreateContext();
        this.reader = LlrpReader.open(vertx, plan, this, timing);
    }

    /** Opens it on a context of its own. */
    static Told of(Vertx vertx, ReaderPlan plan) {
        return of(vertx, plan, QUICK);
    }

    /** As {@link #of}, with a deadline for each step. */
    static Told impatient(Vertx vertx, ReaderPlan plan, Duration step) {
        return of(
                vertx,
                plan,
                new LlrpTiming(QUICK.connect(), step, QUICK.farewell(), QUICK.firstPause(), QUICK.longestPause()));
    }

    private static Told of(Vertx vertx, ReaderPlan plan, LlrpTiming timing) {
        CompletableFuture<Told> opened = new CompletableFuture<>();
        vertx.runOnContext(now -> opened.complete(new Told(vertx, plan, timing)));
        return opened.join();
    }

    @Override
    public void reading() {
        onContext.add(Vertx.currentContext() == context);
        states.add("reading");
    }

    @Override
    public void silent(String sentence) {
        onContext.add(Vertx.currentContext() == context);
        states.add(sentence);
    }

    @Override
    public void reported(List<TagReport> told) {
        onContext.add(Vertx.currentContext() == context);
        reports.addAll(told);
    }

    List<String> states() {
        return states;
    }

    List<TagReport> reports() {
        return reports;
    }

    List<String> epcs() {
        return reports.stream().map(report -> report.epc().value()).toList();
    }

    void awaitStates(String... fragments) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(states)
                        .hasSize(fragments.length)
                        .zipSatisfy(
                                List.of(fragments),
                                (state, fragment) -> assertThat(state).contains(fragment)));
    }

    void awaitReports(int count) {
        await().atMost(PATIENCE).until(() -> reports.size() >= count);
    }

    @Override
    public void close() {
        reader.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
        assertThat(onContext).as("told on the context that opened it").doesNotContain(false);
    }
}
