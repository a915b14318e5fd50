package org.archivevault.simulator.shelving;

import org.archivevault.simulator.modbus.ModbusRefusal;
import org.archivevault.simulator.modbus.ModbusUnit;
import org.jspecify.annotations.Nullable;

/**
 * The program that a controller runs, which may hang: then the communication processor goes on answering with the last
 * image of the tables and acknowledges writes that nobody carries out; only the heartbeat stands still. What moves goes on
 * to where it was going; the emergency stop is wired past the program.
 */
public final class Program implements ModbusUnit {
    private final CommandedController controller;
    private @Nullable Image image;

    /** The tables as they stood when the program hung. */
    private static final class Image {
        private final int[] inputs;
        private final int[] holding;
        private final boolean[] discretes;
        private final boolean[] coils;

        private Image(ModbusUnit unit, long now) {
            inputs = unit.inputRegisters(now);
            holding = unit.holdingRegisters(now);
            discretes = unit.discreteInputs(now);
            coils = unit.coils(now);
        }
    }

    /**
     * Starts running.
     *
     * @param controller what it does
     */
    public Program(CommandedController controller) {
        this.controller = controller;
    }

    /**
     * Hangs.
     *
     * @param now milliseconds
     */
    public void hang(long now) {
        if (image == null) {
            image = new Image(controller, now);
        }
    }

    /** Runs on where it hung. Its watchdog sees how long that was. */
    public void resume() {
        image = null;
    }

    /**
     * Power off and on: motion brakes, the watchdog is off again, every token is forgotten. Inputs stay as they are, the
     * latched emergency stop too.
     *
     * @param now milliseconds
     */
    public void powerCycle(long now) {
        image = null;
        controller.powerCycle(now);
    }

    @Override
    public int[] inputRegisters(long now) {
        return image == null ? controller.inputRegisters(now) : image.inputs.clone();
    }

    @Override
    public int[] holdingRegisters(long now) {
        return image == null ? controller.holdingRegisters(now) : image.holding.clone();
    }

    @Override
    public boolean[] discreteInputs(long now) {
        return image == null ? controller.discreteInputs(now) : image.discretes.clone();
    }

    @Override
    public boolean[] coils(long now) {
        return image == null ? controller.coils(now) : image.coils.clone();
    }

    @Override
    public void writeRegisters(int address, int[] values, long now) throws ModbusRefusal {
        if (image == null) {
            controller.writeRegisters(address, values, now);
        }
    }

    @Override
    public void writeCoil(int address, boolean on, long now) throws ModbusRefusal {
        if (image == null) {
            controller.writeCoil(address, on, now);
        }
    }

    @Override
    public int largestRegisterRead() {
        return controller.largestRegisterRead();
    }

    @Override
    public void advance(long now) {
        if (image == null) {
            controller.advance(now);
        } else {
            controller.shelving().advanceWithoutProgram(now);
        }
    }
}
