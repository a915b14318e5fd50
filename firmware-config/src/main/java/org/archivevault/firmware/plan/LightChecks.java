package org.archivevault.firmware.plan;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.archivevault.firmware.document.Entry;
import org.archivevault.firmware.document.Nearest;
import org.archivevault.firmware.light.LightProfile;
import org.archivevault.firmware.profile.ShelvingProfile.Transport;
import org.archivevault.protocol.Bilingual;

/** Light controllers have connections of their own, and each of their lamps lights one place. */
final class LightChecks {
    private static final Bilingual NAMED_TWICE =
            new Bilingual("设备名 \"{}\" 重复，第一次在第 {} 行", "the device name \"{}\" stands twice, first on line {}");
    private static final Bilingual SHARED = new Bilingual(
            "连接 {} 已用于第 {} 行的设备；指示灯须用单独的连接，以免妨碍密集架的读取、停止和移动",
            "the connection {} is used by the device of line {}: lights need one of their own, so that they hold up no"
                    + " reading, stop or motion of the shelving");
    private static final Bilingual UNIT_TWICE = new Bilingual(
            "连接 {} 上单元号 {} 重复，第一次在第 {} 行", "on the connection {} the unit id {} stands twice, first on line {}");
    private static final Bilingual OTHER_LINE = new Bilingual(
            "同一连接（{}）上的指示灯控制器须写相同的连接参数，且属同一库房，见第 {} 行",
            "light controllers on one connection ({}) have the same parameters and one vault, see line {}");
    private static final Bilingual UNKNOWN_FACE = new Bilingual("库房 {} 没有架面 \"{}\"", "the vault {} has no face \"{}\"");
    private static final Bilingual FACE_TWICE =
            new Bilingual("架面 \"{}\" 已有指示灯，第一次在第 {} 行", "the face \"{}\" has its lamps already, first on line {}");
    private static final Bilingual LAMP_TWICE =
            new Bilingual("指示灯 {} 已用于第 {} 行的架面", "lamp {} belongs to the face of line {} already");
    private static final Bilingual NO_LAMP =
            new Bilingual("最后一盏为 {}，配置 {} 只有 {} 盏灯", "its last lamp would be {}, but the profile {} has {}");

    /** A connection as it first stood, and whose vault it is. */
    private record FirstOnLine(String parameters, int vaultLine, int line) {}

    private final NamedProfiles<LightProfile> profiles;
    private final FirstSeen names = new FirstSeen(NAMED_TWICE);
    private final FirstSeen faces = new FirstSeen(FACE_TWICE);
    private final Map<String, Integer> others = new HashMap<>();
    private final Map<String, FirstOnLine> lines = new HashMap<>();
    private final Map<String, Map<Integer, Integer>> unitsOfLine = new HashMap<>();

    LightChecks(Entry root, NamedProfiles<LightProfile> profiles) {
        this.profiles = profiles;
        root.get("controllers").items().forEach(this::known);
        root.get("vaults").items().forEach(vault -> vault.get("readers").items().forEach(this::known));
    }

    private void known(Entry device) {
        device.get("name").text().ifPresent(name -> names.known(name, device.get("name")));
        line(device.get("connection")).ifPresent(at -> others.putIfAbsent(at, device.line()));
    }

    /**
     * Checks the lights of a vault.
     *
     * @param shelves its faces; empty when they are not known for certain, because the plan has other mistakes
     */
    void vault(Entry vault, Optional<FacesOfVault> shelves) {
        for (Entry light : vault.get("lights").items()) {
            light.get("name").text().ifPresent(name -> names.check(name, light.get("name")));
            Optional<LightProfile> profile = profiles.named(light.get("profile"));
            profile.ifPresent(known -> reached(light, known));
            shares(light, vault.line());
            NavigableMap<Integer, Entry> lamps = new TreeMap<>();
            for (Entry face : light.get("faces").items()) {
                face(face, shelves);
                shelves.ifPresent(known -> lamps(face, known, profile, lamps));
            }
        }
    }

    private static void reached(Entry light, LightProfile profile) {
        Entry type = light.get("connection").get("type");
        Optional<Transport> transport = type.word(Transport.class);
        if (transport.isPresent() && !profile.transports().contains(transport.get())) {
            String allowed = profile.transports().stream().map(Entry::wordOf).collect(Collectors.joining(", "));
            type.wrong(
                    ControllerChecks.TRANSPORT.with(profile.name(), type, allowed),
                    Entry.wordOf(profile.transports().get(0)));
        }
        Entry unit = light.get("unitId");
        boolean rtu = transport.filter(t -> t != Transport.MODBUS_TCP).isPresent();
        int number = unit.integer().orElse(1);
        if (rtu && (number < 1 || number > ControllerChecks.LAST_UNIT_ON_A_LINE)) {
            unit.wrong(ControllerChecks.UNIT_RANGE, null);
        }
    }

    private void shares(Entry light, int vaultLine) {
        Entry connection = light.get("connection");
        Optional<String> at = line(connection);
        if (at.isEmpty()) {
            return;
        }
        Integer other = others.get(at.get());
        if (other != null) {
            connection.wrong(SHARED.with(at.get(), other), null);
            return;
        }
        FirstOnLine own = new FirstOnLine(connection.toString(), vaultLine, light.line());
        FirstOnLine first = lines.putIfAbsent(at.get(), own);
        if (first != null && (!first.parameters().equals(own.parameters()) || first.vaultLine() != vaultLine)) {
            connection.wrong(OTHER_LINE.with(at.get(), first.line()), null);
            return;
        }
        Entry unit = light.get("unitId");
        Integer firstUnit = unitsOfLine
                .computeIfAbsent(at.get(), line -> new HashMap<>())
                .putIfAbsent(unit.integer().orElse(0), light.line());
        if (firstUnit != null) {
            connection.wrong(UNIT_TWICE.with(at.get(), unit, firstUnit), null);
        }
    }

    private static Optional<String> line(Entry connection) {
        Entry device = connection.get("device");
        if (device.text().isPresent()) {
            return device.text();
        }
        Entry host = connection.get("host");
        Entry port = connection.get("port");
        return host.text().isPresent() && port.integer().isPresent()
                ? Optional.of(host + ":" + port)
                : Optional.empty();
    }

    private void face(Entry lit, Optional<FacesOfVault> shelves) {
        Entry face = lit.get("face");
        face.text().ifPresent(code -> faces.check(code, face));
        if (face.text().isPresent() && shelves.isPresent() && !shelves.get().has(face.toString())) {
            face.wrong(
                    UNKNOWN_FACE.with(shelves.get().vault(), face),
                    Nearest.of(face.toString(), shelves.get().all()).orElse(null));
        }
    }

    private static void lamps(
            Entry lit, FacesOfVault shelves, Optional<LightProfile> profile, NavigableMap<Integer, Entry> seen) {
        Entry first = lit.get("firstLamp");
        Optional<LightPlan.LitFace> read = shelves.lit(lit);
        if (read.isEmpty()) {
            return;
        }
        int last = read.get().firstLamp() + read.get().lamps() - 1;
        for (int lamp = read.get().firstLamp(); lamp <= last; lamp++) {
            Entry other = seen.putIfAbsent(lamp, lit);
            if (other != null) {
                first.wrong(LAMP_TWICE.with(lamp, other.line()), null);
                return;
            }
        }
        profile.filter(known -> last > known.lamps().count())
                .ifPresent(known -> first.wrong(
                        NO_LAMP.with(last, known.name(), known.lamps().count()), null));
    }
}
