package org.archivevault.firmware.check;

import java.util.List;
import java.util.stream.Collectors;
import org.archivevault.firmware.document.Entry;
import org.archivevault.firmware.light.LightProfile;
import org.archivevault.firmware.plan.LightPlan;
import org.archivevault.firmware.plan.LightPlan.LitFace;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.protocol.Bilingual;

/** What was understood of pick lights, so that a person sees whether it is what was meant. */
final class UnderstoodLights {
    private static final Bilingual LIGHT = new Bilingual("指示灯 {}（{} @ {}）：{}", "lights {} ({} @ {}): {}");
    private static final Bilingual PROFILE = new Bilingual(
            "正确。指示灯配置 {}（{}）：{} 盏灯，{} {} 起，亮 {}，灭 {}",
            "fine. Light profile {} ({}): {} lamps, {} from {}, lit by {}, out by {}");

    private UnderstoodLights() {}

    static List<Bilingual> lights(SitePlan plan) {
        return plan.vaults().stream()
                .flatMap(vault -> vault.lights().stream())
                .map(UnderstoodLights::light)
                .toList();
    }

    private static Bilingual light(LightPlan light) {
        String faces = light.faces().stream().map(UnderstoodLights::face).collect(Collectors.joining(", "));
        String at = Understood.address(light.connection()) + " #" + light.unitId();
        return LIGHT.with(light.name(), light.profile().name(), at, faces);
    }

    private static String face(LitFace face) {
        int last = face.firstLamp() + face.lamps() - 1;
        return face.face() + " " + Entry.wordOf(face.per()) + " " + face.firstLamp() + "–" + last;
    }

    static Bilingual headline(LightProfile profile) {
        return new Bilingual(
                PROFILE.with(figures(profile, profile.title().zh())).zh(),
                PROFILE.with(figures(profile, profile.title().en())).en());
    }

    private static Object[] figures(LightProfile profile, String title) {
        LightProfile.Lamps lamps = profile.lamps();
        return new Object[] {
            profile.name(),
            title,
            lamps.count(),
            Entry.wordOf(lamps.table()),
            lamps.pduAddress(),
            lamps.on(),
            lamps.off()
        };
    }
}
