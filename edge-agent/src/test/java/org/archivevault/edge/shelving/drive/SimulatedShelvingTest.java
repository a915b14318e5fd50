package org.archivevault.edge.shelving.drive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.command.CommandOutcome;
import org.archivevault.protocol.command.CommandOutcome.Executed;
import org.archivevault.protocol.event.EdgeEvent;
import org.archivevault.simulator.truth.TruthEvent;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The edge's shelving part against simulated controllers of both shapes, over the wire. */
final class SimulatedShelvingTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"ES-V1-B1", "ES-V1-B2"})
    void opensTheAisleThatIsAskedForAndTellsItsStory(String name) {
        BlockId block = BlockId.parse(name);
        try (Rig rig = new Rig(folder)) {
            // GIVEN a block with aisle 1 open and nothing against it
            rig.awaitReady(block);

            // WHEN aisle 4 is asked for
            CommandOutcome outcome = rig.open(block, 4);

            // THEN it moves, once, and says so
            assertThat(outcome).isEqualTo(new Executed(true));
            rig.awaitOpen(block, 4);
            await().until(() -> !rig.events(EdgeEvent.MotionStopped.class).isEmpty());
            assertThat(rig.truth(TruthEvent.MotionStart.class)).hasSize(1);
            assertThat(rig.truth(TruthEvent.MotionStart.class).get(0).aisle()).isEqualTo(4);
            assertThat(rig.events(EdgeEvent.MotionStopped.class).get(0).openAisle())
                    .isEqualTo(4);
        }
    }
}
