package org.archivevault.firmware.plan;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.archivevault.firmware.document.Entry;
import org.archivevault.firmware.document.Nearest;
import org.archivevault.firmware.reader.ReadPointKind;
import org.archivevault.firmware.reader.ReaderProfile;
import org.archivevault.protocol.Bilingual;

/** A read point says what it sees, as its kind needs it, and its profile knows that kind. */
final class ReadPointChecks {
    private static final Bilingual NO_PRESENCE = new Bilingual(
            "配置 {} 不能用于 {}：其 presence 只有 {}", "the profile {} cannot be used for {}: its presence has {} only");
    private static final Bilingual GATE_NEEDED =
            new Bilingual("{} 须写 gate（门名，两侧相同）", "{} needs its gate: a name, the same on both sides");
    private static final Bilingual FACE_NEEDED =
            new Bilingual("shelf 须写 face（架面，如 ES-V1-B1-02A）", "a shelf needs its face, such as ES-V1-B1-02A");
    private static final Bilingual NO_FACE_HERE =
            new Bilingual("{} 不写 face（只有 shelf 写）", "a {} has no face (only a shelf has)");
    private static final Bilingual NO_GATE_HERE =
            new Bilingual("{} 不写 gate（只有门的两侧写）", "a {} has no gate (only the two sides of a gate have)");
    private static final Bilingual UNKNOWN_FACE = new Bilingual("库房 {} 没有架面 \"{}\"", "the vault {} has no face \"{}\"");

    private static final List<String> KEYS = List.of("name", "kind", "gate", "face", "antennas");

    private final Entry point;
    private final Optional<ReaderProfile> profile;
    private final Optional<FacesOfVault> faces;

    ReadPointChecks(Entry point, Optional<ReaderProfile> profile, Optional<FacesOfVault> faces) {
        this.point = point;
        this.profile = profile;
        this.faces = faces;
    }

    void run() {
        Optional<ReadPointKind> kind = point.get("kind").word(ReadPointKind.class);
        kind.ifPresent(this::place);
        Entry face = point.get("face");
        if (face.text().isPresent() && faces.isPresent() && !faces.get().has(face.toString())) {
            face.wrong(
                    UNKNOWN_FACE.with(faces.get().vault(), face),
                    Nearest.of(face.toString(), faces.get().all()).orElse(null));
        }
    }

    private void place(ReadPointKind kind) {
        profile.filter(known -> !known.presence().containsKey(kind))
                .ifPresent(known ->
                        point.get("kind").wrong(NO_PRESENCE.with(known.name(), kind.wireName(), kindsOf(known)), null));
        boolean shelf = kind == ReadPointKind.SHELF;
        required("gate", kind.ofGate(), kind.ofGate() ? GATE_NEEDED : NO_GATE_HERE, kind);
        required("face", shelf, shelf ? FACE_NEEDED : NO_FACE_HERE, kind);
    }

    private void required(String key, boolean due, Bilingual otherwise, ReadPointKind kind) {
        boolean there = point.get(key).isPresent();
        if (due && !there && !mistyped(key)) {
            point.wrong(otherwise.with(kind.wireName()), null);
        } else if (!due && there) {
            point.wrongKey(key, otherwise.with(kind.wireName()), null);
        }
    }

    /** A mistyped key is told by the schema; it is not missing as well. */
    private boolean mistyped(String key) {
        return point.keys().stream()
                .anyMatch(present -> !KEYS.contains(present)
                        && Nearest.of(present, KEYS).filter(key::equals).isPresent());
    }

    private static String kindsOf(ReaderProfile profile) {
        return Arrays.stream(ReadPointKind.values())
                .filter(profile.presence()::containsKey)
                .map(ReadPointKind::wireName)
                .collect(Collectors.joining(", "));
    }
}
