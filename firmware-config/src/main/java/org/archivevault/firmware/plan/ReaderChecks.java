package org.archivevault.firmware.plan;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.archivevault.firmware.document.Entry;
import org.archivevault.firmware.reader.ReaderProfile;
import org.archivevault.protocol.Bilingual;

/** Each reader is named and reached once, and each of its antenna ports sees one place of its vault. */
final class ReaderChecks {
    private static final Bilingual NAMED_TWICE =
            new Bilingual("设备名 \"{}\" 重复，第一次在第 {} 行", "the device name \"{}\" stands twice, first on line {}");
    private static final Bilingual ENDPOINT_TWICE = new Bilingual(
            "连接 {} 重复，第一次在第 {} 行；读写器只接受一个客户端",
            "the connection {} stands twice, first on line {}: a reader takes one client");
    private static final Bilingual POINT_TWICE =
            new Bilingual("读取点名 \"{}\" 重复，第一次在第 {} 行", "the read point \"{}\" stands twice, first on line {}");
    private static final Bilingual PORT_TWICE =
            new Bilingual("天线口 {} 已用于第 {} 行的读取点", "antenna port {} belongs to the read point of line {} already");
    private static final Bilingual NO_PORT =
            new Bilingual("天线口 {} 不存在：配置 {} 有 {} 个口", "there is no antenna port {}: the profile {} has {}");
    private static final Bilingual GATE_OF_OTHER_VAULT = new Bilingual(
            "通道门 \"{}\" 已用于第 {} 行的库房；门的两侧须属同一库房",
            "the gate \"{}\" belongs to the vault of line {} already: both its sides are one vault's");

    private final NamedProfiles<ReaderProfile> profiles;
    private final FirstSeen names = new FirstSeen(NAMED_TWICE);
    private final FirstSeen endpoints = new FirstSeen(ENDPOINT_TWICE);
    private final FirstSeen points = new FirstSeen(POINT_TWICE);
    private final Map<String, Integer> vaultOfGate = new HashMap<>();

    ReaderChecks(Entry root, NamedProfiles<ReaderProfile> profiles) {
        this.profiles = profiles;
        for (Entry controller : root.get("controllers").items()) {
            controller.get("name").text().ifPresent(name -> names.known(name, controller.get("name")));
            Entry connection = controller.get("connection");
            endpoint(connection).ifPresent(at -> endpoints.known(at, connection));
        }
    }

    /**
     * Checks the readers of a vault.
     *
     * @param faces its faces; empty when they are not known for certain, because the vault has mistakes of its own
     */
    void vault(Entry vault, Optional<FacesOfVault> faces) {
        for (Entry reader : vault.get("readers").items()) {
            reader.get("name").text().ifPresent(name -> names.check(name, reader.get("name")));
            Entry connection = reader.get("connection");
            endpoint(connection).ifPresent(at -> endpoints.check(at, connection));
            Optional<ReaderProfile> profile = profiles.named(reader.get("profile"));
            Map<Integer, Entry> ports = new HashMap<>();
            for (Entry point : reader.get("readPoints").items()) {
                point.get("name").text().ifPresent(name -> points.check(name, point.get("name")));
                ports(point, profile, ports);
                new ReadPointChecks(point, profile, faces).run();
                gate(point.get("gate"), vault.line());
            }
        }
    }

    private static Optional<String> endpoint(Entry connection) {
        Entry host = connection.get("host");
        Entry port = connection.get("port");
        return host.text().isPresent() && port.integer().isPresent()
                ? Optional.of(host + ":" + port)
                : Optional.empty();
    }

    private static void ports(Entry point, Optional<ReaderProfile> profile, Map<Integer, Entry> seen) {
        for (Entry antenna : point.get("antennas").items()) {
            int port = antenna.integer().orElse(0);
            if (port < 1 || port > ReaderProfile.MOST_ANTENNA_PORTS) {
                continue;
            }
            Entry first = seen.putIfAbsent(port, point);
            // Twice in one list is told by the schema.
            if (first != null && first != point) {
                antenna.wrong(PORT_TWICE.with(port, first.line()), null);
            }
            profile.filter(known -> port > known.antennaPorts())
                    .ifPresent(known -> antenna.wrong(NO_PORT.with(port, known.name(), known.antennaPorts()), null));
        }
    }

    private void gate(Entry gate, int vaultLine) {
        gate.text().ifPresent(name -> {
            Integer first = vaultOfGate.putIfAbsent(name, vaultLine);
            if (first != null && first != vaultLine) {
                gate.wrong(GATE_OF_OTHER_VAULT.with(name, first), null);
            }
        });
    }
}
