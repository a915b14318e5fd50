package org.archivevault.firmware.plan;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
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
 * @param shelves what the faces carry, by code
 */
record FacesOfVault(VaultId vault, Map<String, Shelves> shelves) {
    /** What a face carries. */
    record Shelves(int bays, int levels) {}

    static FacesOfVault of(String site, Entry vault) {
        VaultId id = new VaultId(site, vault.get("code").text().orElseThrow());
        Map<String, Shelves> all = new LinkedHashMap<>();
        for (Entry block : vault.get("blocks").items()) {
            BlockId blockId = new BlockId(id, block.get("code").text().orElseThrow());
            for (Entry carriages : block.get("carriages").items()) {
                Entry own = carriages.get("shelves");
                add(all, blockId, carriages, own.isPresent() ? own : block.get("shelves"));
            }
        }
        return new FacesOfVault(id, all);
    }

    private static void add(Map<String, Shelves> all, BlockId block, Entry carriages, Entry shelves) {
        NumberRange range = NumberRange.of(carriages.get("number")).orElseThrow();
        Shelves each = new Shelves(
                shelves.get("bays").integer().orElseThrow(),
                shelves.get("levels").integer().orElseThrow());
        for (int number = range.first(); number <= range.last(); number++) {
            for (Entry face : carriages.get("faces").items()) {
                all.put(new FaceId(block, number, Face.valueOf(face.text().orElseThrow())).toString(), each);
            }
        }
    }

    Set<String> all() {
        return shelves.keySet();
    }

    boolean has(String face) {
        return shelves.containsKey(face);
    }

    /** A face with lamps, as far as it is understood. */
    Optional<LightPlan.LitFace> lit(Entry entry) {
        String face = entry.get("face").toString();
        Shelves known = shelves.get(face);
        OptionalInt first = entry.get("firstLamp").integer();
        Optional<LightPlan.Per> per = entry.get("per").word(LightPlan.Per.class);
        return known == null || first.isEmpty() || first.getAsInt() < 1 || per.isEmpty()
                ? Optional.empty()
                : Optional.of(new LightPlan.LitFace(
                        FaceId.parse(face), first.getAsInt(), per.get(), known.bays(), known.levels()));
    }
}
