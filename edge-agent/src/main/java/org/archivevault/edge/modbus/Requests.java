package org.archivevault.edge.modbus;

import com.ghgande.j2mod.modbus.msg.ModbusRequest;
import com.ghgande.j2mod.modbus.msg.ModbusResponse;
import com.ghgande.j2mod.modbus.msg.ReadCoilsRequest;
import com.ghgande.j2mod.modbus.msg.ReadCoilsResponse;
import com.ghgande.j2mod.modbus.msg.ReadInputDiscretesRequest;
import com.ghgande.j2mod.modbus.msg.ReadInputDiscretesResponse;
import com.ghgande.j2mod.modbus.msg.ReadInputRegistersRequest;
import com.ghgande.j2mod.modbus.msg.ReadInputRegistersResponse;
import com.ghgande.j2mod.modbus.msg.ReadMultipleRegistersRequest;
import com.ghgande.j2mod.modbus.msg.ReadMultipleRegistersResponse;
import com.ghgande.j2mod.modbus.msg.WriteCoilRequest;
import com.ghgande.j2mod.modbus.msg.WriteMultipleRegistersRequest;
import com.ghgande.j2mod.modbus.msg.WriteSingleRegisterRequest;
import com.ghgande.j2mod.modbus.procimg.Register;
import com.ghgande.j2mod.modbus.procimg.SimpleRegister;
import com.ghgande.j2mod.modbus.util.BitVector;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.archivevault.firmware.profile.ShelvingProfile.Table;

/**
 * Builds requests and reads answers with j2mod's message classes; the only class that knows j2mod. What j2mod does not
 * check is checked before it sees a byte: answers reach it only with the exact length and byte count.
 */
final class Requests {
    /** Modbus Application Protocol 1.1b3, 6.3 and 6.4. */
    static final int MOST_REGISTERS_READ = 125;
    /** Modbus Application Protocol 1.1b3, 6.1 and 6.2. */
    static final int MOST_BITS_READ = 2_000;
    /** Modbus Application Protocol 1.1b3, 6.12. */
    static final int MOST_REGISTERS_WRITTEN = 123;
    /** Addresses 0–65535 (Modbus Application Protocol 1.1b3, 4.4). */
    static final int ADDRESSES = 65_536;

    /** Function code and byte count come before the data of a read's answer (Modbus Application Protocol 1.1b3, 6). */
    private static final int READ_HEADER = 2;
    /** Echo of a write: function code, address, value or count (Modbus Application Protocol 1.1b3, 6.5, 6.6, 6.12). */
    private static final int ECHO_LENGTH = 5;

    private Requests() {}

    static Request<int[]> readRegisters(int unit, Table table, int pduAddress, int count) {
        require(count >= 1 && count <= MOST_REGISTERS_READ, "1–125 registers at once, not " + count);
        range(pduAddress, count);
        int length = READ_HEADER + 2 * count;
        if (table == Table.HOLDING_REGISTER) {
            return new Request<>(
                    unit, false, pdu(new ReadMultipleRegistersRequest(pduAddress, count)), length, answer -> {
                        ReadMultipleRegistersResponse read = data(new ReadMultipleRegistersResponse(), answer);
                        return registers(count, read::getRegisterValue);
                    });
        }
        require(table == Table.INPUT_REGISTER, "registers are not in table " + table);
        return new Request<>(unit, false, pdu(new ReadInputRegistersRequest(pduAddress, count)), length, answer -> {
            ReadInputRegistersResponse read = data(new ReadInputRegistersResponse(), answer);
            return registers(count, read::getRegisterValue);
        });
    }

    static Request<boolean[]> readBits(int unit, Table table, int pduAddress, int count) {
        require(count >= 1 && count <= MOST_BITS_READ, "1–2,000 bits at once, not " + count);
        range(pduAddress, count);
        int length = READ_HEADER + (count + 7) / 8;
        if (table == Table.COIL) {
            return new Request<>(unit, false, pdu(new ReadCoilsRequest(pduAddress, count)), length, answer -> {
                ReadCoilsResponse read = data(new ReadCoilsResponse(), answer);
                return bits(count, read.getCoils());
            });
        }
        require(table == Table.DISCRETE_INPUT, "bits are not in table " + table);
        return new Request<>(unit, false, pdu(new ReadInputDiscretesRequest(pduAddress, count)), length, answer -> {
            ReadInputDiscretesResponse read = data(new ReadInputDiscretesResponse(), answer);
            return bits(count, read.getDiscretes());
        });
    }

    static Request<Boolean> writeRegisters(int unit, int pduAddress, int[] values) {
        require(
                values.length >= 1 && values.length <= MOST_REGISTERS_WRITTEN,
                "1–123 registers at once, not " + values.length);
        range(pduAddress, values.length);
        require(Arrays.stream(values).allMatch(v -> v >= 0 && v <= 0xFFFF), "values are 0–65535");
        Register[] registers =
                Arrays.stream(values).mapToObj(SimpleRegister::new).toArray(Register[]::new);
        return write(
                unit,
                values.length == 1
                        ? new WriteSingleRegisterRequest(pduAddress, registers[0])
                        : new WriteMultipleRegistersRequest(pduAddress, registers));
    }

    static Request<Boolean> writeCoil(int unit, int pduAddress, boolean on) {
        range(pduAddress, 1);
        return write(unit, new WriteCoilRequest(pduAddress, on));
    }

    private static Request<Boolean> write(int unit, ModbusRequest request) {
        byte[] pdu = pdu(request);
        return new Request<>(unit, true, pdu, ECHO_LENGTH, Request.echoOf(pdu, ECHO_LENGTH));
    }

    /** Headless j2mod messages are unit id and PDU; the unit id belongs to the frame and is put there by it. */
    private static byte[] pdu(ModbusRequest request) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(Request.LARGEST_PDU + 1);
        request.setHeadless();
        try {
            request.writeTo(new DataOutputStream(bytes));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        byte[] all = bytes.toByteArray();
        return Arrays.copyOfRange(all, 1, all.length);
    }

    private static <M extends ModbusResponse> M data(M message, byte[] answer) throws Misfit {
        Misfit.unlessEqual("byte count", answer.length - READ_HEADER, answer[1] & 0xFF);
        try {
            message.readData(new DataInputStream(new ByteArrayInputStream(answer, 1, answer.length - 1)));
        } catch (IOException | RuntimeException unreadable) {
            throw new Misfit("unreadable answer: " + unreadable);
        }
        return message;
    }

    private static int[] registers(int count, IntUnaryOperator value) {
        return IntStream.range(0, count).map(value).toArray();
    }

    /** Reads j2mod's bytes, first bit lowest: its own access to single bits writes a log line for each of them. */
    private static boolean[] bits(int count, BitVector vector) {
        BitSet set = BitSet.valueOf(vector.getBytes());
        boolean[] bits = new boolean[count];
        for (int i = 0; i < count; i++) {
            bits[i] = set.get(i);
        }
        return bits;
    }

    private static void range(int pduAddress, int count) {
        require(
                pduAddress >= 0 && pduAddress + count <= ADDRESSES,
                count + " from address " + pduAddress + " leaves 0–65535");
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
