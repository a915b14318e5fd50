package org.archivevault.server.importing;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpServerRequest;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.archivevault.server.http.ErrorCode;
import org.archivevault.server.http.Problem;

/** Receives a request body into a file, with back-pressure, and says what it is by its hash. */
public final class Upload {
    /** Largest file, in bytes: 30 times the 6,000,000 lines of a large archive. */
    static final long LARGEST_BYTES = 32L * 1024 * 1024 * 1024;

    private final AsyncFile file;
    private final MessageDigest digest = sha256();
    private final Promise<Void> received = Promise.promise();
    private long bytes;

    private Upload(AsyncFile file) {
        this.file = file;
    }

    /**
     * What was received.
     *
     * @param contentHash SHA-256, lower-case hex
     * @param bytes its size
     */
    public record Received(String contentHash, long bytes) {}

    /**
     * Receives the whole body.
     *
     * @return completes when the file is written and forced to the disk; fails, the file left to be deleted, when the
     *     sender breaks off, the body is too large or the disk is full
     */
    public static Future<Received> receive(Vertx vertx, HttpServerRequest request, Path to) {
        return vertx.fileSystem()
                .open(to.toString(), new OpenOptions().setWrite(true).setCreateNew(true))
                .compose(file -> new Upload(file).take(request));
    }

    private Future<Received> take(HttpServerRequest request) {
        file.exceptionHandler(received::tryFail);
        request.exceptionHandler(received::tryFail);
        request.handler(piece -> write(request, piece));
        request.endHandler(end -> received.tryComplete());
        request.resume();
        return received.future()
                .compose(done -> file.flush())
                .eventually(file::close)
                .map(done -> new Received(HexFormat.of().formatHex(digest.digest()), bytes));
    }

    private void write(HttpServerRequest request, Buffer piece) {
        bytes += piece.length();
        if (bytes > LARGEST_BYTES) {
            received.tryFail(Problem.of(ErrorCode.BODY_TOO_LARGE, LARGEST_BYTES));
            return;
        }
        digest.update(piece.getBytes());
        file.write(piece).onFailure(received::tryFail);
        if (file.writeQueueFull()) {
            request.pause();
            file.drainHandler(drained -> request.resume());
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
