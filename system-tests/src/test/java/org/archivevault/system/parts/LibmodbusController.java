package org.archivevault.system.parts;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.archivevault.firmware.plan.SitePlan;

/** A block controller whose Modbus is libmodbus's and whose logic was written from the reference page alone. */
public final class LibmodbusController implements AutoCloseable {
    private final Part part;
    private final int port;

    private LibmodbusController(Part part, int port) {
        this.part = part;
        this.port = port;
    }

    /**
     * Whether this machine can build it.
     *
     * @return true when compiler and library are there
     */
    public static boolean buildable() {
        return Files.isExecutable(Path.of("/usr/bin/gcc")) && Files.exists(Path.of("/usr/include/modbus/modbus.h"));
    }

    /**
     * Builds and starts it with the geometry of a block.
     *
     * @param home an empty folder
     * @param block the geometry; both ends equally wide, all between equally wide
     * @param travel how long one opening takes
     * @return the controller, listening
     * @throws IOException when it cannot be built
     */
    public static LibmodbusController start(Path home, SitePlan.Block block, Duration travel) throws IOException {
        Path source = home.resolve("mailbox.c");
        try (InputStream in = Objects.requireNonNull(
                LibmodbusController.class.getResourceAsStream("/foreign-controller/mailbox.c"))) {
            Files.copy(in, source);
        }
        try (Part compiler = Part.start(
                "gcc",
                home,
                "gcc",
                "-Wall",
                "-O1",
                "-I/usr/include/modbus",
                "mailbox.c",
                "-o",
                "mailbox",
                "-lmodbus")) {
            if (compiler.awaitExit(Duration.ofMinutes(1)) != 0) {
                throw new AssertionError("the controller does not build: " + compiler.output());
            }
        }
        int port = Part.freePort();
        List<SitePlan.Carriage> carriages = block.carriages();
        Part part = Part.start(
                "libmodbus controller",
                home,
                home.resolve("mailbox").toString(),
                Integer.toString(port),
                Integer.toString(carriages.size()),
                Integer.toString(block.aisleWidthMm()),
                Integer.toString(carriages.get(0).widthMm()),
                Integer.toString(carriages.get(1).widthMm()),
                Long.toString(travel.toMillis()));
        part.awaitLine("listening"::equals, Duration.ofSeconds(10));
        return new LibmodbusController(part, port);
    }

    /**
     * Where it listens.
     *
     * @return on 127.0.0.1
     */
    public int port() {
        return port;
    }

    /**
     * Holds an input register at a value: 5 for emergency stop (bit 0) and door (bit 1), 12 presence, 16 safety edge, 20
     * obstruction, one bit per aisle.
     *
     * @param register PDU address
     * @param value 0 for all clear
     */
    public void hold(int register, int value) {
        part.tell(register + " " + value);
        part.awaitLine(l -> l.equals("input " + register + "=" + value), Duration.ofSeconds(5));
    }

    /**
     * What it says happened: its own ground truth.
     *
     * @return the part behind it
     */
    public Part truth() {
        return part;
    }

    @Override
    public void close() {
        part.close();
    }
}
