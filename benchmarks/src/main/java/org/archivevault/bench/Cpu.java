package org.archivevault.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

/** CPU time that processes have used, from Linux: of a busy machine it says more than the clock on the wall. */
final class Cpu {
    /** Clock ticks per second that Linux shows to programs, on every machine there is. */
    private static final double TICKS_PER_SECOND = 100;

    /** Of the fields after the program's name: user and system time, its own and of its children that have ended. */
    private static final int USER = 11;

    private static final int SYSTEM_OF_ENDED = 14;
    private static final int USER_OF_ENDED = 13;

    private Cpu() {}

    /** Of a process and all below it, also those that have ended; in seconds. */
    static double seconds(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants())
                .mapToDouble(p -> seconds(p.pid(), USER))
                .sum();
    }

    /** Of those children of this process that have ended: measuring tools; in seconds. */
    static double secondsOfEndedTools() {
        return seconds(ProcessHandle.current().pid(), USER_OF_ENDED);
    }

    private static double seconds(long pid, int firstField) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            long ticks = 0;
            for (int i = firstField; i <= SYSTEM_OF_ENDED; i++) {
                ticks += Long.parseLong(fields[i]);
            }
            return ticks / TICKS_PER_SECOND;
        } catch (NoSuchFileException ended) {
            // Ended since it was listed: its parent has its time.
            return 0;
        } catch (IOException e) {
            throw new IllegalStateException("no CPU time of " + pid, e);
        }
    }
}
