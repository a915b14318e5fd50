package org.archivevault.client;

import java.io.Console;
import java.util.Optional;

/** Whether a person sits at this process's input and output. The launcher knows; newer JDKs give a console to pipes too. */
final class Terminal {
    private Terminal() {}

    static boolean present() {
        return Boolean.getBoolean("vault.terminal");
    }

    static Optional<Console> console() {
        return present() ? Optional.ofNullable(System.console()) : Optional.empty();
    }
}
