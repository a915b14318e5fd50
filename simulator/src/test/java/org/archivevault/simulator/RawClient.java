package org.archivevault.simulator;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A Modbus TCP client by hand, which shows every byte that comes back. */
final class RawClient implements AutoCloseable {
    /** One answer as it came. */
    record Answer(int transaction, int protocol, int unit, String pdu) {}

    /** Generous: many builds share this machine. */
    private static final int TIMEOUT_MILLIS = 20_000;

    private final Socket socket = new Socket();
    private final DataInputStream in;
    private int transaction = 100;

    RawClient(int port) throws IOException {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
    }

    /** Sends a request given in hex, and returns its transaction id. */
    int send(int unit, String pduHex) throws IOException {
        byte[] pdu = Hex.bytes(pduHex);
        transaction++;
        ByteBuffer frame = ByteBuffer.allocate(7 + pdu.length)
                .putShort((short) transaction)
                .putShort((short) 0)
                .putShort((short) (pdu.length + 1))
                .put((byte) unit)
                .put(pdu);
        socket.getOutputStream().write(frame.array());
        return transaction;
    }

    Answer receive() throws IOException {
        int tid = in.readUnsignedShort();
        int protocol = in.readUnsignedShort();
        int length = in.readUnsignedShort();
        int unit = in.readUnsignedByte();
        byte[] pdu = in.readNBytes(length - 1);
        return new Answer(tid, protocol, unit, Hex.text(pdu));
    }

    /** Asks and returns the answer's PDU in hex. */
    String ask(int unit, String pduHex) throws IOException {
        int sent = send(unit, pduHex);
        Answer answer = receive();
        if (answer.transaction() != sent || answer.unit() != unit) {
            throw new IOException("not the answer to " + sent + ": " + answer);
        }
        return answer.pdu();
    }

    /** Reads registers with function 3 or 4. */
    int[] registers(int unit, int function, int address, int count) throws IOException {
        byte[] pdu = Hex.bytes(ask(unit, String.format("%02x%04x%04x", function, address, count)));
        if (pdu.length != 2 + 2 * count) {
            throw new IOException("an answer of " + pdu.length + " bytes: " + Hex.text(pdu));
        }
        int[] values = new int[count];
        for (int i = 0; i < count; i++) {
            values[i] = ((pdu[2 + 2 * i] & 0xFF) << 8) | (pdu[3 + 2 * i] & 0xFF);
        }
        return values;
    }

    /** Writes registers with function 16 and returns the answer's PDU in hex. */
    String write(int unit, int address, int... values) throws IOException {
        StringBuilder pdu =
                new StringBuilder(String.format("10%04x%04x%02x", address, values.length, 2 * values.length));
        Arrays.stream(values).forEach(v -> pdu.append(String.format("%04x", v)));
        return ask(unit, pdu.toString());
    }

    /** Whether nothing comes within a time. */
    boolean silentFor(int millis) throws IOException {
        socket.setSoTimeout(millis);
        try {
            return in.read() < 0;
        } catch (SocketTimeoutException e) {
            return true;
        } finally {
            socket.setSoTimeout(TIMEOUT_MILLIS);
        }
    }

    /** Reads on until the end of the stream, or fails as the connection does. */
    byte[] readToEnd() throws IOException {
        return in.readAllBytes();
    }

    byte[] readBytes(int count) throws IOException {
        return in.readNBytes(count);
    }

    void sendBytes(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
