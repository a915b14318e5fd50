package org.archivevault.simulator.reader;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** An LLRP client by hand, which shows every byte. It knows frames, nothing of what they mean. */
final class RawLlrp implements AutoCloseable {
    /** Generous: many builds share this machine. */
    private static final int TIMEOUT_MILLIS = 20_000;

    private static final int HEADER_BYTES = 10;
    private static final int KEEPALIVE = 62;
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    /** A message as it came. */
    record Frame(int type, long id, String body, String whole) {}

    /** Everything that came, in order. */
    final List<String> came = new ArrayList<>();

    private final Socket socket = new Socket();
    private final DataInputStream in;
    private final boolean acknowledges;

    RawLlrp(int port) throws IOException {
        this(port, true);
    }

    RawLlrp(int port, boolean acknowledges) throws IOException {
        this.acknowledges = acknowledges;
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
    }

    void send(int type, long id, String bodyHex) throws IOException {
        byte[] body = HEX.parseHex(bodyHex.replace(" ", ""));
        ByteBuffer frame = ByteBuffer.allocate(HEADER_BYTES + body.length)
                .putShort((short) (1 << 10 | type))
                .putInt(HEADER_BYTES + body.length)
                .putInt((int) id)
                .put(body);
        sendBytes(frame.array());
    }

    void sendBytes(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    void sendHex(String hex) throws IOException {
        sendBytes(HEX.parseHex(hex.replace(" ", "")));
    }

    /** The next message that is no keep-alive; keep-alives are acknowledged, unless told otherwise. */
    Frame receive() throws IOException {
        for (Frame frame = next(); ; frame = next()) {
            if (frame.type() != KEEPALIVE) {
                return frame;
            }
            if (acknowledges) {
                send(72, frame.id(), "");
            }
        }
    }

    /** The next message. */
    Frame next() throws IOException {
        byte[] header = in.readNBytes(HEADER_BYTES);
        if (header.length < HEADER_BYTES) {
            throw new EOFException("the reader closed the connection");
        }
        ByteBuffer head = ByteBuffer.wrap(header);
        int type = head.getShort() & 0x3FF;
        int length = head.getInt();
        long id = head.getInt() & 0xFFFF_FFFFL;
        if (length < HEADER_BYTES || length > 1 << 20) {
            throw new IOException("a frame of " + length + " bytes");
        }
        byte[] body = in.readNBytes(length - HEADER_BYTES);
        if (body.length < length - HEADER_BYTES) {
            throw new EOFException("the reader closed the connection in the middle of a message");
        }
        String whole = HEX.formatHex(header) + HEX.formatHex(body);
        came.add(whole);
        return new Frame(type, id, HEX.formatHex(body), whole);
    }

    /** The answer of a type, past any reports and events. */
    Frame awaiting(int type) throws IOException {
        Frame frame = receive();
        while (frame.type() != type) {
            frame = receive();
        }
        return frame;
    }

    /** Asks, and gives the body of the answer to it. */
    String ask(int type, long id, String bodyHex) throws IOException {
        send(type, id, bodyHex);
        Frame frame = receive();
        while (frame.id() != id || frame.type() == 61 || frame.type() == 63) {
            frame = receive();
        }
        return frame.body();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
