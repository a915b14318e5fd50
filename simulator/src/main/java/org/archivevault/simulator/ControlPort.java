package org.archivevault.simulator;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.RecordParser;
import java.nio.charset.StandardCharsets;

/** The line commands over TCP, for shell scripts; only from this machine, because nobody is asked who he is. */
final class ControlPort {
    /** Far above the longest command; whoever sends more without a line end is not a person. */
    private static final int LONGEST_LINE_BYTES = 1_000;

    private static final String LOOPBACK = "127.0.0.1";

    private final ControlCommands commands;

    private ControlPort(ControlCommands commands) {
        this.commands = commands;
    }

    /** Succeeds with the open server, fails when the port is taken; 0 is any free port. */
    static Future<NetServer> listen(Vertx vertx, int port, ControlCommands commands) {
        NetServer server = vertx.createNetServer();
        server.connectHandler(new ControlPort(commands)::serve);
        return server.listen(port, LOOPBACK);
    }

    private void serve(NetSocket socket) {
        RecordParser lines = RecordParser.newDelimited("\n").maxRecordSize(LONGEST_LINE_BYTES);
        // One command after the other, so that the answers keep their order.
        Future<?>[] last = {Future.succeededFuture()};
        lines.handler(line -> {
            String text = line.toString(StandardCharsets.UTF_8);
            if (!text.isBlank()) {
                last[0] = last[0].transform(done -> commands.run(text).compose(answer -> socket.write(answer + "\n")));
            }
        });
        lines.exceptionHandler(e -> socket.close());
        socket.handler(lines);
    }
}
