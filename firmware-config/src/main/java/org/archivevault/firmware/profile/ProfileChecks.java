package org.archivevault.firmware.profile;

import java.util.Optional;
import org.archivevault.firmware.document.Entry;
import org.archivevault.protocol.Bilingual;

/** What a schema cannot say of a profile. Values that the schema has refused already are passed over. */
final class ProfileChecks {
    private static final Bilingual NO_REFUSAL =
            new Bilingual("拒绝码须在 1–65535 之间（0 表示无）", "a refusal number is in 1–65535 (0 means none)");
    private static final int LARGEST_REGISTER_VALUE = 65_535;

    private final Entry root;

    ProfileChecks(Entry root) {
        this.root = root;
    }

    void run() {
        Optional<ShelvingProfile.Shape> shape = root.get("shape").word(ShelvingProfile.Shape.class);
        new PollGroupChecks(root).run();
        shape.ifPresent(known -> {
            new SignalChecks(root, known).run();
            new StepChecks(root, known).run();
        });
        new TimeChecks(root).run();
        refusalNumbers();
    }

    private void refusalNumbers() {
        Entry results = root.get("results");
        for (String key : results.keys()) {
            boolean number = key.matches("[0-9]{1,5}");
            if (number && (Integer.parseInt(key) == 0 || Integer.parseInt(key) > LARGEST_REGISTER_VALUE)) {
                results.wrongKey(key, NO_REFUSAL, null);
            }
        }
    }
}
