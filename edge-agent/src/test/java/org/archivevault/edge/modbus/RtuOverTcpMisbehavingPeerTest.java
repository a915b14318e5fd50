package org.archivevault.edge.modbus;

import java.io.IOException;
import org.archivevault.edge.modbus.Fault.Medium;

class RtuOverTcpMisbehavingPeerTest extends MisbehavingPeerContract {
    RtuOverTcpMisbehavingPeerTest() {
        super(Medium.RTU_OVER_TCP);
    }

    @Override
    HostilePeer newPeer() throws IOException {
        return new SocketPeer(PeerFormat.RTU);
    }
}
