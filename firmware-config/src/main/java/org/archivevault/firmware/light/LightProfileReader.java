package org.archivevault.firmware.light;

import org.archivevault.firmware.document.Entry;
import org.archivevault.firmware.profile.ShelvingProfile.Table;
import org.archivevault.firmware.profile.ShelvingProfile.Transport;
import org.archivevault.protocol.Bilingual;

/** Makes a profile of a document that has been checked; anything missing here is a gap in the checks. */
final class LightProfileReader {
    private LightProfileReader() {}

    static LightProfile profile(Entry root) {
        return new LightProfile(
                text(root.get("name")) + "-" + number(root.get("version")),
                new Bilingual(
                        text(root.get("title").get("zh")),
                        text(root.get("title").get("en"))),
                root.get("transports").items().stream()
                        .map(item -> item.word(Transport.class).orElseThrow())
                        .toList(),
                identity(root.get("identity")),
                lamps(root.get("lamps")),
                limits(root.get("limits")));
    }

    private static LightProfile.Identity identity(Entry entry) {
        return new LightProfile.Identity(
                table(entry),
                number(entry.get("pduAddress")),
                entry.get("values").items().stream()
                        .map(LightProfileReader::number)
                        .toList());
    }

    private static LightProfile.Lamps lamps(Entry entry) {
        return new LightProfile.Lamps(
                table(entry),
                number(entry.get("pduAddress")),
                number(entry.get("count")),
                entry.get("on").integer().orElse(1),
                entry.get("off").integer().orElse(0));
    }

    private static LightProfile.Limits limits(Entry entry) {
        return new LightProfile.Limits(
                entry.get("requestDeadline").duration().orElseThrow(),
                entry.get("silenceBetweenFrames").duration().orElseThrow(),
                number(entry.get("largestRead")));
    }

    private static Table table(Entry entry) {
        return entry.get("table").word(Table.class).orElseThrow();
    }

    private static String text(Entry entry) {
        return entry.text().orElseThrow();
    }

    private static int number(Entry entry) {
        return entry.integer().orElseThrow();
    }
}
