package org.archivevault.simulator.light;

import java.util.Map;
import java.util.TreeMap;
import org.archivevault.simulator.modbus.ExceptionCode;
import org.archivevault.simulator.modbus.ModbusRefusal;
import org.archivevault.simulator.modbus.ModbusUnit;
import org.archivevault.simulator.truth.TruthEvent;
import org.archivevault.simulator.truth.TruthSink;
import org.archivevault.simulator.truth.Turns;

/** One unit of pick lights. The map is docs/reference/register-map-lamps.md. */
public final class LightController implements ModbusUnit {
    static final int IDENTITY = 0x504C;
    static final int MAP_VERSION = 1;
    static final int LAMPS = 1_024;
    static final int FIRST_COLOUR_ADDRESS = 1_000;
    static final int LARGEST_READ = 120;

    private static final int DARK = 0;
    private static final int WHITE = 1;
    private static final int LAST_COLOUR = 4;
    private static final int BLINKING = 16;

    private final String controller;
    private final int unit;
    private final Turns turns;
    private final TruthSink truth;
    private final int[] colours = new int[LAMPS];

    /**
     * All lamps are dark.
     *
     * @param controller name in the site plan
     * @param unit unit id
     * @param turns one thing after the other
     * @param truth is told of every lamp that changes
     */
    public LightController(String controller, int unit, Turns turns, TruthSink truth) {
        this.controller = controller;
        this.unit = unit;
        this.turns = turns;
        this.truth = truth;
    }

    /**
     * The lamps that burn, as a person sees them. May be used from any thread.
     *
     * @return colour by number of the lamp, 1 upwards
     */
    public Map<Integer, Integer> burning() {
        return turns.ask(now -> {
            Map<Integer, Integer> burning = new TreeMap<>();
            for (int i = 0; i < LAMPS; i++) {
                if (colours[i] != DARK) {
                    burning.put(i + 1, colours[i]);
                }
            }
            return burning;
        });
    }

    /**
     * Sets a lamp by hand, as the button beside it does; 0 puts it out. May be used from any thread.
     *
     * @param lamp 1–1,024
     * @param colour 0 dark, 1 white, 2 green, 3 red, 4 blue; 16 more and it blinks
     */
    public void set(int lamp, int colour) {
        turns.take(now -> change(lamp - 1, colour, now));
    }

    /** Power off and on: all lamps are dark. May be used from any thread. */
    public void powerCycle() {
        turns.take(now -> {
            for (int i = 0; i < LAMPS; i++) {
                change(i, DARK, now);
            }
        });
    }

    private void change(int index, int colour, long now) {
        if (colours[index] != colour) {
            colours[index] = colour;
            truth.record(new TruthEvent.LampChange(now, controller, unit, index + 1, colour));
        }
    }

    @Override
    public int[] inputRegisters(long now) {
        return new int[] {IDENTITY, MAP_VERSION, LAMPS};
    }

    @Override
    public int[] holdingRegisters(long now) {
        int[] registers = new int[FIRST_COLOUR_ADDRESS + LAMPS];
        System.arraycopy(colours, 0, registers, FIRST_COLOUR_ADDRESS, LAMPS);
        return registers;
    }

    @Override
    public boolean[] discreteInputs(long now) {
        return new boolean[0];
    }

    @Override
    public boolean[] coils(long now) {
        boolean[] coils = new boolean[LAMPS];
        for (int i = 0; i < LAMPS; i++) {
            coils[i] = colours[i] != DARK;
        }
        return coils;
    }

    @Override
    public void writeRegisters(int address, int[] values, long now) throws ModbusRefusal {
        int first = address - FIRST_COLOUR_ADDRESS;
        if (first < 0 || first + values.length > LAMPS) {
            throw new ModbusRefusal(ExceptionCode.ILLEGAL_ADDRESS);
        }
        for (int value : values) {
            int colour = value % BLINKING;
            boolean burns = value < 2 * BLINKING && colour >= WHITE && colour <= LAST_COLOUR;
            if (value != DARK && !burns) {
                throw new ModbusRefusal(ExceptionCode.ILLEGAL_VALUE);
            }
        }
        for (int i = 0; i < values.length; i++) {
            change(first + i, values[i], now);
        }
    }

    @Override
    public void writeCoil(int address, boolean on, long now) throws ModbusRefusal {
        if (address >= LAMPS) {
            throw new ModbusRefusal(ExceptionCode.ILLEGAL_ADDRESS);
        }
        change(address, on ? WHITE : DARK, now);
    }

    @Override
    public int largestRegisterRead() {
        return LARGEST_READ;
    }

    @Override
    public void advance(long now) {
        // It does nothing of itself.
    }
}
