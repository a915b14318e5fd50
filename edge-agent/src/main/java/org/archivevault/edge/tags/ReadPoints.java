package org.archivevault.edge.tags;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.archivevault.firmware.reader.ReaderPlan;
import org.archivevault.protocol.address.BlockId;
import org.jspecify.annotations.Nullable;

/** All read points of an edge, found by reader and antenna port. Never changes. */
final class ReadPoints {
    private final List<String> readers;
    private final List<Place> places;
    private final @Nullable Place[][] byPort;

    /** Read points of the given readers; a reader's index is its place in the list. */
    static ReadPoints of(List<ReaderPlan> readers) {
        List<Place> places = new ArrayList<>();
        for (int r = 0; r < readers.size(); r++) {
            ReaderPlan reader = readers.get(r);
            Listening listening = new Listening();
            for (ReaderPlan.ReadPoint point : reader.readPoints()) {
                places.add(
                        new Place(places.size(), r, point, PointRules.of(reader.profile(), point.kind()), listening));
            }
        }
        return new ReadPoints(readers.stream().map(ReaderPlan::name).toList(), places);
    }

    ReadPoints(List<String> readers, List<Place> places) {
        this.readers = List.copyOf(readers);
        this.places = List.copyOf(places);
        this.byPort = new Place[readers.size()][];
        for (int r = 0; r < byPort.length; r++) {
            byPort[r] = ports(r);
        }
    }

    private @Nullable Place[] ports(int reader) {
        @Nullable Place[] ports = new Place[1];
        for (Place place : places) {
            if (place.reader() == reader) {
                for (int port : place.plan().antennaPorts()) {
                    ports = ports.length > port ? ports : Arrays.copyOf(ports, port + 1);
                    ports[port] = place;
                }
            }
        }
        return ports;
    }

    List<String> readers() {
        return readers;
    }

    List<Place> places() {
        return places;
    }

    /** Null when the plan gives the port no read point. */
    @Nullable
    Place at(int reader, int antennaPort) {
        @Nullable Place[] ports = byPort[reader];
        return antennaPort >= 0 && antennaPort < ports.length ? ports[antennaPort] : null;
    }

    /** How a reader has been reading; one without read points is listened to by nobody. */
    Listening listeningOf(int reader) {
        return ofReader(reader).stream().map(Place::listening).findFirst().orElseGet(Listening::new);
    }

    List<Place> ofReader(int reader) {
        return places.stream().filter(p -> p.reader() == reader).toList();
    }

    /** The faces that look into an aisle. */
    List<Place> onAisle(BlockId block, int aisle) {
        return places.stream()
                .filter(p -> p.plan().face().isPresent())
                .filter(p -> p.plan().face().get().block().equals(block)
                        && p.plan().face().get().aisleNumber() == aisle)
                .toList();
    }

    Set<String> gates() {
        Set<String> names = new LinkedHashSet<>();
        places.stream().filter(Place::ofGate).forEach(p -> names.add(gateOf(p)));
        return names;
    }

    List<Place> ofGate(String gate) {
        return places.stream()
                .filter(Place::ofGate)
                .filter(p -> gateOf(p).equals(gate))
                .toList();
    }

    /** A side whose plan names no gate is one by itself. */
    static String gateOf(Place place) {
        return place.plan().gate().orElse(place.id().value());
    }
}
