package org.archivevault.firmware.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.archivevault.firmware.profile.ShelvingProfile;
import org.archivevault.firmware.reader.ReaderPlan;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.address.Face;
import org.archivevault.protocol.address.ShelfAddress;
import org.archivevault.protocol.link.EdgeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SitePlanLoaderTest {
    @Test
    void the_demo_plan_loads_with_all_that_it_says() {
        // WHEN
        SitePlan plan = SitePlanLoader.loadBundled("demo");

        // THEN
        assertThat(plan.site()).isEqualTo("ES");
        assertThat(plan.name().zh()).isEqualTo("峨山供电有限公司");
        assertThat(plan.blocks()).extracting(b -> b.id().toString()).containsExactly("ES-V1-B1", "ES-V1-B2");
        assertThat(plan.edgeOf(BlockId.parse("ES-V1-B2"))).contains(new EdgeId("edge-v1"));

        SitePlan.Block first = plan.block(BlockId.parse("ES-V1-B1")).orElseThrow();
        assertThat(first.carriages()).hasSize(10);
        assertThat(first.aisleCount()).isEqualTo(9);
        assertThat(first.aisleWidthMm()).isEqualTo(900);
        assertThat(first.railLengthMm()).isEqualTo(2 * 450 + 8 * 600 + 900);
        assertThat(first.carriages().get(0))
                .isEqualTo(new SitePlan.Carriage(1, false, 450, List.of(Face.B), 6, 6, 20, 0));
        assertThat(first.hasSlot(ShelfAddress.parse("ES-V1-B1-03A-05-2-07"))).isTrue();
        assertThat(first.hasSlot(ShelfAddress.parse("ES-V1-B1-01A-05-2-07"))).isFalse();

        SitePlan.Block second = plan.block(BlockId.parse("ES-V1-B2")).orElseThrow();
        assertThat(second.carriages()).extracting(SitePlan.Carriage::unitId).containsExactly(0, 2, 3, 4, 5, 0);

        ControllerPlan mailbox = plan.controller("block-1-controller").orElseThrow();
        assertThat(mailbox.unitId()).isEqualTo(1);
        assertThat(mailbox.connection()).isEqualTo(new ControllerPlan.Tcp("127.0.0.1", 15020));
        assertThat(mailbox.profile().shape()).isEqualTo(ShelvingProfile.Shape.BLOCK_MAILBOX);
        assertThat(plan.controller("block-2-bus").orElseThrow().connection())
                .isEqualTo(new ControllerPlan.RtuOverTcp("127.0.0.1", 15021));

        assertThat(plan.vaults().get(0).readers())
                .extracting(ReaderPlan::name, reader -> reader.profile().name(), ReaderPlan::port)
                .containsExactly(
                        tuple("gate-reader", "portal-1", 15084),
                        tuple("desk-reader", "desk-1", 15085),
                        tuple("shelf-reader-b1", "shelf-1", 15086));
    }

    @Test
    void the_digest_is_that_of_the_files_bytes(@TempDir Path folder) throws Exception {
        // GIVEN
        byte[] bytes = demo();
        Path file = Files.write(folder.resolve("site.yaml"), bytes);

        // WHEN
        SitePlan plan = SitePlanLoader.load(file);

        // THEN
        byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(bytes);
        assertThat(plan.digest()).isEqualTo(HexFormat.of().formatHex(sha256));
        assertThat(plan).isEqualTo(SitePlanLoader.loadBundled("demo"));
    }

    private static byte[] demo() throws IOException {
        try (InputStream in = SitePlanLoaderTest.class.getResourceAsStream("/sites/demo.yaml")) {
            return Objects.requireNonNull(in).readAllBytes();
        }
    }
}
