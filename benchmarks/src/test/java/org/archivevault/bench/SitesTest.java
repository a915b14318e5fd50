package org.archivevault.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.firmware.plan.SitePlanLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SitesTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void a_plan_for_a_million_packs_has_no_mistakes_and_a_slot_for_each() throws IOException {
        SitePlan plan = SitePlanLoader.load(Sites.forPacks(folder.resolve("site.yaml"), 1_000_000));

        assertThat(slots(plan)).isBetween(1_000_000, 1_100_000);
    }

    @Test
    void the_block_whose_aisles_are_opened_has_nine_of_them() throws IOException {
        SitePlan plan = SitePlanLoader.load(Sites.oneBlock(folder.resolve("site.yaml"), 1502));

        assertThat(plan.blocks())
                .singleElement()
                .extracting(SitePlan.Block::aisleCount)
                .isEqualTo(9);
    }

    private static int slots(SitePlan plan) {
        return plan.blocks().stream()
                .flatMap(b -> b.carriages().stream())
                .mapToInt(SitePlan.Carriage::slotCount)
                .sum();
    }
}
