package org.archivevault.server.http;

/** The operations of one feature. */
@FunctionalInterface
public interface RouteGroup {
    /**
     * Registers every operation of the feature's contract fragment. Called once, before the server listens.
     *
     * @param routes where to register
     */
    void register(ApiRoutes routes);
}
