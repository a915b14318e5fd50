package org.archivevault.simulator.watch;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How a source speaks. Not thread-safe: the world calls it in its turns. */
interface Voice {
    /** What the broker says for it when it is gone. */
    Optional<Publication> lastWill();

    /** What it says when it has a connection. */
    List<Publication> hello();

    /** What it says when it leaves in good order. */
    List<Publication> goodBye();

    /** Topics that it listens to. */
    default List<String> listens() {
        return List.of();
    }

    /** What it answers. */
    default List<Publication> heard(String topic, Instant now) {
        return List.of();
    }

    /** What it says of a sample; nothing when it has no sensors. */
    List<Publication> says(String device, SimulatedSensor.Sample sample, Instant now);
}
