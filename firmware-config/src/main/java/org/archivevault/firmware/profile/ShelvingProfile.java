package org.archivevault.firmware.profile;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.archivevault.protocol.Bilingual;
import org.archivevault.protocol.command.Goal;
import org.archivevault.protocol.command.RefusalCode;
import org.jspecify.annotations.Nullable;

/**
 * How one kind of shelving controller is spoken to. All addresses are PDU addresses, 0-based as on the wire.
 *
 * @param name for example {@code block-mailbox}
 * @param version 1 upwards; a changed map is a new version
 * @param title what people call it
 * @param shape which of the two shapes it has
 * @param transports what it may be connected by
 * @param identity what must read back before anything else is believed
 * @param signals what can be read, by role
 * @param pollGroups what is read how often
 * @param prepare writes what is about to happen
 * @param echo reads back what the controller has understood
 * @param execute the one write that moves; by direction for {@link Shape#UNIT_PER_CARRIAGE}
 * @param stop the write that stops
 * @param spread how to ask for evenly spread carriages; null when the controller has no such function
 * @param results the controller's own refusals, by the number it gives
 * @param watchdog the controller's watchdog
 * @param limits times
 */
public record ShelvingProfile(
        String name,
        int version,
        Bilingual title,
        Shape shape,
        List<Transport> transports,
        Identity identity,
        Map<Role, List<Signal>> signals,
        List<PollGroup> pollGroups,
        Write prepare,
        Echo echo,
        Map<Direction, Write> execute,
        Write stop,
        @Nullable Spread spread,
        Map<Integer, RefusalCode> results,
        Watchdog watchdog,
        Limits limits) {
    public ShelvingProfile {
        transports = List.copyOf(transports);
        signals = Map.copyOf(signals);
        pollGroups = List.copyOf(pollGroups);
        execute = Map.copyOf(execute);
        results = Map.copyOf(results);
    }

    /** The two shapes of controller. */
    public enum Shape {
        /** One controller per block, with a command mailbox. */
        BLOCK_MAILBOX,
        /** One unit id per mobile carriage, with coils and status bits. */
        UNIT_PER_CARRIAGE
    }

    /** How a controller may be connected. */
    public enum Transport {
        /** Modbus TCP. */
        MODBUS_TCP,
        /** RTU on a serial line. */
        RTU_SERIAL,
        /** RTU frames in a TCP stream. */
        RTU_OVER_TCP
    }

    /** The four tables of Modbus. */
    public enum Table {
        /** Read and write bits (FC 1, 5, 15). */
        COIL,
        /** Read-only bits (FC 2). */
        DISCRETE_INPUT,
        /** Read-only registers (FC 4). */
        INPUT_REGISTER,
        /** Read and write registers (FC 3, 6, 16). */
        HOLDING_REGISTER
    }

    /** What a value is made of. */
    public enum ValueType {
        /** One bit of a bit table, or of a register. */
        BIT,
        /** One register, unsigned. */
        UINT16,
        /** One register, two's complement. */
        INT16,
        /** Two registers, unsigned. */
        UINT32,
        /** Two registers, two's complement. */
        INT32
    }

    /** Order of the four bytes of a 32-bit value on the wire. */
    public enum WordOrder {
        /** High word first, high byte first: Modbus's own habit. */
        ABCD,
        /** Low word first. */
        CDAB,
        /** High word first, bytes swapped. */
        BADC,
        /** Low word first, bytes swapped. */
        DCBA
    }

    /** What a signal means. */
    public enum Role {
        /** Counts up while the controller's program runs. */
        HEARTBEAT,
        /** Somebody is in an aisle (1 = yes). */
        PRESENCE,
        /** A safety edge is pressed (1 = yes). */
        SAFETY_EDGE,
        /** Something is in the way (1 = yes). */
        OBSTRUCTION,
        /** Emergency stop pressed or latched (1 = yes). */
        EMERGENCY_STOP,
        /** The guarded door is open (1 = yes). */
        DOOR_OPEN,
        /** Carriages are moving (1 = yes). */
        MOVING,
        /** A fault of the controller (1 = yes). */
        FAULT,
        /** Switched to local or manual (1 = yes). */
        LOCAL_MODE,
        /** The watchdog has tripped (1 = yes). */
        WATCHDOG_TRIPPED,
        /** Number of the open aisle, 0 for none. */
        OPEN_AISLE,
        /** Number of the aisle being opened, 0 for none. */
        TARGET_AISLE,
        /** The controller can spread the carriages evenly (1 = yes). */
        SPREAD_OFFERED,
        /** The carriages stand spread evenly, and nothing moves (1 = yes). */
        SPREAD,
        /** Left edge of a carriage, millimetres from the left end of the rails. */
        POSITION,
        /** Token of the command the controller last began. */
        LAST_TOKEN,
        /** How that command stands: see the register map. */
        LAST_RESULT,
        /** The number of the controller's refusal. */
        LAST_REFUSAL
    }

    /** What a signal speaks of, which is also how an array of them is counted. */
    public enum Scope {
        /** The whole block. */
        BLOCK,
        /** One value per aisle, aisle 1 first. */
        EACH_AISLE,
        /** One value per carriage, carriage 1 first. */
        EACH_CARRIAGE,
        /** The carriage whose unit is read. */
        THIS_CARRIAGE,
        /** The aisle at face A of the carriage whose unit is read. */
        AISLE_AT_A,
        /** The aisle at face B of the carriage whose unit is read. */
        AISLE_AT_B
    }

    /** Which way the acting carriage goes. */
    public enum Direction {
        /** The controller finds the way itself. */
        ANY,
        /** Towards lower numbers. */
        LEFT,
        /** Towards higher numbers. */
        RIGHT
    }

    /**
     * One value, or an array of values, that can be read.
     *
     * @param table where it lies
     * @param pduAddress of the first, 0-based
     * @param type what it is made of
     * @param bit for a {@link ValueType#BIT} in a register: the first bit, 0 = least significant; arrays run on through
     *     the bits of the following registers. Null otherwise
     * @param wordOrder for 32-bit values
     * @param scale what one step is worth
     * @param scope what it speaks of
     */
    public record Signal(
            Table table,
            int pduAddress,
            ValueType type,
            @Nullable Integer bit,
            WordOrder wordOrder,
            double scale,
            Scope scope) {}

    /**
     * A value that must read back, so that a wrong plug or a wrong profile is noticed before anything moves.
     *
     * @param table where it lies
     * @param pduAddress of the first register
     * @param values what the registers must hold
     * @param carriageCountAddress register that holds the number of carriages; null when there is none
     */
    public record Identity(
            Table table,
            int pduAddress,
            List<Integer> values,
            @Nullable Integer carriageCountAddress) {
        public Identity {
            values = List.copyOf(values);
        }
    }

    /**
     * Registers or bits read in one request.
     *
     * @param name for messages
     * @param table which table
     * @param pduAddress of the first
     * @param count how many: 1–125 registers or 1–2,000 bits (Modbus Application Protocol 1.1b3, 6.1–6.4)
     * @param interval how often
     */
    public record PollGroup(String name, Table table, int pduAddress, int count, Duration interval) {}

    /** To which unit a write goes. */
    public enum Target {
        /** The block's one unit. */
        BLOCK,
        /** The unit of the carriage that must move. */
        ACTING_CARRIAGE,
        /** Every unit of the block, one after the other. */
        EVERY_CARRIAGE
    }

    /** What a register of a write, or of an echo, holds. */
    public enum Operand {
        /** High word of the fencing token. */
        TOKEN_HIGH,
        /** Low word of the fencing token. */
        TOKEN_LOW,
        /** Number of the aisle to open. */
        AISLE,
        /** 1 = left, 2 = right. */
        DIRECTION,
        /** Exclusive or of all operands before it. */
        XOR,
        /** The write's {@code literal}. */
        LITERAL
    }

    /**
     * One register of a write or an echo.
     *
     * @param operand what it holds
     * @param literal its value when the operand is {@link Operand#LITERAL}, else 0
     */
    public record Word(Operand operand, int literal) {}

    /**
     * One write request.
     *
     * @param table {@link Table#HOLDING_REGISTER} or {@link Table#COIL}
     * @param pduAddress of the first
     * @param words what is written; a coil takes one literal, 1 for on
     * @param target to which unit
     */
    public record Write(Table table, int pduAddress, List<Word> words, Target target) {
        public Write {
            words = List.copyOf(words);
        }
    }

    /**
     * What must read back after the prepare.
     *
     * @param table which table
     * @param pduAddress of the first
     * @param words what must be there
     */
    public record Echo(Table table, int pduAddress, List<Word> words) {
        public Echo {
            words = List.copyOf(words);
        }
    }

    /**
     * What is prepared, and must read back, to spread the carriages evenly instead of opening an aisle. It lies where
     * {@code prepare} and {@code echo} lie, and the execute is the same.
     *
     * @param prepare what the registers of the prepare are written with
     * @param echo what the registers of the echo must hold
     */
    public record Spread(List<Word> prepare, List<Word> echo) {
        public Spread {
            prepare = List.copyOf(prepare);
            echo = List.copyOf(echo);
        }
    }

    /**
     * The controller's watchdog. Makers ship it off or on "hold", so it is written at connect and read back.
     *
     * @param timeoutAddress holding register of the timeout
     * @param timeoutUnit what one step of that register is worth
     * @param timeout what it must be
     * @param actionAddress holding register of what it does
     * @param stopAction the value that means "stop"
     * @param keepAliveAddress holding register to which a changing value is written
     * @param keepAliveInterval how often
     */
    public record Watchdog(
            int timeoutAddress,
            Duration timeoutUnit,
            Duration timeout,
            int actionAddress,
            int stopAction,
            int keepAliveAddress,
            Duration keepAliveInterval) {
        /**
         * The value of the timeout register.
         *
         * @return timeout in its unit
         */
        public int timeoutSteps() {
            return (int) (timeout.toMillis() / timeoutUnit.toMillis());
        }
    }

    /**
     * Times.
     *
     * @param requestDeadline total time for one request, from first byte out to last byte in
     * @param armWindow how long a prepared command stays armed in the controller
     * @param openingTime longest time from motion write to open aisle
     * @param silenceBetweenFrames RTU only: silence before the next request
     * @param largestRegisterRead most registers in one read
     */
    public record Limits(
            Duration requestDeadline,
            Duration armWindow,
            Duration openingTime,
            Duration silenceBetweenFrames,
            int largestRegisterRead) {}

    /**
     * The write that prepares a goal.
     *
     * @param goal one aisle open, or spread
     * @return the write; empty when the controller has no such function
     */
    public Optional<Write> prepareOf(Goal goal) {
        if (!goal.isSpread()) {
            return Optional.of(prepare);
        }
        return Optional.ofNullable(spread)
                .map(other -> new Write(prepare.table(), prepare.pduAddress(), other.prepare(), prepare.target()));
    }

    /**
     * What must read back once a goal is prepared.
     *
     * @param goal one aisle open, or spread
     * @return the words; empty when the controller has no such function
     */
    public Optional<List<Word>> echoOf(Goal goal) {
        return goal.isSpread() ? Optional.ofNullable(spread).map(Spread::echo) : Optional.of(echo.words());
    }

    /**
     * The signals of a role.
     *
     * @param role what they mean
     * @return possibly several (one per side); empty when the controller has none
     */
    public List<Signal> signalsOf(Role role) {
        return Optional.ofNullable(signals.get(role)).orElse(List.of());
    }

    /**
     * How many values an array can hold: it runs to the end of the poll group that reads it, or to the next signal.
     *
     * @param array a signal of this profile that speaks of each aisle or each carriage
     * @return how many values, 0 when no poll group reads it
     */
    public int capacityOf(Signal array) {
        return SignalSpan.capacity(
                array,
                pollGroups,
                signals.values().stream().flatMap(List::stream).toList());
    }
}
