package org.archivevault.server.shelving;

import io.vertx.core.Future;
import java.util.Optional;
import org.archivevault.link.server.ServerLink;
import org.archivevault.protocol.command.Command;
import org.archivevault.protocol.command.EdgeInstant;
import org.archivevault.protocol.link.EdgeId;

/** The way of a command to its edge. */
public interface CommandLink {
    /**
     * Whether the broker is there.
     *
     * @return true when connected
     */
    boolean connected();

    /**
     * An edge's own clock, reckoned from the last view it sent.
     *
     * @param edge any edge
     * @return its time now; empty when nothing was heard of it lately
     */
    Optional<EdgeInstant> edgeNow(EdgeId edge);

    /**
     * Sends a command once. Never sent again.
     *
     * @param edge to whom
     * @param command what
     * @return completes when the broker has it; fails with a {@link org.archivevault.link.LinkFailure}, which says
     *     whether the command may have left all the same
     */
    Future<Void> send(EdgeId edge, Command command);

    /**
     * The server's half of the real link.
     *
     * @param link the link
     * @return the same, as far as commands go
     */
    static CommandLink over(ServerLink link) {
        return new CommandLink() {
            @Override
            public boolean connected() {
                return link.connected();
            }

            @Override
            public Optional<EdgeInstant> edgeNow(EdgeId edge) {
                return link.edgeNow(edge);
            }

            @Override
            public Future<Void> send(EdgeId edge, Command command) {
                return link.send(edge, command);
            }
        };
    }
}
