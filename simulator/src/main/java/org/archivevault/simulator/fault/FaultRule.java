package org.archivevault.simulator.fault;

import java.util.Locale;
import java.util.OptionalInt;
import org.archivevault.simulator.modbus.ModbusRequest;

/**
 * When a fault applies.
 *
 * @param fault what goes wrong
 * @param unit only requests to this unit
 * @param function only requests of this function
 * @param address only requests that touch this PDU address
 * @param count for how many requests; empty means until cleared
 * @param unheard whether the request is also kept from the controller
 */
public record FaultRule(
        Fault fault, OptionalInt unit, OptionalInt function, OptionalInt address, OptionalInt count, boolean unheard) {
    public FaultRule {
        if (count.isPresent() && count.getAsInt() < 1) {
            throw new IllegalArgumentException("a fault applies to at least one request: " + count.getAsInt());
        }
    }

    /**
     * Applies to every request until cleared.
     *
     * @param fault what goes wrong
     * @return the rule
     */
    public static FaultRule always(Fault fault) {
        OptionalInt any = OptionalInt.empty();
        return new FaultRule(fault, any, any, any, any, false);
    }

    /**
     * Applies to the next matching requests only.
     *
     * @param requests at least 1
     * @return a copy
     */
    public FaultRule times(int requests) {
        return new FaultRule(fault, unit, function, address, OptionalInt.of(requests), unheard);
    }

    /**
     * Applies only to one unit.
     *
     * @param unitId unit id
     * @return a copy
     */
    public FaultRule onUnit(int unitId) {
        return new FaultRule(fault, OptionalInt.of(unitId), function, address, count, unheard);
    }

    /**
     * Applies only to one function.
     *
     * @param functionCode function code
     * @return a copy
     */
    public FaultRule onFunction(int functionCode) {
        return new FaultRule(fault, unit, OptionalInt.of(functionCode), address, count, unheard);
    }

    /**
     * Applies only to requests that touch an address.
     *
     * @param pduAddress PDU address
     * @return a copy
     */
    public FaultRule onAddress(int pduAddress) {
        return new FaultRule(fault, unit, function, OptionalInt.of(pduAddress), count, unheard);
    }

    /**
     * Keeps the request from the controller as well.
     *
     * @return a copy
     */
    public FaultRule keptFromController() {
        return new FaultRule(fault, unit, function, address, count, true);
    }

    boolean matches(int unitId, ModbusRequest request) {
        return fits(unit, unitId)
                && fits(function, request.function())
                && (address.isEmpty() || touches(request, address.getAsInt()));
    }

    /**
     * Whether the controller hears a request to which this applies.
     *
     * @return false when the request is lost
     */
    public boolean heard() {
        return fault.heard() && !unheard;
    }

    /** As it is typed on the control line. */
    @Override
    public String toString() {
        StringBuilder words = new StringBuilder(name());
        words.append(fault.toString().replaceFirst("^[^\\[]*", "").replace("[]", ""));
        count.ifPresent(n -> words.append(' ').append(n));
        unit.ifPresent(n -> words.append(" unit=").append(n));
        function.ifPresent(n -> words.append(" function=").append(n));
        address.ifPresent(n -> words.append(" address=").append(n));
        return words.append(unheard ? " unheard" : "").toString();
    }

    private static boolean fits(OptionalInt wanted, int actual) {
        return wanted.isEmpty() || wanted.getAsInt() == actual;
    }

    private static boolean touches(ModbusRequest request, int pduAddress) {
        return pduAddress >= request.address() && pduAddress < request.address() + Math.max(1, request.count());
    }

    /**
     * The fault's name on the control line and in the record.
     *
     * @return lower case with hyphens
     */
    public String name() {
        return fault.getClass()
                .getSimpleName()
                .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
                .toLowerCase(Locale.ROOT);
    }
}
