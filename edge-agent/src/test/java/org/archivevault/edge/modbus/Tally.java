package org.archivevault.edge.modbus;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** What one run of the contract counted. */
final class Tally {
    final AtomicInteger cases = new AtomicInteger();
    final AtomicInteger requests = new AtomicInteger();
    final List<String> wrongValues = new CopyOnWriteArrayList<>();
    final AtomicInteger repeatedWrites = new AtomicInteger();
    final AtomicInteger untypedFailures = new AtomicInteger();
    final AtomicInteger late = new AtomicInteger();
    final AtomicInteger longestMillis = new AtomicInteger();

    String table(String medium) {
        return String.format(
                "%n| %-12s | cases %3d | requests %5d | wrong values accepted %d | writes repeated %d | untyped failures %d |"
                        + " beyond deadline %d | longest %4d ms |%n",
                medium,
                cases.get(),
                requests.get(),
                wrongValues.size(),
                repeatedWrites.get(),
                untypedFailures.get(),
                late.get(),
                longestMillis.get());
    }
}
