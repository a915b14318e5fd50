package org.archivevault.edge.modbus;

import java.io.IOException;
import org.archivevault.edge.modbus.Fault.Medium;

class TcpMisbehavingPeerTest extends MisbehavingPeerContract {
    TcpMisbehavingPeerTest() {
        super(Medium.TCP);
    }

    @Override
    HostilePeer newPeer() throws IOException {
        return new SocketPeer(PeerFormat.MBAP);
    }
}
