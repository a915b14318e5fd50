package org.archivevault.simulator.truth;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.List;
import org.archivevault.protocol.address.BlockId;
import org.jspecify.annotations.Nullable;

/**
 * Something that really happened. {@code t} is milliseconds on the simulator's own monotonic clock since its
 * {@link Begin}; one JSON object per line of the record, its name in {@code event}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
@JsonSubTypes({
    @JsonSubTypes.Type(TruthEvent.Begin.class),
    @JsonSubTypes.Type(TruthEvent.MotionStart.class),
    @JsonSubTypes.Type(TruthEvent.MotionBraking.class),
    @JsonSubTypes.Type(TruthEvent.MotionStop.class),
    @JsonSubTypes.Type(TruthEvent.NoMotion.class),
    @JsonSubTypes.Type(TruthEvent.InputChange.class),
    @JsonSubTypes.Type(TruthEvent.WatchdogTrip.class),
    @JsonSubTypes.Type(TruthEvent.ProgramState.class),
    @JsonSubTypes.Type(TruthEvent.ModbusWrite.class),
    @JsonSubTypes.Type(TruthEvent.ModbusException.class),
    @JsonSubTypes.Type(TruthEvent.TagSpot.class),
    @JsonSubTypes.Type(TruthEvent.ReaderChange.class),
    @JsonSubTypes.Type(TruthEvent.LampChange.class),
    @JsonSubTypes.Type(TruthEvent.SensorSaid.class),
    @JsonSubTypes.Type(TruthEvent.SensorFaultSet.class),
    @JsonSubTypes.Type(TruthEvent.ZoneExcursion.class),
    @JsonSubTypes.Type(TruthEvent.ZoneDamp.class),
    @JsonSubTypes.Type(TruthEvent.PersonSeen.class)
})
@JsonInclude(JsonInclude.Include.NON_NULL)
public sealed interface TruthEvent {
    /**
     * When it happened.
     *
     * @return milliseconds since the record began
     */
    @JsonProperty
    long t();

    /** Who set carriages in motion. */
    enum Cause {
        /** A command over Modbus. */
        @JsonProperty("modbus")
        MODBUS,
        /** A person at the block's own buttons. */
        @JsonProperty("local")
        LOCAL
    }

    /**
     * The first line.
     *
     * @param t 0
     * @param wall wall time, ISO-8601
     * @param monotonicNanos the reading of the operating system's monotonic clock at {@code t} 0
     * @param site site code
     * @param planDigest digest of the plan's file
     */
    @JsonTypeName("begin")
    record Begin(long t, String wall, long monotonicNanos, String site, String planDigest) implements TruthEvent {}

    /**
     * Carriages were set in motion.
     *
     * @param t when
     * @param block which block
     * @param aisle the aisle that will be open, 0 when they will stand spread
     * @param from the aisle that was open, 0 for none
     * @param token as written in the registers, 0 for a local motion
     * @param cause who
     */
    @JsonTypeName("motion.start")
    record MotionStart(long t, BlockId block, int aisle, int from, long token, Cause cause) implements TruthEvent {}

    /**
     * A motion was cut short; the carriages brake.
     *
     * @param t when
     * @param block which block
     * @param reason {@code stop-command}, {@code local-stop}, {@code watchdog}, {@code power}, or the input that tripped
     */
    @JsonTypeName("motion.braking")
    record MotionBraking(long t, BlockId block, String reason) implements TruthEvent {}

    /**
     * All carriages are at rest again.
     *
     * @param t when
     * @param block which block
     * @param openAisle the open aisle, 0 for none
     * @param spread whether they stand spread evenly
     * @param reason {@code arrived}, or why it was braked
     */
    @JsonTypeName("motion.stop")
    record MotionStop(long t, BlockId block, int openAisle, boolean spread, String reason) implements TruthEvent {}

    /**
     * A command was executed that had nothing to move, because its aisle was open, or the carriages stood spread.
     *
     * @param t when
     * @param block which block
     * @param aisle the aisle asked for, 0 when it was to spread them
     * @param token as written in the registers
     */
    @JsonTypeName("motion.none")
    record NoMotion(long t, BlockId block, int aisle, long token) implements TruthEvent {}

    /**
     * An input changed.
     *
     * @param t when
     * @param block which block
     * @param input {@code presence}, {@code safety-edge}, {@code obstruction}, {@code emergency-stop}, {@code door},
     *     {@code local}, {@code fault}
     * @param aisle which aisle; null when it speaks of the whole block
     * @param tripped the new state
     */
    @JsonTypeName("input")
    record InputChange(
            long t, BlockId block, String input, @Nullable Integer aisle, boolean tripped) implements TruthEvent {}

    /**
     * A watchdog tripped.
     *
     * @param t when
     * @param block which block
     * @param carriage whose; null when the block has one
     * @param stops whether its action is to stop
     */
    @JsonTypeName("watchdog.trip")
    record WatchdogTrip(long t, BlockId block, @Nullable Integer carriage, boolean stops) implements TruthEvent {}

    /**
     * The controllers' programs of a block hang, or run on.
     *
     * @param t when
     * @param block which block
     * @param running false when they hang
     */
    @JsonTypeName("program")
    record ProgramState(long t, BlockId block, boolean running) implements TruthEvent {}

    /**
     * A write request arrived at an endpoint.
     *
     * @param t when
     * @param controller whose endpoint
     * @param unit unit id
     * @param function function code
     * @param address PDU address of the first value
     * @param values registers; for a coil 1 or 0
     * @param transaction MBAP transaction id; null on RTU
     * @param heard false when a scripted fault kept it from the controller
     * @param fault the scripted fault that applied; null for none
     */
    @JsonTypeName("modbus.write")
    record ModbusWrite(
            long t,
            String controller,
            int unit,
            int function,
            int address,
            List<Integer> values,
            @Nullable Integer transaction,
            boolean heard,
            @Nullable String fault)
            implements TruthEvent {
        public ModbusWrite {
            values = List.copyOf(values);
        }
    }

    /**
     * The controller answered the write just before with an exception; nothing has changed.
     *
     * @param t when
     * @param controller whose endpoint
     * @param unit unit id
     * @param function function code
     * @param address PDU address of the first value
     * @param code exception code
     */
    @JsonTypeName("modbus.exception")
    record ModbusException(long t, String controller, int unit, int function, int address, int code)
            implements TruthEvent {}

    /**
     * A tag came to a spot.
     *
     * @param t when
     * @param epc its EPC
     * @param tid its TID
     * @param spot a position code, {@code desk}, {@code gate-inner}, {@code doorway}, {@code gate-outer}, {@code outside},
     *     or {@code nowhere} when it was taken out of the world
     */
    @JsonTypeName("tag.spot")
    record TagSpot(long t, String epc, String tid, String spot) implements TruthEvent {}

    /**
     * Something happened at a tag reader.
     *
     * @param t when
     * @param reader name in the site plan
     * @param what {@code client} came, {@code client-refused}, {@code client-closed}, {@code client-lost},
     *     {@code client-dropped} for want of keep-alive acknowledgements, {@code client-broken} for a stream that is no LLRP,
     *     {@code reading}, {@code idle}, {@code reboot}, {@code running}, {@code buffer-overflow}
     */
    @JsonTypeName("reader")
    record ReaderChange(long t, String reader, String what) implements TruthEvent {}

    /**
     * A lamp began to burn otherwise.
     *
     * @param t when
     * @param light its controller's name in the site plan
     * @param unit unit id
     * @param lamp its number, 1 upwards
     * @param colour 0 dark, 1 white, 2 green, 3 red, 4 blue; 16 more when it blinks
     */
    @JsonTypeName("lamp")
    record LampChange(long t, String light, int unit, int lamp, int colour) implements TruthEvent {}

    /**
     * A sensor said something.
     *
     * @param t when
     * @param sensor name in the site plan
     * @param temperature what it said, °C as it believes
     * @param humidity what it said, %RH
     * @param trueTemperature what the air is, °C
     * @param trueHumidity what the air is, %RH
     * @param sent false when there was no connection to the broker
     */
    @JsonTypeName("sensor.said")
    record SensorSaid(
            long t,
            String sensor,
            double temperature,
            double humidity,
            double trueTemperature,
            double trueHumidity,
            boolean sent)
            implements TruthEvent {}

    /**
     * Something is wrong with a sensor, or no longer.
     *
     * @param t when
     * @param sensor name in the site plan
     * @param fault {@code none}, {@code silent}, {@code stuck}, {@code nan}, {@code fahrenheit}, {@code excursion},
     *     {@code jump}
     * @param degrees by how much, for the last two, °C
     */
    @JsonTypeName("sensor.fault")
    record SensorFaultSet(long t, String sensor, String fault, double degrees) implements TruthEvent {}

    /**
     * The air of a zone is made warmer or colder, from now on.
     *
     * @param t when
     * @param zone code in the site plan
     * @param degrees °C; 0 ends it
     */
    @JsonTypeName("zone.excursion")
    record ZoneExcursion(long t, String zone, double degrees) implements TruthEvent {}

    /**
     * The air of a zone is made damper or drier, from now on.
     *
     * @param t when
     * @param zone code in the site plan
     * @param percent %RH; 0 ends it
     */
    @JsonTypeName("zone.damp")
    record ZoneDamp(long t, String zone, double percent) implements TruthEvent {}

    /**
     * Somebody walked into an aisle, or out of it, before a camera.
     *
     * @param t when
     * @param camera name in the site plan
     * @param aisle which
     * @param people how many are there now
     */
    @JsonTypeName("person")
    record PersonSeen(long t, String camera, String aisle, int people) implements TruthEvent {}
}
