package org.archivevault.firmware.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.archivevault.firmware.document.Entry;
import org.archivevault.firmware.profile.ShelvingProfile;
import org.archivevault.firmware.profile.ShelvingProfile.Shape;
import org.archivevault.firmware.profile.ShelvingProfile.Transport;
import org.archivevault.protocol.Bilingual;

/** Each controller is named once, reached as its profile allows, and shares its line only with other unit ids. */
final class ControllerChecks {
    /** Modbus over serial line 1.02, 2.2: 0 is broadcast, 248–255 are reserved. */
    static final int LAST_UNIT_ON_A_LINE = 247;

    private static final Bilingual NAMED_TWICE =
            new Bilingual("控制器名 \"{}\" 重复，第一次在第 {} 行", "controller \"{}\" stands twice, first on line {}");
    static final Bilingual TRANSPORT =
            new Bilingual("配置 {} 不能用 {} 连接；可用：{}", "the profile {} cannot be connected by {}; it can by: {}");
    private static final Bilingual UNIT_NEEDED = new Bilingual(
            "每区一个控制器（block-mailbox）时须写 unitId", "a controller for a whole block (block-mailbox) needs its unitId");
    private static final Bilingual UNIT_ON_CARRIAGES = new Bilingual(
            "每列一个单元号（unit-per-carriage）时，unitId 写在列上（unitId / firstUnitId），不写在控制器上",
            "with one unit per carriage (unit-per-carriage) the unit ids stand at the carriages (unitId, firstUnitId), not here");
    static final Bilingual UNIT_RANGE = new Bilingual("RTU 线上的单元号须为 1–247", "a unit id on an RTU line must be 1–247");
    private static final Bilingual SHARED = new Bilingual(
            "与第 {} 行的控制器在同一连接（{}）上，单元号相冲突",
            "it is on the same connection as the controller of line {} ({}), and their unit ids collide");

    private record OnLine(NamedController controller, OptionalInt unit) {
        boolean collidesWith(OnLine other) {
            boolean bus =
                    controller.hasShape(Shape.UNIT_PER_CARRIAGE) || other.controller.hasShape(Shape.UNIT_PER_CARRIAGE);
            return bus || unit.equals(other.unit);
        }
    }

    private final Entry root;
    private final NamedProfiles<ShelvingProfile> profiles;
    private final FirstSeen names = new FirstSeen(NAMED_TWICE);
    private final Map<String, List<OnLine>> lines = new HashMap<>();

    ControllerChecks(Entry root, NamedProfiles<ShelvingProfile> profiles) {
        this.root = root;
        this.profiles = profiles;
    }

    /** Checks them, and gives those that have a name. */
    Map<String, NamedController> run() {
        Map<String, NamedController> controllers = new LinkedHashMap<>();
        for (Entry entry : root.get("controllers").items()) {
            Optional<ShelvingProfile> profile = profiles.named(entry.get("profile"));
            String name = entry.get("name").text().orElse("");
            NamedController controller = new NamedController(entry, name, profile);
            names.check(name, entry.get("name"));
            profile.ifPresent(known -> reached(controller, known));
            sharesLine(controller);
            controllers.putIfAbsent(name, controller);
        }
        return controllers;
    }

    private static void reached(NamedController controller, ShelvingProfile profile) {
        Entry type = controller.entry().get("connection").get("type");
        Optional<Transport> transport = type.word(Transport.class);
        if (transport.isPresent() && !profile.transports().contains(transport.get())) {
            String allowed = profile.transports().stream().map(Entry::wordOf).collect(Collectors.joining(", "));
            type.wrong(
                    TRANSPORT.with(profile.name(), type, allowed),
                    Entry.wordOf(profile.transports().get(0)));
        }
        unit(
                controller.entry(),
                profile.shape(),
                transport.filter(t -> t != Transport.MODBUS_TCP).isPresent());
    }

    private static void unit(Entry entry, Shape shape, boolean rtu) {
        Entry unit = entry.get("unitId");
        if (shape == Shape.UNIT_PER_CARRIAGE) {
            if (unit.isPresent()) {
                entry.wrongKey("unitId", UNIT_ON_CARRIAGES, null);
            }
            return;
        }
        if (!unit.isPresent()) {
            entry.wrong(UNIT_NEEDED, "unitId: 1");
        }
        int number = unit.integer().orElse(1);
        if (rtu && (number < 1 || number > LAST_UNIT_ON_A_LINE)) {
            unit.wrong(UNIT_RANGE, null);
        }
    }

    private void sharesLine(NamedController controller) {
        Entry connection = controller.entry().get("connection");
        String line = connection.get("device").isPresent()
                ? connection.get("device").toString()
                : connection.get("host") + ":" + connection.get("port");
        if (!connection.get("device").isPresent() && !connection.get("port").isPresent()) {
            return;
        }
        OnLine one = new OnLine(controller, controller.entry().get("unitId").integer());
        List<OnLine> others = lines.computeIfAbsent(line, l -> new ArrayList<>());
        others.stream()
                .filter(one::collidesWith)
                .findFirst()
                .ifPresent(other ->
                        connection.wrong(SHARED.with(other.controller().entry().line(), line), null));
        others.add(one);
    }
}
