package org.archivevault.server.shelving;

import java.util.ArrayList;
import java.util.List;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.firmware.source.WatchPlan;
import org.archivevault.protocol.Bilingual;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.address.Face;
import org.archivevault.protocol.address.VaultId;
import org.archivevault.protocol.link.EdgeId;

/** A small site: one vault, two blocks of four carriages. */
public final class TestPlan {
    /** The block most tests use. */
    public static final BlockId BLOCK = BlockId.parse("ES-V1-B1");
    /** The other one. */
    public static final BlockId OTHER_BLOCK = BlockId.parse("ES-V1-B2");
    /** The edge agent of both. */
    public static final EdgeId EDGE = new EdgeId("edge-v1");

    private TestPlan() {}

    /**
     * The site.
     *
     * @return the plan; its controllers are left out, since the server does not look at them
     */
    public static SitePlan plan() {
        Bilingual name = new Bilingual("库房", "vault");
        return new SitePlan(
                "ES",
                name,
                List.of(new SitePlan.Vault(
                        VaultId.parse("ES-V1"),
                        name,
                        EDGE,
                        List.of(block(BLOCK), block(OTHER_BLOCK)),
                        List.of(),
                        WatchPlan.NONE)),
                List.of(),
                "0".repeat(64));
    }

    private static SitePlan.Block block(BlockId id) {
        List<SitePlan.Carriage> carriages = new ArrayList<>();
        for (int number = 1; number <= 4; number++) {
            boolean end = number == 1 || number == 4;
            carriages.add(new SitePlan.Carriage(number, !end, 600, List.of(Face.A, Face.B), 2, 3, 4, 0));
        }
        return new SitePlan.Block(id, new Bilingual("区", "block"), "controller-" + id.block(), 900, carriages);
    }
}
