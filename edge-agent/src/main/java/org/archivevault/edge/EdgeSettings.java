package org.archivevault.edge;

import java.nio.file.Path;
import java.time.InstantSource;
import org.archivevault.edge.uplink.Uplink;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.protocol.link.EdgeId;

/**
 * How an edge agent is started.
 *
 * @param plan the site
 * @param edge which of its edge agents this is
 * @param broker the way to the server
 * @param data folder for inbox and outbox; made when absent
 * @param healthPort where {@code /health} and {@code /metrics} are answered on the loopback interface; 0 for any free port
 * @param wallClock stamps events, for people
 */
public record EdgeSettings(
        SitePlan plan, EdgeId edge, Uplink.Broker broker, Path data, int healthPort, InstantSource wallClock) {}
