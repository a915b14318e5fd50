package org.archivevault.firmware.source;

import java.util.ArrayList;
import java.util.List;
import org.archivevault.protocol.Bilingual;
import org.jspecify.annotations.Nullable;

/** Collects what one message tells. */
final class Sayings {
    private final List<Told> told = new ArrayList<>();

    void say(Told one) {
        told.add(one);
    }

    void unusable(String source, @Nullable Bilingual complaint) {
        if (complaint != null) {
            told.add(new Told.Unusable(source, complaint));
        }
    }

    List<Told> told() {
        return List.copyOf(told);
    }
}
