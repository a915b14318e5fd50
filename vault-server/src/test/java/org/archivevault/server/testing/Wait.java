package org.archivevault.server.testing;

import io.vertx.core.Future;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Waits for futures on a test's thread. */
public final class Wait {
    private static final long LONGEST_SECONDS = 60;

    /** On a machine that is busy with other tests a connection takes longer than a server in operation would wait. */
    private static final int CONNECTING_TRIES = 20;

    private Wait() {}

    /**
     * Waits for an end; where the database had no connection in time, and so nothing was done, it is tried again.
     *
     * @param work begins it
     * @param <T> what it brings
     * @return what it brought
     * @throws CompletionException with what it failed with
     */
    public static <T> T untilConnected(Supplier<Future<T>> work) {
        return until(tried(work, CONNECTING_TRIES));
    }

    private static <T> Future<T> tried(Supplier<Future<T>> work, int tries) {
        return work.get()
                .recover(failure ->
                        tries > 1 && String.valueOf(failure.getMessage()).startsWith("Timeout")
                                ? tried(work, tries - 1)
                                : Future.failedFuture(failure));
    }

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
