package org.archivevault.firmware.reader;

import java.util.List;
import java.util.Optional;
import org.archivevault.protocol.Token;
import org.archivevault.protocol.address.FaceId;
import org.archivevault.protocol.tag.ReadPointId;

/**
 * One RFID reader of a vault, as the site plan has it.
 *
 * @param name unique in the site plan, also the device's name in health
 * @param profile how it is told to read
 * @param host host name or address
 * @param port 1–65,535; LLRP's own is 5084
 * @param readPoints what its antennas see; every port in at most one
 */
public record ReaderPlan(String name, ReaderProfile profile, String host, int port, List<ReadPoint> readPoints) {
    public ReaderPlan {
        Token.requireRange(port, 1, 65_535, "port");
        readPoints = List.copyOf(readPoints);
    }

    /**
     * One place that a reader sees.
     *
     * @param id unique in the site plan
     * @param kind what kind of place
     * @param antennaPorts ports, 1 upwards
     * @param gate name of the gate, for its two sides; else empty
     * @param face the face, for a shelf; else empty
     */
    public record ReadPoint(
            ReadPointId id,
            ReadPointKind kind,
            List<Integer> antennaPorts,
            Optional<String> gate,
            Optional<FaceId> face) {
        public ReadPoint {
            antennaPorts = List.copyOf(antennaPorts);
            if (antennaPorts.isEmpty()) {
                throw new IllegalArgumentException("the read point " + id + " has no antenna");
            }
            if (gate.isPresent() != kind.ofGate() || face.isPresent() != (kind == ReadPointKind.SHELF)) {
                throw new IllegalArgumentException(
                        "a side of a gate has a gate, a shelf has a face, and nothing else has either: " + id);
            }
        }
    }

    /**
     * The read point of an antenna port.
     *
     * @param antennaPort as the reader reports it
     * @return the read point, or empty when the plan gives the port none
     */
    public Optional<ReadPoint> readPointOf(int antennaPort) {
        return readPoints.stream()
                .filter(point -> point.antennaPorts().contains(antennaPort))
                .findFirst();
    }
}
