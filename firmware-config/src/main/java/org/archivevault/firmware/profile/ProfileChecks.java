package org.archivevault.firmware.profile;

import org.archivevault.firmware.document.Entry;

/** What a schema cannot say of a profile. */
final class ProfileChecks {
    private final Entry root;

    ProfileChecks(Entry root) {
        this.root = root;
    }

    void run() {
        root.get("signals");
    }
}
