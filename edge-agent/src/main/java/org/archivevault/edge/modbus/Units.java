package org.archivevault.edge.modbus;

import java.time.Duration;
import java.util.Arrays;

/** The breakers of all units of one endpoint. */
final class Units {
    /** Unit ids are one byte (Messaging on TCP/IP 1.0b, 3.1.3). */
    private static final int UNIT_IDS = 256;

    private final Breaker[] breakers = new Breaker[UNIT_IDS];
    private final ModbusTiming timing;

    Units(ModbusTiming timing) {
        this.timing = timing;
        Arrays.fill(breakers, Breaker.NEW);
    }

    /** Whether a request may go out; an urgent one always may. */
    boolean allow(Waiting<?> request, long now) {
        return request.urgent()
                || breakers[request.unit()].allows(now, !request.request().isWrite());
    }

    Duration remaining(int unit, long now) {
        return breakers[unit].remaining(now);
    }

    void asked(int unit, long now) {
        breakers[unit] = breakers[unit].asked(now);
    }

    void answered(int unit) {
        breakers[unit] = breakers[unit].answered();
    }

    void undecided(int unit) {
        breakers[unit] = breakers[unit].undecided();
    }

    /** The unit failed; true when that opened its breaker. */
    boolean failed(int unit, long now) {
        Breaker before = breakers[unit];
        breakers[unit] = before.failed(now, timing.breakerThreshold(), timing.breaker());
        return breakers[unit].state() == Breaker.State.OPEN && before.state() != Breaker.State.OPEN;
    }
}
