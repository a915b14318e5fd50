package org.archivevault.edge.modbus;

import java.util.concurrent.atomic.AtomicInteger;

/** What one run of the contract counted. */
final class Tally {
    final AtomicInteger cases = new AtomicInteger();
    final AtomicInteger requests = new AtomicInteger();
    final AtomicInteger wrongValues = new AtomicInteger();
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
                wrongValues.get(),
                repeatedWrites.get(),
                untypedFailures.get(),
                late.get(),
                longestMillis.get());
    }
}
