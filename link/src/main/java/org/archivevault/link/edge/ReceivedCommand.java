package org.archivevault.link.edge;

import org.archivevault.protocol.command.Command;

/**
 * A command with the moment at which its life began to run here.
 *
 * @param command what is asked
 * @param receivedMillis when its bytes came off the network, on the edge's monotonic clock
 */
public record ReceivedCommand(Command command, long receivedMillis) {}
