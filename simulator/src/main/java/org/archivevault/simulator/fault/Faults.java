package org.archivevault.simulator.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.archivevault.simulator.modbus.ModbusRequest;

/** The scripted faults of one endpoint. May be used from any thread. The oldest rule that matches a request applies. */
public final class Faults {
    /** One rule and how often it still applies; −1 means until cleared. */
    private static final class Active {
        final FaultRule rule;
        int left;

        Active(FaultRule rule) {
            this.rule = rule;
            this.left = rule.count().orElse(-1);
        }
    }

    private final List<Active> rules = new ArrayList<>();

    /**
     * Adds a fault behind those that are there.
     *
     * @param rule what goes wrong and when
     */
    public synchronized void add(FaultRule rule) {
        rules.add(new Active(rule));
    }

    /**
     * Adds a fault for every request until cleared.
     *
     * @param fault what goes wrong
     */
    public void add(Fault fault) {
        add(FaultRule.always(fault));
    }

    /** Takes all faults away. Connections that are half open stay so. */
    public synchronized void clear() {
        rules.clear();
    }

    /**
     * What is still scripted.
     *
     * @return the rules that still apply, oldest first
     */
    public synchronized List<FaultRule> active() {
        return rules.stream().map(a -> a.rule).toList();
    }

    /**
     * Looks for the fault of a request, and counts it.
     *
     * @param unit unit id
     * @param request the request
     * @return the rule that applies, or empty
     */
    public synchronized Optional<FaultRule> next(int unit, ModbusRequest request) {
        Optional<Active> found =
                rules.stream().filter(a -> a.rule.matches(unit, request)).findFirst();
        found.ifPresent(active -> {
            active.left = active.left > 0 ? active.left - 1 : active.left;
            if (active.left == 0) {
                rules.remove(active);
            }
        });
        return found.map(a -> a.rule);
    }
}
