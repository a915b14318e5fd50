package org.archivevault.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;

/** Shows a block as it moves, until told that it is enough. */
final class LiveBlock {
    private final Screen screen;
    private volatile boolean closed;

    private LiveBlock(Screen screen) {
        this.screen = screen;
    }

    /** Follows a block on a thread of its own. */
    static LiveBlock follow(Api api, Screen screen, String block) {
        LiveBlock live = new LiveBlock(screen);
        if (screen.isTerminal()) {
            Thread thread = new Thread(() -> live.run(api, block), "live-" + block);
            thread.setDaemon(true);
            thread.start();
        }
        return live;
    }

    private void run(Api api, String block) {
        try {
            EventReader.read(api.stream("/blocks/" + ClientCommand.segment(block) + "/events"), event -> {
                if (!closed) {
                    show(event);
                }
                return !closed;
            });
        } catch (IOException | ClientFailure e) {
            if (!closed) {
                screen.live(List.of("（看不到密集架的实时状态 / the live view of the block is lost）"));
            }
        }
    }

    private void show(JsonNode block) {
        screen.live(List.of(
                "  " + BlockDrawing.of(block, screen.columns() - 4),
                "  " + block.path("block").asText() + "  " + BlockDrawing.caption(block)));
    }

    void close() {
        closed = true;
        screen.settle();
    }
}
