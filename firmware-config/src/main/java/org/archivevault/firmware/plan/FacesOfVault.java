package org.archivevault.firmware.plan;

import java.util.LinkedHashSet;
import java.util.Set;
import org.archivevault.firmware.document.Entry;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.address.Face;
import org.archivevault.protocol.address.FaceId;
import org.archivevault.protocol.address.VaultId;

/**
 * The faces of a vault under check, whose blocks have no mistakes.
 *
 * @param vault its id
 * @param all the faces' codes
 */
record FacesOfVault(VaultId vault, Set<String> all) {
    static FacesOfVault of(String site, Entry vault) {
        VaultId id = new VaultId(site, vault.get("code").text().orElseThrow());
        Set<String> all = new LinkedHashSet<>();
        for (Entry block : vault.get("blocks").items()) {
            BlockId blockId = new BlockId(id, block.get("code").text().orElseThrow());
            for (Entry carriages : block.get("carriages").items()) {
                add(all, blockId, carriages);
            }
        }
        return new FacesOfVault(id, all);
    }

    private static void add(Set<String> all, BlockId block, Entry carriages) {
        NumberRange range = NumberRange.of(carriages.get("number")).orElseThrow();
        for (int number = range.first(); number <= range.last(); number++) {
            for (Entry face : carriages.get("faces").items()) {
                all.add(new FaceId(block, number, Face.valueOf(face.text().orElseThrow())).toString());
            }
        }
    }

    boolean has(String face) {
        return all.contains(face);
    }
}
