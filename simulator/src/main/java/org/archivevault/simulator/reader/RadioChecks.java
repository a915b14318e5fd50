package org.archivevault.simulator.reader;

import static org.archivevault.simulator.llrp.ParameterType.*;

import java.util.OptionalInt;
import org.archivevault.simulator.llrp.In;
import org.archivevault.simulator.llrp.LlrpRefusal;
import org.archivevault.simulator.llrp.StatusCode;

/** What a client asks of the radio must be among what the capabilities offer. */
final class RadioChecks {
    private RadioChecks() {}

    /** The Gen2 session of an InventoryParameterSpec; empty when it leaves it to the reader. */
    static OptionalInt session(In.Parameter inventory, int antennaPorts) {
        In in = inventory.content();
        in.u16();
        int protocol = in.u8();
        if (protocol != Capabilities.GEN2) {
            throw new LlrpRefusal(StatusCode.FIELD_ERROR, "no air protocol " + protocol);
        }
        OptionalInt session = OptionalInt.empty();
        for (In.Parameter one : in.parameters()) {
            if (one.type() != ANTENNA_CONFIGURATION) {
                throw new LlrpRefusal(StatusCode.UNSUPPORTED_PARAMETER, "parameter " + one.type());
            }
            OptionalInt ofAntenna = antenna(one, antennaPorts);
            session = ofAntenna.isPresent() ? ofAntenna : session;
        }
        return session;
    }

    /** Checks an AntennaConfiguration and gives the session that it asks for. */
    static OptionalInt antenna(In.Parameter antenna, int antennaPorts) {
        In in = antenna.content();
        int port = in.u16();
        if (port > antennaPorts) {
            throw new LlrpRefusal(StatusCode.FIELD_ERROR, "the reader has " + antennaPorts + " antenna ports");
        }
        OptionalInt session = OptionalInt.empty();
        for (In.Parameter one : in.parameters()) {
            switch (one.type()) {
                case RF_RECEIVER -> inRange(one.content().u16(), Capabilities.SENSITIVITIES, "sensitivity");
                case RF_TRANSMITTER -> transmitter(one.content());
                case C1G2_INVENTORY_COMMAND -> session = command(one.content());
                default -> throw new LlrpRefusal(StatusCode.UNKNOWN_PARAMETER, "parameter " + one.type());
            }
        }
        return session;
    }

    private static void transmitter(In in) {
        inRange(in.u16(), Capabilities.HOP_TABLES, "hop table");
        in.u16(); // the channel has no meaning where frequencies hop
        inRange(in.u16(), Capabilities.POWERS, "transmit power");
    }

    private static OptionalInt command(In in) {
        in.u8();
        OptionalInt session = OptionalInt.empty();
        for (In.Parameter one : in.parameters()) {
            if (one.type() == C1G2_RF_CONTROL) {
                int mode = one.content().u16();
                if (!Capabilities.MODES.contains(mode)) {
                    throw new LlrpRefusal(
                            StatusCode.FIELD_ERROR, "no RF mode " + mode + ", only " + Capabilities.MODES);
                }
            } else if (one.type() == C1G2_SINGULATION_CONTROL) {
                session = OptionalInt.of(one.content().u8() >> 6);
            }
        }
        return session;
    }

    private static void inRange(int index, int most, String what) {
        if (index < 1 || index > most) {
            throw new LlrpRefusal(StatusCode.FIELD_ERROR, "no " + what + " of index " + index + ", only 1–" + most);
        }
    }
}
