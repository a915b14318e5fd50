package org.archivevault.simulator.wire;

import io.vertx.core.Vertx;
import java.util.Map;
import java.util.Optional;
import org.archivevault.simulator.fault.Exchange;
import org.archivevault.simulator.fault.FaultRule;
import org.archivevault.simulator.fault.Faults;
import org.archivevault.simulator.modbus.Framing;
import org.archivevault.simulator.modbus.ModbusAnswers;
import org.archivevault.simulator.modbus.ModbusAnswers.Answer;
import org.archivevault.simulator.modbus.ModbusRequest;
import org.archivevault.simulator.modbus.ModbusUnit;
import org.archivevault.simulator.truth.TruthEvent;
import org.archivevault.simulator.truth.TruthSink;
import org.archivevault.simulator.truth.Turns;

/** What stands behind one connection of the site plan: the units that answer there, and the faults of the line. */
public final class Endpoint {
    private final Vertx vertx;
    private final String controller;
    private final Map<Integer, ? extends ModbusUnit> units;
    private final Faults faults = new Faults();
    private final Turns turns;
    private final TruthSink truth;

    /**
     * Wires an endpoint.
     *
     * @param vertx for late answers
     * @param controller name in the site plan
     * @param units by unit id
     * @param turns one thing after the other
     * @param truth takes every write that arrives
     */
    public Endpoint(
            Vertx vertx, String controller, Map<Integer, ? extends ModbusUnit> units, Turns turns, TruthSink truth) {
        this.vertx = vertx;
        this.controller = controller;
        this.units = Map.copyOf(units);
        this.turns = turns;
        this.truth = truth;
    }

    /**
     * Its scripted faults.
     *
     * @return the live list
     */
    public Faults faults() {
        return faults;
    }

    String controller() {
        return controller;
    }

    /** Handles one request: the controller first, then the line with its fault. */
    void handle(Framing.Request received, Framing framing, Line line) {
        ModbusRequest request = ModbusRequest.parse(received.pdu());
        ModbusUnit unit = units.get(received.unit());
        if (unit == null) {
            // Nobody of that unit id: silence, on every transport.
            turns.take(now -> recordWrite(received, request, false, Optional.empty(), now));
            return;
        }
        Optional<FaultRule> rule = faults.next(received.unit(), request);
        Answer answer = turns.ask(now -> perform(received, request, unit, rule, now));
        Exchange exchange = new Delivery(vertx, received, request, answer.pdu(), framing, line);
        rule.ifPresentOrElse(r -> r.fault().deliver(exchange), () -> exchange.send(0, exchange.frame()));
    }

    private Answer perform(
            Framing.Request received, ModbusRequest request, ModbusUnit unit, Optional<FaultRule> rule, long now) {
        boolean heard = rule.map(FaultRule::heard).orElse(true);
        recordWrite(received, request, heard, rule, now);
        if (!heard) {
            return ModbusAnswers.pretended(request);
        }
        unit.advance(now);
        Answer answer = ModbusAnswers.of(unit, request, now);
        if (request.writes() && answer.exception().isPresent()) {
            int code = answer.exception().get();
            truth.record(new TruthEvent.ModbusException(
                    now, controller, received.unit(), request.function(), request.address(), code));
        }
        return answer;
    }

    private void recordWrite(
            Framing.Request received, ModbusRequest request, boolean heard, Optional<FaultRule> rule, long now) {
        if (!request.writes()) {
            return;
        }
        Integer transaction = received.transaction() == Framing.NO_TRANSACTION ? null : received.transaction();
        truth.record(new TruthEvent.ModbusWrite(
                now,
                controller,
                received.unit(),
                request.function(),
                request.address(),
                request.values(),
                transaction,
                heard,
                rule.map(FaultRule::name).orElse(null)));
    }
}
