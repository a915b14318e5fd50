package org.archivevault.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Site plans as large as a measurement needs. */
final class Sites {
    /** Of the one edge agent. */
    static final String EDGE = "edge-v1";

    /** Fixed at both ends, with one face each; the 18 between have two. */
    private static final int CARRIAGES = 20;

    private static final int FACES = 2 * CARRIAGES - 2;
    private static final int BAYS = 10;
    private static final int LEVELS = 7;
    private static final int SLOTS = 30;

    private Sites() {}

    /** Mailbox blocks enough for so many packs; nothing listens for them. */
    static Path forPacks(Path file, int packs) throws IOException {
        int ofBlock = FACES * BAYS * LEVELS * SLOTS;
        int blocks = (packs + ofBlock - 1) / ofBlock;
        StringBuilder controllers = new StringBuilder();
        StringBuilder block = new StringBuilder();
        for (int i = 1; i <= blocks; i++) {
            controllers.append(String.format(
                    Locale.ROOT,
                    "  - {name: c%d, profile: block-mailbox-1, unitId: 1, connection: {type: modbus-tcp, host: 127.0.0.1,"
                            + " port: %d}}%n",
                    i,
                    1 + i));
            block.append(block("B" + i, "c" + i, BAYS, LEVELS, SLOTS, CARRIAGES));
        }
        return write(file, controllers.toString(), block.toString());
    }

    /** One mailbox block of ten carriages whose controller listens at the port. */
    static Path oneBlock(Path file, int port) throws IOException {
        String controller = String.format(
                Locale.ROOT,
                "  - {name: c1, profile: block-mailbox-1, unitId: 1, connection: {type: modbus-tcp, host: 127.0.0.1, port:"
                        + " %d}}%n",
                port);
        return write(file, controller, block("B1", "c1", 6, 6, 20, 10));
    }

    /** The same with a desk reader at each of the ports. */
    static Path withDesks(Path file, int controllerPort, String profile, List<Integer> readerPorts) throws IOException {
        oneBlock(file, controllerPort);
        StringBuilder readers = new StringBuilder("    readers:\n");
        for (int r = 0; r < readerPorts.size(); r++) {
            readers.append(String.format(
                    Locale.ROOT,
                    "      - {name: reader-%1$d, profile: %2$s, connection: {host: 127.0.0.1, port: %3$d},"
                            + " readPoints: [{name: desk-%1$d, kind: desk, antennas: [1]}]}%n",
                    r,
                    profile,
                    readerPorts.get(r)));
        }
        return Files.writeString(file, Files.readString(file) + readers);
    }

    /** The same with so many sensors behind a bridge that publishes on a broker. */
    static Path withSensors(Path file, String brokerUrl, int sensors) throws IOException {
        oneBlock(file, 1);
        StringBuilder watch = new StringBuilder(String.format(Locale.ROOT, """
                    zones:
                      - {code: v1, name: {zh: 库房, en: Vault}, keeps: paper, blocks: [B1]}
                    deviceBroker: {url: "%s"}
                    sources:
                      - name: climate
                        profile: zigbee2mqtt-1
                        prefix: zigbee2mqtt
                        sensors:
                """, brokerUrl));
        for (int s = 0; s < sensors; s++) {
            watch.append(String.format(
                    Locale.ROOT,
                    "          - {name: %s, device: %s, zone: v1}%n",
                    SensorCrowd.sensor(s),
                    SensorCrowd.device(s)));
        }
        return Files.writeString(file, Files.readString(file) + watch);
    }

    private static Path write(Path file, String controllers, String blocks) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        return Files.writeString(file, String.format(Locale.ROOT, """
                kind: site-plan
                site: ES
                name: {zh: 测量, en: Measurement}
                controllers:
                %svaults:
                  - code: V1
                    name: {zh: 库房, en: Vault}
                    edge: %s
                    blocks:
                %s""", controllers, EDGE, blocks));
    }

    private static String block(String code, String controller, int bays, int levels, int slots, int carriages) {
        return String.format(Locale.ROOT, """
                      - code: %s
                        name: {zh: 区 %1$s, en: Block %1$s}
                        controller: %s
                        aisleWidth: 900mm
                        guards: [presence, safety-edge, obstruction, emergency-stop, door]
                        shelves: {bays: %d, levels: %d, slots: %d}
                        carriages:
                          - {number: 1, kind: fixed, width: 450mm, faces: [B]}
                          - {number: 2..%d, kind: mobile, width: 600mm, faces: [A, B]}
                          - {number: %d, kind: fixed, width: 450mm, faces: [A]}
                """, code, controller, bays, levels, slots, carriages - 1, carriages);
    }
}
