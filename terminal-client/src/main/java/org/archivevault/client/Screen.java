package org.archivevault.client;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Writes lines, and on a terminal rewrites the last few in place. */
final class Screen {
    private final PrintWriter out;
    private final boolean terminal;
    private final int columns;
    private List<String> live = new ArrayList<>();

    Screen(PrintWriter out, boolean terminal, int columns) {
        this.out = out;
        this.terminal = terminal;
        this.columns = Math.max(40, columns);
    }

    int columns() {
        return columns;
    }

    boolean isTerminal() {
        return terminal;
    }

    /** A line that stays. */
    synchronized void say(String line) {
        erase();
        out.println(line);
        live.forEach(out::println);
        out.flush();
    }

    /** The lines below everything else, in place of the ones before; left out where there is no terminal. */
    synchronized void live(List<String> lines) {
        if (!terminal || lines.equals(live)) {
            return;
        }
        erase();
        live = List.copyOf(lines);
        live.forEach(out::println);
        out.flush();
    }

    /** Lets the live lines stand as they are. */
    synchronized void settle() {
        live = List.of();
    }

    private void erase() {
        if (terminal && !live.isEmpty()) {
            out.print("\u001b[" + live.size() + "A\u001b[J");
        }
    }
}
