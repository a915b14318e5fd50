package org.archivevault.edge.health;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.event.BlockView;
import org.archivevault.protocol.event.EdgeEvent;
import org.archivevault.protocol.event.EdgeEvent.DeviceHealthChanged;

/** What is known about the edge's own health. May be used from any thread. */
public final class HealthBook {
    private final LongSupplier clock;
    private final Map<String, DeviceHealth> devices = new TreeMap<>();
    private final Map<BlockId, BlockView> views = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    /**
     * An empty book.
     *
     * @param clock the edge's clock, in milliseconds
     */
    public HealthBook(LongSupplier clock) {
        this.clock = clock;
    }

    /**
     * One device as it is now.
     *
     * @param name its name
     * @param healthy whether it answers
     * @param detail what is wrong, or empty
     */
    public record Device(String name, boolean healthy, String detail) {}

    /**
     * A device answered as it should.
     *
     * @param device its name
     */
    public void answered(String device) {
        synchronized (devices) {
            of(device).answered(clock.getAsLong());
        }
    }

    /**
     * A device did not answer as it should.
     *
     * @param device its name
     * @param sentence why, for people
     */
    public void failed(String device, String sentence) {
        count("device_failures_total");
        synchronized (devices) {
            of(device).failed(sentence);
        }
    }

    private DeviceHealth of(String device) {
        return devices.computeIfAbsent(device, name -> new DeviceHealth(name, clock.getAsLong()));
    }

    /**
     * What changed since this was last asked.
     *
     * @return the changes, to be recorded
     */
    public List<DeviceHealthChanged> changes() {
        List<DeviceHealthChanged> changes = new ArrayList<>();
        synchronized (devices) {
            devices.values().forEach(d -> d.change(clock.getAsLong()).ifPresent(changes::add));
        }
        return changes;
    }

    /**
     * All devices.
     *
     * @return in order of name
     */
    public List<Device> devices() {
        synchronized (devices) {
            long now = clock.getAsLong();
            return devices.entrySet().stream()
                    .map(d -> new Device(
                            d.getKey(),
                            d.getValue().isHealthy(now),
                            d.getValue().detail(now)))
                    .toList();
        }
    }

    /**
     * Notes the newest view of a block.
     *
     * @param view the view
     */
    public void seen(BlockView view) {
        views.put(view.block(), view);
    }

    /**
     * The newest view of each block.
     *
     * @return in order of block
     */
    public List<BlockView> views() {
        return views.values().stream()
                .sorted((a, b) -> a.block().toString().compareTo(b.block().toString()))
                .toList();
    }

    /**
     * Counts something.
     *
     * @param what a metric's name, with labels when it has any
     */
    public void count(String what) {
        counts.computeIfAbsent(what, name -> new LongAdder()).increment();
    }

    /**
     * Counts an event by what it says.
     *
     * @param event what happened
     */
    public void count(EdgeEvent event) {
        if (event instanceof EdgeEvent.CommandEnded ended) {
            String outcome = ended.outcome().getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
            count("commands_total{outcome=\"" + outcome + "\"}");
        } else if (event instanceof EdgeEvent.StopSent sent) {
            count("stops_total{confirmed=\"" + sent.confirmed() + "\"}");
        } else if (event instanceof EdgeEvent.MotionStarted) {
            count("motions_total");
        }
    }

    /**
     * All counts.
     *
     * @return by name
     */
    public Map<String, Long> counts() {
        Map<String, Long> all = new TreeMap<>();
        counts.forEach((name, count) -> all.put(name, count.sum()));
        return all;
    }
}
