package org.archivevault.server.http;

import io.vertx.core.Future;

/** Records refusals at the door before they are answered. */
@FunctionalInterface
public interface RefusalLog {
    /**
     * Records one.
     *
     * @param caller who was refused
     * @param operationId what was asked for
     * @param path where
     * @param code why
     * @return completes once it is durable; fails when it could not be recorded, and then the caller is told that
     *     instead (it stays refused)
     */
    Future<?> refused(Caller caller, String operationId, String path, ErrorCode code);
}
