package org.archivevault.link.testing;

import io.vertx.core.Future;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** For test threads, which may wait. */
public final class Waiting {
    private static final long LIMIT_SECONDS = 20;

    private Waiting() {}

    /**
     * Waits for an answer.
     *
     * @param future from anywhere
     * @param <T> of what
     * @return the answer
     * @throws Exception the failure itself
     */
    public static <T> T answer(Future<T> future) throws Exception {
        try {
            return future.toCompletionStage().toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception failure) {
                throw failure;
            }
            throw e;
        }
    }

    /**
     * Waits for a failure.
     *
     * @param future from anywhere
     * @return why it failed
     * @throws Exception when it does not fail
     */
    public static Throwable failure(Future<?> future) throws Exception {
        try {
            Object answer = future.toCompletionStage().toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
            throw new AssertionError("expected a failure, got " + answer);
        } catch (ExecutionException e) {
            return java.util.Objects.requireNonNull(e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("expected a failure, got no answer", e);
        }
    }
}
