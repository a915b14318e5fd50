package org.archivevault.bench;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.firmware.profile.ShelvingProfile;
import org.archivevault.protocol.Allowed;
import org.archivevault.simulator.truth.TruthEvent;
import org.archivevault.simulator.truth.TruthSink;

/** When the writes of a command arrive at the controller, on this process's clock. */
final class Truth implements TruthSink {
    private final int prepareAddress;
    private final int executeAddress;
    private volatile Expected expected = new Expected();

    /** The writes of one command. */
    static final class Expected {
        final CompletableFuture<Long> prepared = new CompletableFuture<>();
        final CompletableFuture<Long> executed = new CompletableFuture<>();
    }

    Truth(SitePlan plan) {
        ShelvingProfile profile = plan.controllers().get(0).profile();
        this.prepareAddress = profile.prepare().pduAddress();
        this.executeAddress = Objects.requireNonNull(profile.execute().get(ShelvingProfile.Direction.ANY))
                .pduAddress();
    }

    /** Forgets what was, and waits for the writes of the next command. */
    Expected expect() {
        Expected next = new Expected();
        expected = next;
        return next;
    }

    @Override
    @Allowed("this is where the time is measured")
    public void record(TruthEvent event) {
        if (event instanceof TruthEvent.ModbusWrite write && write.heard()) {
            long now = System.nanoTime();
            List<Integer> values = write.values();
            if (write.address() == prepareAddress && values.size() > 1) {
                expected.prepared.complete(now);
            } else if (write.address() == executeAddress) {
                expected.executed.complete(now);
            }
        }
    }
}
