package org.archivevault.server.edge;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.protocol.link.EdgeId;
import org.archivevault.protocol.link.EdgeStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which edges of the plan say that they are there. Safe for use by several threads. */
public final class EdgeRegistry {
    private static final Logger LOG = LoggerFactory.getLogger(EdgeRegistry.class);

    private final SitePlan plan;
    private final Map<EdgeId, EdgeStatus> latest = new ConcurrentHashMap<>();

    /**
     * @param plan the site: only its edges are believed
     */
    public EdgeRegistry(SitePlan plan) {
        this.plan = plan;
    }

    /**
     * Takes an edge's word, or its last will, in.
     *
     * @param status what was said
     */
    public void received(EdgeStatus status) {
        if (plan.vaultOf(status.edge()).isEmpty()) {
            LOG.warn("Status of edge {}, which the site plan does not have; ignored", status.edge());
            return;
        }
        EdgeStatus before = latest.put(status.edge(), status);
        if (before == null
                || before.online() != status.online()
                || !before.boot().equals(status.boot())) {
            LOG.info("Edge {} is {} (boot {})", status.edge(), status.online() ? "online" : "offline", status.boot());
        }
    }

    /**
     * Whether an edge says that it is there.
     *
     * @param edge any edge
     * @return true when its newest status says so
     */
    public boolean online(EdgeId edge) {
        return status(edge).map(EdgeStatus::online).orElse(false);
    }

    /**
     * An edge's newest word.
     *
     * @param edge any edge
     * @return its status; empty when nothing was heard of it
     */
    public Optional<EdgeStatus> status(EdgeId edge) {
        return Optional.ofNullable(latest.get(edge));
    }

    /**
     * The edges of the plan that are not there.
     *
     * @return in order of name; empty when all is well
     */
    public List<EdgeId> missing() {
        return plan.vaults().stream()
                .map(SitePlan.Vault::edge)
                .filter(edge -> !online(edge))
                .distinct()
                .sorted(Comparator.comparing(EdgeId::value))
                .toList();
    }
}
