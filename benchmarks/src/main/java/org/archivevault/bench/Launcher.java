package org.archivevault.bench;

import java.util.Arrays;
import java.util.List;

/** What only the launcher knows: it starts server and edge agent, so it says with which flags they are measured. */
final class Launcher {
    private Launcher() {}

    /** The JVM flags in an environment variable of {@code ./vault bench}. */
    static List<String> flags(String variable) {
        String text = System.getenv(variable);
        if (text == null) {
            throw new IllegalStateException(
                    "没有 " + variable + "：请用 ./vault bench 启动 / " + variable + " is not set: start it by ./vault bench");
        }
        return Arrays.stream(text.split(" ")).filter(f -> !f.isBlank()).toList();
    }
}
