package org.archivevault.server.alarm.rule;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.archivevault.protocol.Json;
import org.archivevault.protocol.MalformedMessage;
import org.archivevault.server.alarm.rule.Machine.Sample;
import org.archivevault.server.alarm.rule.Machine.Signal;
import org.archivevault.server.alarm.rule.Machine.Tick;
import org.archivevault.server.alarm.rule.Machine.Turn;

/** A rule and what it remembers, in this process; the database has the same after each commit. */
final class Watched<S> {
    private final Rule<S> rule;
    private S state;
    private boolean changed;

    Watched(Rule<S> rule, Tick tick) {
        this.rule = rule;
        this.state = rule.machine().fresh(tick);
        // Silence counts from now on, also for a sensor that is never heard: that must outlive a restart.
        this.changed = rule.machine() instanceof Silence;
    }

    Rule<S> rule() {
        return rule;
    }

    boolean raised() {
        return rule.machine().raised(state);
    }

    List<Signal> on(Sample sample) {
        return take(rule.machine().on(state, sample));
    }

    List<Signal> tick(Tick tick) {
        return take(rule.machine().tick(state, tick));
    }

    private List<Signal> take(Turn<S> turn) {
        changed |= !turn.state().equals(state);
        state = turn.state();
        return turn.signals();
    }

    /** What is to be written down, once. */
    boolean takeChanged() {
        boolean was = changed;
        changed = false;
        return was;
    }

    String memory() {
        return Json.text(state);
    }

    /** What was written down before; what cannot be read, because the rule has become another, is begun anew. */
    boolean restore(JsonNode memory) {
        try {
            state = Json.read(memory, rule.machine().memory());
            changed = false;
            return true;
        } catch (MalformedMessage e) {
            return false;
        }
    }
}
