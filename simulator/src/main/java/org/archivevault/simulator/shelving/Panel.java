package org.archivevault.simulator.shelving;

import java.util.BitSet;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The inputs of one block as they stand. Aisle 0 stands for the whole block. */
final class Panel {
    private final int aisleCount;
    private final Map<Input, BitSet> tripped = new EnumMap<>(Input.class);

    Panel(int aisleCount) {
        this.aisleCount = aisleCount;
        for (Input input : Input.values()) {
            tripped.put(input, new BitSet());
        }
    }

    /** Changes an input; returns whether it was otherwise before. */
    boolean set(Input input, int aisle, boolean value) {
        boolean fits = input.perAisle() ? aisle >= 1 && aisle <= aisleCount : aisle == 0;
        if (!fits) {
            throw new IllegalArgumentException(input.code() + " has no aisle " + aisle + " of " + aisleCount);
        }
        BitSet bits = bits(input);
        boolean changed = bits.get(aisle) != value;
        bits.set(aisle, value);
        return changed;
    }

    boolean tripped(Input input, int aisle) {
        return bits(input).get(aisle);
    }

    /** The first input, in the order of the enum, that forbids motion. */
    Optional<Input> objection(boolean local) {
        for (Input input : Input.values()) {
            boolean counts = !(local && input == Input.LOCAL);
            if (counts && !bits(input).isEmpty()) {
                return Optional.of(input);
            }
        }
        return Optional.empty();
    }

    /** One bit per aisle, aisle 1 in bit 0, in 16-bit registers. */
    void fillRegisters(Input input, int[] registers, int from, int count) {
        for (int i = 0; i < count; i++) {
            int word = 0;
            for (int bit = 0; bit < Short.SIZE; bit++) {
                word |= tripped(input, i * Short.SIZE + bit + 1) ? 1 << bit : 0;
            }
            registers[from + i] = word;
        }
    }

    private BitSet bits(Input input) {
        return tripped.computeIfAbsent(input, i -> new BitSet());
    }
}
