package org.archivevault.server.camera;

import java.util.Optional;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.address.VaultId;
import org.archivevault.protocol.camera.CameraId;
import org.archivevault.protocol.climate.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * The place that is looked around at. Each part that is known finds cameras; a place without any finds none.
 *
 * @param block the block, if it is one
 * @param aisle number of the aisle in it; 0 for a face that looks outwards; null for all of the block
 * @param zone the zone
 * @param vault the vault
 * @param camera a camera itself
 */
record Around(
        @Nullable BlockId block,
        @Nullable Integer aisle,
        @Nullable ZoneId zone,
        @Nullable VaultId vault,
        @Nullable CameraId camera) {
    static final Around NOWHERE = new Around(null, null, null, null, null);

    /** An aisle, with all of its block and vault round it. */
    static Around aisle(BlockId block, @Nullable Integer aisle) {
        return new Around(block, aisle, null, block.vault(), null);
    }

    static Around zone(ZoneId zone) {
        return new Around(null, null, zone, null, null);
    }

    static Around vault(VaultId vault) {
        return new Around(null, null, null, vault, null);
    }

    /** A camera, and those beside it. */
    static Around camera(CameraId camera, Optional<ZoneId> zone) {
        return new Around(null, null, zone.orElse(null), null, camera);
    }
}
