package org.archivevault.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Collects figures while things run, and prints them as one table. */
final class Report {
    private final PrintStream out;
    private final List<Figure> figures = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    Report(PrintStream out) {
        this.out = out;
    }

    /** Says what is being done now. */
    void progress(String format, Object... arguments) {
        out.println("… " + String.format(Locale.ROOT, format, arguments));
    }

    void add(Figure figure) {
        out.println("  " + figure.line().strip());
        figures.add(figure);
    }

    /** Something to know beside the figures. */
    void note(String format, Object... arguments) {
        String note = String.format(Locale.ROOT, format, arguments);
        out.println("  " + note);
        notes.add(note);
    }

    /** How many aims were missed. */
    long missed() {
        return figures.stream().filter(f -> !f.met()).count();
    }

    void print(List<String> machine) {
        out.println();
        machine.forEach(out::println);
        out.println();
        out.println(Figure.heading());
        figures.forEach(f -> out.println(f.line()));
        out.println();
        notes.forEach(n -> out.println("- " + n));
    }
}
