package org.archivevault.standalone;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.protocol.address.FaceId;
import org.archivevault.protocol.address.ShelfAddress;
import org.archivevault.protocol.pack.Epc;
import org.archivevault.server.importing.sample.ExportGenerator;
import org.archivevault.server.importing.sample.SamplePack;
import org.archivevault.simulator.tags.Spot;
import org.archivevault.simulator.tags.TagWorld;

/**
 * The tags of the simulated vault: at the first start on the packs that stand where antennas see them, later where they
 * were when the demo was stopped. Packs elsewhere get their tag into the world when somebody carries them.
 */
final class SimulatedTags {
    private final TagWorld world;
    private final Path file;

    SimulatedTags(TagWorld world, Path file) {
        this.world = world;
        this.file = file;
    }

    /** Puts the tags where they belong, before anybody reads them. */
    void restore(SitePlan plan, ExportGenerator sample) throws IOException {
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                int blank = line.indexOf(' ');
                world.place(new Epc(line.substring(0, blank)), Spot.parse(line.substring(blank + 1)));
            }
            return;
        }
        Set<FaceId> read = facesWithAntennas(plan);
        for (int i = 0; i < sample.packs(); i++) {
            SamplePack pack = sample.pack(i);
            if (pack.positionCode() != null) {
                ShelfAddress address = ShelfAddress.parse(pack.positionCode());
                if (read.contains(FaceId.of(address))) {
                    world.place(new Epc(pack.epc()), new Spot.Slot(address));
                }
            }
        }
    }

    /** The faces that antennas watch. */
    static Set<FaceId> facesWithAntennas(SitePlan plan) {
        return plan.vaults().stream()
                .flatMap(vault -> vault.readers().stream())
                .flatMap(reader -> reader.readPoints().stream())
                .flatMap(point -> point.face().stream())
                .collect(Collectors.toSet());
    }

    /** Keeps where every tag is for the next start. */
    void save() throws IOException {
        List<String> lines = world.tags().stream()
                .map(placed -> placed.tag().epc() + " " + placed.spot())
                .toList();
        Files.write(file, lines, StandardCharsets.UTF_8);
    }
}
