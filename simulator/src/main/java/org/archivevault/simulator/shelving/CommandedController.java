package org.archivevault.simulator.shelving;

import java.util.Optional;
import org.archivevault.simulator.modbus.ModbusUnit;
import org.archivevault.simulator.truth.TruthEvent;
import org.archivevault.simulator.truth.TruthEvent.Cause;
import org.jspecify.annotations.Nullable;

/** What both shapes of controller have in common: a command slot, a watchdog, a heartbeat, and one program cycle. */
public abstract sealed class CommandedController implements ModbusUnit permits MailboxController, CarriageController {
    /** The heartbeat counts in these steps; the maps ask for 100 ms at most. */
    private static final long HEARTBEAT_MILLIS = 50;

    private final Shelving shelving;
    private Watchdog watchdog = new Watchdog();
    private CommandSlot slot = new CommandSlot();
    private long poweredAt;

    CommandedController(Shelving shelving) {
        this.shelving = shelving;
    }

    Shelving shelving() {
        return shelving;
    }

    Watchdog watchdog() {
        return watchdog;
    }

    CommandSlot slot() {
        return slot;
    }

    int heartbeat(long now) {
        return (int) (((now - poweredAt) / HEARTBEAT_MILLIS) & 0xFFFF);
    }

    /** Begins the armed command, unless a protection objects. */
    void begin(CommandSlot.Armed command, double[] targets, int aisle, long now) {
        Optional<Refusal> why = shelving.objection(Cause.MODBUS, watchdog.forbids());
        if (why.isPresent()) {
            slot.drop(why.get());
            return;
        }
        CommandSlot told = slot;
        told.begin(command);
        shelving.move(targets, aisle, command.token(), Cause.MODBUS, now, told::end);
    }

    /** A stop over the wire. */
    void stop(long now) {
        slot.stopArmed();
        shelving.stop("stop-command", 0, now);
    }

    /** Which carriage's watchdog this is, for the record; null when it is the block's. */
    abstract @Nullable Integer carriageNumber();

    /** Whether a motion that is going on concerns this controller. */
    abstract boolean concernedByMotion(long now);

    @Override
    public void advance(long now) {
        shelving.advance(now);
        if (shelving.emergencyStopped()) {
            slot.drop(Refusal.EMERGENCY_STOP);
        }
        slot.advance(now);
        if (watchdog.advance(now)) {
            shelving.truth()
                    .record(new TruthEvent.WatchdogTrip(now, shelving.id(), carriageNumber(), watchdog.forbids()));
            if (watchdog.forbids()) {
                slot.drop(Refusal.WATCHDOG_TRIPPED);
                stopByWatchdog(now);
            }
        }
    }

    private void stopByWatchdog(long now) {
        if (concernedByMotion(now)) {
            shelving.stop("watchdog", Refusal.WATCHDOG_TRIPPED.number(), now);
        }
    }

    /** Forgets everything but the inputs. */
    void powerCycle(long now) {
        shelving.stop("power", 0, now);
        watchdog = new Watchdog();
        slot = new CommandSlot();
        poweredAt = now;
    }
}
