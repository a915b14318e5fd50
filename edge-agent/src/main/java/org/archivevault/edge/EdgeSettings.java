package org.archivevault.edge;

import java.nio.file.Path;
import java.time.InstantSource;
import org.archivevault.edge.uplink.Uplink;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.link.outbox.OutboxLimits;
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
 * @param outbox how much the outbox may hold
 * @param planFolder what the plan's paths (of password files) are relative to
 */
public record EdgeSettings(
        SitePlan plan,
        EdgeId edge,
        Uplink.Broker broker,
        Path data,
        int healthPort,
        InstantSource wallClock,
        OutboxLimits outbox,
        Path planFolder) {
    /**
     * With an outbox of the usual size, and the plan's paths relative to where the process runs.
     *
     * @param plan the site
     * @param edge which of its edge agents this is
     * @param broker the way to the server
     * @param data folder for inbox and outbox
     * @param healthPort 0 for any free port
     * @param wallClock stamps events, for people
     */
    public EdgeSettings(
            SitePlan plan, EdgeId edge, Uplink.Broker broker, Path data, int healthPort, InstantSource wallClock) {
        this(plan, edge, broker, data, healthPort, wallClock, OutboxLimits.DEFAULT, Path.of(""));
    }
}
