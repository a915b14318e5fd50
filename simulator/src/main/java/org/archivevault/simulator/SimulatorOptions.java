package org.archivevault.simulator;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.simulator.rails.Drive;
import org.archivevault.simulator.truth.TruthSink;

/**
 * How a site is simulated.
 *
 * @param ephemeralPorts true to listen at any free TCP port of the loopback interface instead of the plan's
 * @param drive how fast carriages move
 * @param openAisles the aisle that is open at first, by block; aisle 1 where nothing is said
 * @param ownProtections false takes the controllers' own protections away, so that a test sees only those of its client
 * @param canSpread false for block controllers that were built before operation 2 was in their register map
 * @param truthFile where the ground truth is written
 * @param truthListener is told of everything that goes into the ground truth, within the turn in which it happens
 * @param devices the broker on which sensors and cameras publish; empty: they are not simulated
 */
public record SimulatorOptions(
        boolean ephemeralPorts,
        Drive drive,
        Map<BlockId, Integer> openAisles,
        boolean ownProtections,
        boolean canSpread,
        Optional<Path> truthFile,
        TruthSink truthListener,
        Optional<Devices> devices) {
    public SimulatorOptions {
        openAisles = Map.copyOf(openAisles);
    }

    /**
     * Where and how often sensors and cameras publish.
     *
     * @param url {@code tcp://host:port}; empty for the plan's
     * @param userName empty for none
     * @param password empty for none
     * @param everyMillis how often each sensor says something, in milliseconds, 10–3,600,000
     */
    public record Devices(String url, Optional<String> userName, Optional<String> password, long everyMillis) {
        /** Often enough to watch it, in milliseconds; real ones take minutes. */
        public static final long USUAL_MILLIS = 5_000;

        @Override
        public String toString() {
            return "Devices[" + url + "]";
        }
    }

    /**
     * The plan's ports, the usual drive, protections on, no record.
     *
     * @return the defaults
     */
    public static SimulatorOptions usual() {
        return new SimulatorOptions(
                false, Drive.USUAL, Map.of(), true, true, Optional.empty(), event -> {}, Optional.empty());
    }

    /**
     * For tests: any free ports, and carriages that cross an aisle of 900 mm in about half a second.
     *
     * @return the defaults, in a hurry
     */
    public static SimulatorOptions forTests() {
        return usual().onEphemeralPorts().with(new Drive(3_000, 100, 50, 20));
    }

    /**
     * Listens at free ports.
     *
     * @return a copy
     */
    public SimulatorOptions onEphemeralPorts() {
        return new SimulatorOptions(
                true, drive, openAisles, ownProtections, canSpread, truthFile, truthListener, devices);
    }

    /**
     * Drives otherwise.
     *
     * @param otherDrive how fast
     * @return a copy
     */
    public SimulatorOptions with(Drive otherDrive) {
        return new SimulatorOptions(
                ephemeralPorts, otherDrive, openAisles, ownProtections, canSpread, truthFile, truthListener, devices);
    }

    /**
     * Starts with other open aisles.
     *
     * @param aisles by block
     * @return a copy
     */
    public SimulatorOptions withOpenAisles(Map<BlockId, Integer> aisles) {
        return new SimulatorOptions(
                ephemeralPorts, drive, aisles, ownProtections, canSpread, truthFile, truthListener, devices);
    }

    /**
     * Takes the controllers' own protections away: inputs are shown, but stop and refuse nothing.
     *
     * @return a copy
     */
    public SimulatorOptions withoutOwnProtections() {
        return new SimulatorOptions(
                ephemeralPorts, drive, openAisles, false, canSpread, truthFile, truthListener, devices);
    }

    /**
     * Block controllers that were built before operation 2 was in their register map.
     *
     * @return a copy
     */
    public SimulatorOptions withoutSpread() {
        return new SimulatorOptions(
                ephemeralPorts, drive, openAisles, ownProtections, false, truthFile, truthListener, devices);
    }

    /**
     * Writes the ground truth.
     *
     * @param file where to; overwritten
     * @return a copy
     */
    public SimulatorOptions recordingTo(Path file) {
        return new SimulatorOptions(
                ephemeralPorts,
                drive,
                openAisles,
                ownProtections,
                canSpread,
                Optional.of(file),
                truthListener,
                devices);
    }

    /**
     * Tells of everything that happens.
     *
     * @param listener must be quick and must not call the site
     * @return a copy
     */
    public SimulatorOptions tellingOf(TruthSink listener) {
        return new SimulatorOptions(
                ephemeralPorts, drive, openAisles, ownProtections, canSpread, truthFile, listener, devices);
    }

    /**
     * Simulates sensors and cameras as well.
     *
     * @param broker where they publish
     * @return a copy
     */
    public SimulatorOptions publishingTo(Devices broker) {
        return new SimulatorOptions(
                ephemeralPorts,
                drive,
                openAisles,
                ownProtections,
                canSpread,
                truthFile,
                truthListener,
                Optional.of(broker));
    }
}
