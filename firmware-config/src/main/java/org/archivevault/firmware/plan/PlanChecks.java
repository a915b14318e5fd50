package org.archivevault.firmware.plan;

import org.archivevault.firmware.document.Entry;

/** What a schema cannot say of a plan. */
final class PlanChecks {
    private final Entry root;
    private final NamedProfiles profiles;

    PlanChecks(Entry root, NamedProfiles profiles) {
        this.root = root;
        this.profiles = profiles;
    }

    void run() {
        root.get("controllers").items().forEach(controller -> profiles.named(controller.get("profile")));
    }
}
