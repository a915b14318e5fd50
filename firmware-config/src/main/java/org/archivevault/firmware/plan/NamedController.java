package org.archivevault.firmware.plan;

import java.util.Optional;
import org.archivevault.firmware.document.Entry;
import org.archivevault.firmware.profile.ShelvingProfile;
import org.archivevault.firmware.profile.ShelvingProfile.Shape;

/**
 * A controller of a plan under check.
 *
 * @param entry where it stands
 * @param name its name
 * @param profile its profile, empty when that has mistakes
 */
record NamedController(Entry entry, String name, Optional<ShelvingProfile> profile) {
    boolean hasShape(Shape shape) {
        return profile.filter(known -> known.shape() == shape).isPresent();
    }
}
