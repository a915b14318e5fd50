package org.archivevault.firmware.plan;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.archivevault.firmware.profile.ShelvingProfile;

/**
 * A shelving controller of a site: how it is spoken to, and where it is reached.
 *
 * @param name named once per site
 * @param profile how it is spoken to
 * @param unitId Modbus unit id when the block has one controller, 0–255; for one unit per carriage see
 *     {@link SitePlan.Carriage#unitId()}
 * @param connection where it is reached
 */
public record ControllerPlan(String name, ShelvingProfile profile, int unitId, Connection connection) {
    /** Where a controller is reached. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Tcp.class, name = "modbus-tcp"),
        @JsonSubTypes.Type(value = RtuOverTcp.class, name = "rtu-over-tcp"),
        @JsonSubTypes.Type(value = RtuSerial.class, name = "rtu-serial")
    })
    public sealed interface Connection permits Tcp, RtuOverTcp, RtuSerial {}

    /**
     * Modbus TCP.
     *
     * @param host name or address
     * @param port 1–65535, the standard's is 502
     */
    public record Tcp(String host, int port) implements Connection {}

    /**
     * RTU frames through a serial device server.
     *
     * @param host name or address
     * @param port 1–65535
     */
    public record RtuOverTcp(String host, int port) implements Connection {}

    /**
     * RTU on a serial line.
     *
     * @param device for example {@code /dev/ttyUSB0}
     * @param baud bits per second, 1,200–115,200
     * @param parity of each character
     * @param stopBits 1 or 2
     */
    public record RtuSerial(String device, int baud, Parity parity, int stopBits) implements Connection {}

    /** Parity of a serial line. */
    public enum Parity {
        /** No parity bit. */
        NONE,
        /** Even parity, the Modbus default. */
        EVEN,
        /** Odd parity. */
        ODD
    }
}
