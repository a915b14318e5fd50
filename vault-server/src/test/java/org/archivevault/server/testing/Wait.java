package org.archivevault.server.testing;

import io.vertx.core.Future;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits for futures on a test's thread. */
public final class Wait {
    private static final long LONGEST_SECONDS = 60;

    private Wait() {}

    /**
     * Waits for an end. On a latch, not in the future: that would tell the pool of test threads to run yet another test
     * meanwhile, and then all of them run at once.
     *
     * @param future any
     * @param <T> what it brings
     * @return what it brought
     * @throws CompletionException with what it failed with
     */
    public static <T> T until(Future<T> future) {
        CountDownLatch done = new CountDownLatch(1);
        future.onComplete(end -> done.countDown());
        try {
            if (!done.await(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("no end within " + LONGEST_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
        if (future.failed()) {
            throw new CompletionException(future.cause());
        }
        return future.result();
    }
}
