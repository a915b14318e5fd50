package org.archivevault.edge.modbus;

import io.vertx.core.Future;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Waiting in tests, on the test's own thread. */
final class Waits {
    /** Longer than anything may take; a request that has not ended by then hangs. */
    private static final long HANGS_AFTER_SECONDS = 30;

    private Waits() {}

    /** The value, or a {@link CompletionException} around the failure (a TimeoutException when it never ends). */
    static <T extends @Nullable Object> T get(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(HANGS_AFTER_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    /** The failure with which a Future ends; fails when it succeeds or never ends. */
    static Throwable failureOf(Future<?> future) {
        return outcomeOf(future).orElseThrow(() -> new AssertionError("succeeded with " + future.result()));
    }

    /** The failure with which a Future ends; empty when it succeeds. */
    static Optional<Throwable> outcomeOf(Future<?> future) {
        try {
            get(future);
            return Optional.empty();
        } catch (CompletionException failed) {
            return Optional.of(causeOf(failed));
        }
    }

    static Throwable causeOf(CompletionException failed) {
        return Objects.requireNonNullElse(failed.getCause(), failed);
    }
}
