package org.archivevault.server.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.firmware.source.WatchPlan;
import org.archivevault.protocol.Bilingual;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.address.Face;
import org.archivevault.protocol.address.VaultId;
import org.archivevault.protocol.link.EdgeId;
import org.archivevault.server.ServerSettings;
import org.archivevault.server.account.SessionSettings;
import org.archivevault.server.database.DatabaseSettings;
import org.archivevault.server.http.HttpSettings;

/** Sites for tests: the demonstration site, and one of few slots. */
public final class TestSite {
    private TestSite() {}

    /** A server of the demonstration site (17,760 slots), without edges. */
    public static TestServer serverOfDemoSite(DatabaseSettings database, String dataDir) {
        return TestServer.start(
                new ServerSettings(
                        HttpSettings.loopback(0),
                        database,
                        SessionSettings.defaults(),
                        null,
                        demoPlanFile().toString(),
                        dataDir,
                        Duration.ofSeconds(30)),
                Clock.systemUTC());
    }

    /**
     * A site of two blocks; each has two fixed carriages that face each other, so one aisle.
     *
     * @param slots per face, in one bay of one level
     * @param digest differs when the plan does
     */
    public static SitePlan small(int slots, String digest) {
        return new SitePlan(
                "ES",
                new Bilingual("测试", "test"),
                List.of(new SitePlan.Vault(
                        VaultId.parse("ES-V1"),
                        new Bilingual("库", "vault"),
                        new EdgeId("edge-v1"),
                        List.of(block("ES-V1-B1", slots), block("ES-V1-B2", slots)),
                        List.of(),
                        WatchPlan.NONE)),
                List.of(),
                digest);
    }

    private static SitePlan.Block block(String id, int slots) {
        return new SitePlan.Block(
                BlockId.parse(id),
                new Bilingual("区", "block"),
                "none",
                900,
                List.of(
                        new SitePlan.Carriage(1, false, 450, List.of(Face.B), 1, 1, slots, 0),
                        new SitePlan.Carriage(2, false, 450, List.of(Face.A), 1, 1, slots, 0)));
    }

    private static Path demoPlanFile() {
        try (InputStream in = SitePlan.class.getResourceAsStream("/sites/demo.yaml")) {
            if (in == null) {
                throw new AssertionError("no bundled demonstration site");
            }
            Path folder = Files.createDirectories(Path.of("target", "plans"));
            Path file = Files.createTempFile(folder, "demo", ".yaml");
            Files.write(file, in.readAllBytes());
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
