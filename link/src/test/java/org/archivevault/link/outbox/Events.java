package org.archivevault.link.outbox;

import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.event.EdgeEvent;

/** Events to put into an outbox; the number makes each one different. */
final class Events {
    static final BlockId BLOCK = BlockId.parse("ES-V1-B1");

    private Events() {}

    static EdgeEvent access(int number) {
        return new EdgeEvent.LockChanged(BLOCK, true, "user-" + number);
    }

    static EdgeEvent telemetry(int number, int size) {
        return new EdgeEvent.DeviceHealthChanged("device-" + number, true, noise(number, size));
    }

    /** Text that compressing hardly makes smaller. */
    private static String noise(int number, int size) {
        StringBuilder text = new StringBuilder(size);
        new java.util.Random(number).ints(size, 'A', 'z').forEach(c -> text.append(c == '\\' ? '.' : (char) c));
        return text.toString();
    }
}
