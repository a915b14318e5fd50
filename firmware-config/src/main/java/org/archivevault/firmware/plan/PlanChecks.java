package org.archivevault.firmware.plan;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.archivevault.firmware.document.Entry;
import org.archivevault.firmware.document.Nearest;
import org.archivevault.firmware.light.LightProfile;
import org.archivevault.firmware.problem.Problems;
import org.archivevault.firmware.profile.ShelvingProfile;
import org.archivevault.firmware.profile.ShelvingProfile.Shape;
import org.archivevault.firmware.reader.ReaderProfile;
import org.archivevault.firmware.source.SourceProfile;
import org.archivevault.protocol.Bilingual;

/** What a schema cannot say of a plan. Values that the schema has refused already are passed over. */
final class PlanChecks {
    private static final Bilingual VAULT_TWICE =
            new Bilingual("库房代码 \"{}\" 重复，第一次在第 {} 行", "vault code \"{}\" stands twice, first on line {}");
    private static final Bilingual EDGE_TWICE = new Bilingual(
            "边缘代理 \"{}\" 重复，第一次在第 {} 行；每个库房一个",
            "edge agent \"{}\" stands twice, first on line {}: each vault has its own");
    private static final Bilingual BLOCK_TWICE =
            new Bilingual("区代码 \"{}\" 重复，第一次在第 {} 行", "block code \"{}\" stands twice, first on line {}");
    private static final Bilingual NO_CONTROLLER = new Bilingual("没有名为 \"{}\" 的控制器", "there is no controller \"{}\"");
    private static final Bilingual ONE_BLOCK = new Bilingual(
            "控制器 \"{}\" 已驱动第 {} 行的区；block-mailbox 控制器只驱动一个区",
            "controller \"{}\" drives the block of line {} already; a block-mailbox controller drives one block");
    private static final Bilingual ONE_VAULT = new Bilingual(
            "控制器 \"{}\" 已用于另一个库房；一条总线只能由一个边缘代理使用",
            "controller \"{}\" is used by another vault already; one edge agent alone uses a bus");
    private static final Bilingual IDLE = new Bilingual("控制器 \"{}\" 没有驱动任何区", "controller \"{}\" drives no block");

    private final Entry root;
    private final NamedProfiles<ShelvingProfile> profiles;
    private final NamedProfiles<ReaderProfile> readers;
    private final NamedProfiles<LightProfile> lights;
    private final NamedProfiles<SourceProfile> sources;
    private final Problems problems;
    private final Map<String, Entry> blockOfMailbox = new HashMap<>();
    private final Map<String, Integer> vaultOfController = new HashMap<>();
    private final Map<String, FirstSeen> unitsOfBus = new HashMap<>();
    private final Set<String> used = new HashSet<>();

    PlanChecks(
            Entry root,
            NamedProfiles<ShelvingProfile> profiles,
            NamedProfiles<ReaderProfile> readers,
            NamedProfiles<LightProfile> lights,
            NamedProfiles<SourceProfile> sources,
            Problems problems) {
        this.root = root;
        this.profiles = profiles;
        this.readers = readers;
        this.lights = lights;
        this.sources = sources;
        this.problems = problems;
    }

    void run() {
        Map<String, NamedController> controllers = new ControllerChecks(root, profiles).run();
        FirstSeen codes = new FirstSeen(VAULT_TWICE);
        FirstSeen edges = new FirstSeen(EDGE_TWICE);
        for (Entry vault : root.get("vaults").items()) {
            vault.get("code").text().ifPresent(code -> codes.check(code, vault.get("code")));
            vault.get("edge").text().ifPresent(edge -> edges.check(edge, vault.get("edge")));
            FirstSeen blocks = new FirstSeen(BLOCK_TWICE);
            for (Entry block : vault.get("blocks").items()) {
                block.get("code").text().ifPresent(code -> blocks.check(code, block.get("code")));
                block(block, vault.line(), controllers);
            }
        }
        for (NamedController controller : controllers.values()) {
            if (!used.contains(controller.name()) && !controller.name().isEmpty()) {
                controller.entry().get("name").wrong(IDLE.with(controller.name()), null);
            }
        }
        readersAndLights();
        WatchChecks watch = new WatchChecks(sources);
        root.get("vaults").items().forEach(watch::vault);
    }

    /** Whether a face exists is judged only in a plan that is sound so far, else one mistake would be told as many. */
    private void readersAndLights() {
        boolean sound = problems.isEmpty();
        ReaderChecks checks = new ReaderChecks(root, readers);
        String site = root.get("site").text().orElse("");
        for (Entry vault : root.get("vaults").items()) {
            checks.vault(vault, sound ? Optional.of(FacesOfVault.of(site, vault)) : Optional.empty());
        }
        boolean soundSoFar = problems.isEmpty();
        LightChecks lightChecks = new LightChecks(root, lights);
        for (Entry vault : root.get("vaults").items()) {
            lightChecks.vault(vault, soundSoFar ? Optional.of(FacesOfVault.of(site, vault)) : Optional.empty());
        }
    }

    private void block(Entry block, int vaultLine, Map<String, NamedController> controllers) {
        Entry named = block.get("controller");
        Optional<NamedController> controller = named.text().map(controllers::get);
        // Without any controllers, it is that which is told.
        if (named.text().isPresent() && controller.isEmpty() && !controllers.isEmpty()) {
            String name = named.toString();
            Optional<String> meant = Nearest.of(name, controllers.keySet());
            meant.ifPresent(used::add);
            named.wrong(NO_CONTROLLER.with(name), meant.orElse(null));
        }
        controller.ifPresent(known -> drives(known, block, vaultLine));
        String bus = controller.map(NamedController::name).orElse("");
        new GuardChecks(block, controller.flatMap(NamedController::profile)).run();
        new CarriageChecks(
                        block,
                        controller.flatMap(NamedController::profile),
                        unitsOfBus.computeIfAbsent(bus, b -> UnitChecks.ofOneBus()))
                .run();
    }

    private void drives(NamedController controller, Entry block, int vaultLine) {
        used.add(controller.name());
        Entry named = block.get("controller");
        Entry other = blockOfMailbox.putIfAbsent(controller.name(), block);
        if (other != null && controller.hasShape(Shape.BLOCK_MAILBOX)) {
            named.wrong(ONE_BLOCK.with(controller.name(), other.line()), null);
        }
        Integer firstVault = vaultOfController.putIfAbsent(controller.name(), vaultLine);
        if (firstVault != null && firstVault != vaultLine && controller.hasShape(Shape.UNIT_PER_CARRIAGE)) {
            named.wrong(ONE_VAULT.with(controller.name()), null);
        }
    }
}
