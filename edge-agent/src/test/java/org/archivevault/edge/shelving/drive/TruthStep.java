package org.archivevault.edge.shelving.drive;

import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.simulator.fault.Fault;
import org.archivevault.simulator.fault.FaultRule;
import org.archivevault.simulator.truth.TruthEvent.ModbusWrite;

/** Which writes on the wire are which step, by the numbers of the register map pages. */
record TruthStep(SitePlan plan, BlockId block) {
    private static final int WRITE_COIL = 5;
    private static final int WRITE_REGISTERS = 16;
    private static final int EXECUTE_REGISTER = 20;
    private static final int STOP_REGISTER = 24;
    private static final int STOP_COIL = 2;

    private String controller() {
        return plan.block(block).orElseThrow().controller();
    }

    private boolean hasCoils() {
        return plan.controller(controller()).orElseThrow().profile().name().equals("carriage-coils");
    }

    FaultRule onMotionWrite(Fault fault) {
        return hasCoils()
                ? FaultRule.always(fault).onFunction(WRITE_COIL)
                : FaultRule.always(fault).onFunction(WRITE_REGISTERS).onAddress(EXECUTE_REGISTER);
    }

    boolean isMotionWrite(ModbusWrite write) {
        return write.controller().equals(controller())
                && (hasCoils()
                        ? write.function() == WRITE_COIL && write.address() < STOP_COIL
                        : write.address() == EXECUTE_REGISTER);
    }

    boolean isStop(ModbusWrite write) {
        return write.controller().equals(controller())
                && (hasCoils()
                        ? write.function() == WRITE_COIL && write.address() == STOP_COIL
                        : write.address() == STOP_REGISTER);
    }
}
