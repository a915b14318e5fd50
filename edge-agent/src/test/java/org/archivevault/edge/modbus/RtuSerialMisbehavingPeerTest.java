package org.archivevault.edge.modbus;

import java.io.IOException;
import org.archivevault.edge.modbus.Fault.Medium;
import org.junit.jupiter.api.BeforeAll;

class RtuSerialMisbehavingPeerTest extends MisbehavingPeerContract {
    RtuSerialMisbehavingPeerTest() {
        super(Medium.RTU_SERIAL);
    }

    @Override
    @BeforeAll
    void startTrials() {
        SerialPeer.assumeSocat();
        super.startTrials();
    }

    @Override
    HostilePeer newPeer() throws IOException {
        return new SerialPeer();
    }
}
