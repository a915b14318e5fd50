package org.archivevault.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParentCommand;

/** What every command has: the API and the screen. */
abstract class ClientCommand implements Callable<Integer> {
    @ParentCommand
    @Nullable
    VaultClient client;

    VaultClient client() {
        if (client == null) {
            throw new IllegalStateException("picocli sets the parent before it calls");
        }
        return client;
    }

    Api api() {
        return client().api();
    }

    Screen screen() {
        return client().screen();
    }

    /** A value that picocli has filled in before it calls. */
    static <T> T given(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("picocli fills in required parameters before it calls");
        }
        return value;
    }

    /** One segment of a path. */
    static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
