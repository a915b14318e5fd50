package org.archivevault.edge.tags.llrp;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A reader that does as it is told: each connection is played by the next script, the last one for ever. */
final class PeerReader implements Closeable {
    private static final int ENABLE_EVENTS_AND_REPORTS = 64;
    private static final int GET_READER_CAPABILITIES = 1;
    private static final int KEEPALIVE_ACK = 72;
    private static final int CLOSE_CONNECTION = 14;

    /** Plays one connection; it is closed when it returns. */
    @FunctionalInterface
    interface Script {
        void play(Talk talk) throws IOException, InterruptedException;
    }

    /** One message of the client. */
    record Heard(int type, long id, ByteBuffer bytes) {}

    private final ServerSocket server;
    private final List<Script> scripts;
    private final List<Talk> talks = new CopyOnWriteArrayList<>();
    private final List<String> ends = new CopyOnWriteArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile String capabilities = Llrp.capabilities(true, 10);

    private PeerReader(ServerSocket server, Script... scripts) {
        this.server = server;
        this.scripts = List.of(scripts);
    }

    static PeerReader play(Script... scripts) throws IOException {
        return playOn(0, scripts);
    }

    static PeerReader playOn(int port, Script... scripts) throws IOException {
        ServerSocket server = new ServerSocket(port, 8, InetAddress.getLoopbackAddress());
        PeerReader reader = new PeerReader(server, scripts);
        Thread thread = new Thread(reader::serve, "peer-reader");
        thread.setDaemon(true);
        thread.start();
        return reader;
    }

    PeerReader withCapabilities(String hex) {
        capabilities = hex;
        return this;
    }

    int port() {
        return server.getLocalPort();
    }

    int connections() {
        return talks.size();
    }

    /** All that the client said, of all connections. */
    Stream<Heard> heard() {
        return talks.stream().flatMap(talk -> talk.heard.stream());
    }

    List<Integer> typesHeard() {
        return heard().map(Heard::type).toList();
    }

    /** Why connections ended that their scripts did not end. */
    List<String> ends() {
        return ends;
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                socket.setTcpNoDelay(true);
                Talk talk = new Talk(socket);
                talks.add(talk);
                scripts.get(Math.min(talks.size(), scripts.size()) - 1).play(talk);
            } catch (IOException | InterruptedException ended) {
                // The client has gone, or the test is over: the next connection, if any.
                ends.add(ended.toString());
            }
        }
    }

    @Override
    public void close() throws IOException {
        over.countDown();
        server.close();
        for (Talk talk : talks) {
            talk.socket.close();
        }
    }

    /** One connection, from the reader's side. */
    final class Talk {
        private final Socket socket;
        private final DataInputStream in;
        private final OutputStream out;
        private final List<Heard> heard = new CopyOnWriteArrayList<>();

        private Talk(Socket socket) throws IOException {
            this.socket = socket;
            this.in = new DataInputStream(socket.getInputStream());
            this.out = socket.getOutputStream();
        }

        void send(byte[] bytes) throws IOException {
            out.write(bytes);
            out.flush();
        }

        void welcome() throws IOException {
            send(Llrp.message(63, 0, Llrp.connectionAttempt(0)));
        }

        /** The next message of the client. */
        Heard next() throws IOException {
            byte[] header = in.readNBytes(Frame.HEADER_BYTES);
            if (header.length < Frame.HEADER_BYTES) {
                throw new IOException("the client has gone");
            }
            ByteBuffer head = ByteBuffer.wrap(header);
            byte[] message = new byte[head.getInt(2)];
            System.arraycopy(header, 0, message, 0, header.length);
            in.readFully(message, header.length, message.length - header.length);
            Heard next = new Heard(head.getShort(0) & 0x3FF, head.getInt(6) & 0xFFFF_FFFFL, ByteBuffer.wrap(message));
            heard.add(next);
            return next;
        }

        /** As a reader that finds everything right would answer. */
        void answer(Heard request) throws IOException {
            switch (request.type()) {
                case GET_READER_CAPABILITIES -> send(Llrp.message(11, request.id(), capabilities));
                case CLOSE_CONNECTION -> send(Llrp.message(4, request.id(), Llrp.SUCCESS));
                case ENABLE_EVENTS_AND_REPORTS, KEEPALIVE_ACK -> {
                    // Have no answer.
                }
                default -> send(Llrp.message(request.type() + 10, request.id(), Llrp.SUCCESS));
            }
        }

        /** Answers everything up to the request of a type, which is returned without an answer. */
        Heard answerUntil(int type) throws IOException {
            Heard next = next();
            while (next.type() != type) {
                answer(next);
                next = next();
            }
            return next;
        }

        /** The whole connect sequence. */
        void begin() throws IOException {
            welcome();
            answerUntil(ENABLE_EVENTS_AND_REPORTS);
        }

        /** Lets time pass, but no longer than the test lasts. */
        void pause(long millis) throws IOException, InterruptedException {
            if (over.await(millis, TimeUnit.MILLISECONDS)) {
                throw new IOException("the test is over");
            }
        }

        /** Answers until the client goes. */
        void stay() throws IOException {
            while (true) {
                answer(next());
            }
        }
    }
}
