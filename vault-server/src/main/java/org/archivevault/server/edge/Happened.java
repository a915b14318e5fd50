package org.archivevault.server.edge;

import java.time.Instant;
import org.archivevault.protocol.event.EdgeEvent;

/**
 * An event and when it happened.
 *
 * @param event what happened
 * @param at when, on the wall clock of the edge, which orders what one edge tells; the server's own clock for an end that
 *     the server itself declares
 */
public record Happened(EdgeEvent event, Instant at) {}
