package org.archivevault.link.server;

import org.archivevault.protocol.event.BlockView;
import org.archivevault.protocol.link.EdgeId;

/**
 * A view with the moment at which its age began to run here.
 *
 * @param edge whose branch it came on
 * @param view what the edge sees
 * @param receivedMillis when its bytes came off the network, on the server's monotonic clock
 */
public record ReceivedView(EdgeId edge, BlockView view, long receivedMillis) {}
