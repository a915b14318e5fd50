package org.archivevault.edge.shelving.modbus;

import java.util.ArrayList;
import java.util.List;
import org.archivevault.edge.shelving.BlockLayout;
import org.archivevault.edge.shelving.Readings;
import org.archivevault.edge.shelving.Wire;
import org.archivevault.firmware.profile.ShelvingProfile.PollGroup;
import org.archivevault.firmware.profile.ShelvingProfile.Signal;
import org.archivevault.firmware.profile.ShelvingProfile.Table;
import org.archivevault.firmware.profile.ShelvingProfile.ValueType;
import org.archivevault.firmware.profile.ShelvingProfile.WordOrder;

/** Takes the values out of the answer to one poll group of one unit. */
final class SignalDecoder {
    private static final int BITS_PER_REGISTER = 16;

    /** Where one wire's value lies in the answer. */
    private record Place(int wire, Signal signal, int index, int bit) {}

    private final int unit;
    private final List<Place> places;

    private SignalDecoder(int unit, List<Place> places) {
        this.unit = unit;
        this.places = places;
    }

    static SignalDecoder of(BlockLayout layout, int unit, PollGroup group) {
        List<Place> places = new ArrayList<>();
        for (int i = 0; i < layout.wires().size(); i++) {
            Wire wire = layout.wires().get(i);
            if (wire.unit() == unit && wire.signal().table() == group.table()) {
                Place place = place(i, wire, group);
                if (place.index() >= 0
                        && place.index() + registers(wire.signal().type()) <= group.count()) {
                    places.add(place);
                }
            }
        }
        return new SignalDecoder(unit, List.copyOf(places));
    }

    private static Place place(int number, Wire wire, PollGroup group) {
        Signal signal = wire.signal();
        int first = signal.pduAddress() - group.pduAddress();
        if (signal.type() != ValueType.BIT) {
            return new Place(number, signal, first + wire.offset() * registers(signal.type()), 0);
        }
        if (isBitTable(signal.table())) {
            return new Place(number, signal, first + wire.offset(), 0);
        }
        int bit = (signal.bit() == null ? 0 : signal.bit()) + wire.offset();
        return new Place(number, signal, first + bit / BITS_PER_REGISTER, bit % BITS_PER_REGISTER);
    }

    static boolean isBitTable(Table table) {
        return table == Table.COIL || table == Table.DISCRETE_INPUT;
    }

    private static int registers(ValueType type) {
        return type == ValueType.UINT32 || type == ValueType.INT32 ? 2 : 1;
    }

    /** The wires whose values this group gives. */
    List<Integer> wires() {
        return places.stream().map(Place::wire).toList();
    }

    Readings decode(boolean[] bits, long observedAt) {
        Readings.Collector readings = Readings.of(unit, observedAt);
        for (Place place : places) {
            readings.add(place.wire(), bits[place.index()] ? 1 : 0);
        }
        return readings.done();
    }

    Readings decode(int[] registers, long observedAt) {
        Readings.Collector readings = Readings.of(unit, observedAt);
        for (Place place : places) {
            readings.add(place.wire(), value(place, registers));
        }
        return readings.done();
    }

    private static long value(Place place, int[] registers) {
        int first = registers[place.index()];
        return switch (place.signal().type()) {
            case BIT -> (first >>> place.bit()) & 1;
            case UINT16 -> scaled(place.signal(), first);
            case INT16 -> scaled(place.signal(), (short) first);
            case UINT32 ->
                scaled(place.signal(), joined(place.signal().wordOrder(), first, registers[place.index() + 1]));
            case INT32 ->
                scaled(place.signal(), signed(joined(place.signal().wordOrder(), first, registers[place.index() + 1])));
        };
    }

    private static long scaled(Signal signal, long raw) {
        return signal.scale() == 1.0 ? raw : Math.round(raw * signal.scale());
    }

    /** Two registers as one unsigned value. */
    static long joined(WordOrder order, int first, int second) {
        return switch (order) {
            case ABCD -> ((long) first << BITS_PER_REGISTER) | second;
            case CDAB -> ((long) second << BITS_PER_REGISTER) | first;
            case BADC -> ((long) swapped(first) << BITS_PER_REGISTER) | swapped(second);
            case DCBA -> ((long) swapped(second) << BITS_PER_REGISTER) | swapped(first);
        };
    }

    private static long signed(long unsigned) {
        return unsigned > Integer.MAX_VALUE ? unsigned - (1L << 32) : unsigned;
    }

    private static int swapped(int register) {
        return ((register & 0xFF) << 8) | (register >>> 8);
    }
}
