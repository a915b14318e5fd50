package org.archivevault.simulator.shelving;

import org.archivevault.simulator.modbus.ModbusUnit;

/** What happens to a controller other than over the wire. */
public interface Controller extends ModbusUnit {
    /**
     * Power off and on: motion brakes, the watchdog is off again, every token is forgotten. Inputs stay as they are, the
     * latched emergency stop too.
     *
     * @param now milliseconds
     */
    void powerCycle(long now);
}
