package org.archivevault.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A Mosquitto of its own, on loopback; without TLS and passwords, so that nothing but its work is measured. */
final class Broker {
    private static final Duration SYS_INTERVAL = Duration.ofMillis(1_500);

    private final int port;
    private final Child child;

    private Broker(int port, Child child) {
        this.port = port;
        this.child = child;
    }

    static Broker start(Running running, Path home) throws IOException {
        int port = Waiting.freePort();
        Path configuration = Files.createDirectories(home).resolve("mosquitto.conf");
        // Its default holds a message back for 40 ms behind an acknowledgement on the same connection; the bare MQTT
        // hops
        // that a command stands beside would be ten times too long.
        // It holds no more than a thousand messages for a reader who is busy for a moment, and drops the rest: a fifth
        // of a
        // second of 2,000 sensors. docs/design/what-a-reading-means.md asks for more room, for us and for anybody else.
        Files.writeString(
                configuration,
                "listener " + port + " 127.0.0.1\nallow_anonymous true\npersistence false\nset_tcp_nodelay true\n"
                        + "max_queued_messages 100000\nsys_interval 1\n");
        Child child = running.add(
                Child.start("mosquitto", Map.of(), List.of(Tool.MOSQUITTO.toString(), "-c", configuration.toString())));
        Broker broker = new Broker(port, child);
        Waiting.until("mosquitto", Duration.ofSeconds(10), Duration.ofMillis(20), broker::answers);
        return broker;
    }

    private boolean answers() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** Listens to its own word on what it drops, from now on. */
    Child drops(Running running) {
        return running.add(Child.start(
                "mosquitto_sub",
                Map.of(),
                List.of(
                        PlainPipe.SUBSCRIBER.toString(),
                        "-h",
                        "127.0.0.1",
                        "-p",
                        Integer.toString(port),
                        "-t",
                        "$SYS/broker/publish/messages/dropped")));
    }

    /** How many messages it has dropped so far, as it says itself; it says so only when that has changed. */
    static long dropped(Child drops) {
        // What it says is a second old at most.
        Waiting.idle(SYS_INTERVAL);
        List<String> said = drops.lines();
        return said.isEmpty() ? 0 : Long.parseLong(said.get(said.size() - 1).strip());
    }

    int port() {
        return port;
    }

    ProcessHandle handle() {
        return child.handle();
    }

    String url() {
        return "tcp://127.0.0.1:" + port;
    }
}
