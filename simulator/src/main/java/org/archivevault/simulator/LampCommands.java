package org.archivevault.simulator;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.archivevault.firmware.plan.LightPlan;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.protocol.address.ShelfAddress;

/** The line command with which a person looks at the pick lights. */
final class LampCommands {
    private final SimulatedSite site;

    LampCommands(SimulatedSite site) {
        this.site = site;
    }

    /** One line for each lamp that burns: its controller, number, colour, and the first slot that it stands at. */
    String list(List<String> words) {
        StringBuilder answer = new StringBuilder();
        for (SitePlan.Vault vault : site.plan().vaults()) {
            for (LightPlan light : vault.lights()) {
                if (words.size() < 2 || words.get(1).equals(light.name())) {
                    burning(answer, light);
                }
            }
        }
        return answer.append(ControlCommands.OK).toString();
    }

    private void burning(StringBuilder answer, LightPlan light) {
        for (Map.Entry<Integer, Integer> lamp :
                site.light(light.name()).burning().entrySet()) {
            String where = firstSlot(light, lamp.getKey())
                    .map(ShelfAddress::positionCode)
                    .orElse("-");
            answer.append(light.name())
                    .append(" lamp=")
                    .append(lamp.getKey())
                    .append(" colour=")
                    .append(lamp.getValue())
                    .append(" at=")
                    .append(where)
                    .append('\n');
        }
    }

    private static Optional<ShelfAddress> firstSlot(LightPlan light, int lamp) {
        for (LightPlan.LitFace lit : light.faces()) {
            for (int bay = 1; bay <= lit.bays(); bay++) {
                for (int level = 1; level <= lit.levels(); level++) {
                    ShelfAddress slot = new ShelfAddress(
                            lit.face().block(),
                            lit.face().carriage(),
                            lit.face().face(),
                            bay,
                            level,
                            1);
                    if (light.lampOf(slot).orElse(0) == lamp) {
                        return Optional.of(slot);
                    }
                }
            }
        }
        return Optional.empty();
    }
}
