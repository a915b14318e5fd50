package org.archivevault.firmware.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.archivevault.firmware.document.Entry;
import org.archivevault.firmware.light.LightProfile;
import org.archivevault.firmware.profile.ShelvingProfile;
import org.archivevault.firmware.reader.ReadPointKind;
import org.archivevault.firmware.reader.ReaderPlan;
import org.archivevault.firmware.reader.ReaderProfile;
import org.archivevault.protocol.Bilingual;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.address.Face;
import org.archivevault.protocol.address.FaceId;
import org.archivevault.protocol.address.VaultId;
import org.archivevault.protocol.link.EdgeId;
import org.archivevault.protocol.tag.ReadPointId;

/** Makes a plan of a document that has been checked; anything missing here is a gap in the checks. */
final class PlanReader {
    /** Modbus over serial line 1.02, 2.5.1: a device must offer 19,200 bit/s with even parity, so one stop bit. */
    private static final int DEFAULT_BAUD = 19_200;

    private final NamedProfiles<ShelvingProfile> profiles;
    private final NamedProfiles<ReaderProfile> readerProfiles;
    private final NamedProfiles<LightProfile> lightProfiles;
    private final WatchReader watch;

    PlanReader(
            NamedProfiles<ShelvingProfile> profiles,
            NamedProfiles<ReaderProfile> readerProfiles,
            NamedProfiles<LightProfile> lightProfiles,
            WatchReader watch) {
        this.profiles = profiles;
        this.readerProfiles = readerProfiles;
        this.lightProfiles = lightProfiles;
        this.watch = watch;
    }

    SitePlan plan(Entry root, String digest) {
        String site = text(root.get("site"));
        return new SitePlan(
                site,
                name(root),
                root.get("vaults").items().stream().map(v -> vault(site, v)).toList(),
                root.get("controllers").items().stream().map(this::controller).toList(),
                digest);
    }

    private ControllerPlan controller(Entry entry) {
        return new ControllerPlan(
                text(entry.get("name")),
                profiles.named(entry.get("profile")).orElseThrow(),
                entry.get("unitId").integer().orElse(0),
                connection(entry.get("connection")));
    }

    private static ControllerPlan.Connection connection(Entry entry) {
        return switch (text(entry.get("type"))) {
            case "modbus-tcp" -> new ControllerPlan.Tcp(text(entry.get("host")), number(entry.get("port")));
            case "rtu-over-tcp" -> new ControllerPlan.RtuOverTcp(text(entry.get("host")), number(entry.get("port")));
            default ->
                new ControllerPlan.RtuSerial(
                        text(entry.get("device")),
                        entry.get("baud").integer().orElse(DEFAULT_BAUD),
                        ControllerPlan.Parity.valueOf(
                                entry.get("parity").text().orElse("even").toUpperCase(Locale.ROOT)),
                        entry.get("stopBits").integer().orElse(1));
        };
    }

    private SitePlan.Vault vault(String site, Entry entry) {
        VaultId id = new VaultId(site, text(entry.get("code")));
        FacesOfVault faces = FacesOfVault.of(site, entry);
        return new SitePlan.Vault(
                id,
                name(entry),
                new EdgeId(text(entry.get("edge"))),
                entry.get("blocks").items().stream().map(b -> block(id, b)).toList(),
                entry.get("readers").items().stream().map(this::reader).toList(),
                watch.plan(id, entry),
                entry.get("lights").items().stream().map(l -> light(l, faces)).toList());
    }

    private LightPlan light(Entry entry, FacesOfVault faces) {
        return new LightPlan(
                text(entry.get("name")),
                lightProfiles.named(entry.get("profile")).orElseThrow(),
                number(entry.get("unitId")),
                connection(entry.get("connection")),
                entry.get("faces").items().stream()
                        .map(face -> faces.lit(face).orElseThrow())
                        .toList());
    }

    private ReaderPlan reader(Entry entry) {
        Entry connection = entry.get("connection");
        return new ReaderPlan(
                text(entry.get("name")),
                readerProfiles.named(entry.get("profile")).orElseThrow(),
                text(connection.get("host")),
                number(connection.get("port")),
                entry.get("readPoints").items().stream()
                        .map(PlanReader::readPoint)
                        .toList());
    }

    private static ReaderPlan.ReadPoint readPoint(Entry entry) {
        return new ReaderPlan.ReadPoint(
                new ReadPointId(text(entry.get("name"))),
                entry.get("kind").word(ReadPointKind.class).orElseThrow(),
                entry.get("antennas").items().stream().map(PlanReader::number).toList(),
                entry.get("gate").text(),
                entry.get("face").text().map(FaceId::parse));
    }

    private static SitePlan.Block block(VaultId vault, Entry entry) {
        List<SitePlan.Carriage> carriages = new ArrayList<>();
        for (Entry range : entry.get("carriages").items()) {
            addCarriages(carriages, range, entry.get("shelves"));
        }
        return new SitePlan.Block(
                new BlockId(vault, text(entry.get("code"))),
                name(entry),
                text(entry.get("controller")),
                millimetres(entry.get("aisleWidth")),
                carriages);
    }

    private static void addCarriages(List<SitePlan.Carriage> carriages, Entry entry, Entry ofBlock) {
        NumberRange range = NumberRange.of(entry.get("number")).orElseThrow();
        Entry own = entry.get("shelves");
        Entry shelves = own.isPresent() ? own : ofBlock;
        Entry unit = entry.get(entry.get("firstUnitId").isPresent() ? "firstUnitId" : "unitId");
        for (int number = range.first(); number <= range.last(); number++) {
            carriages.add(new SitePlan.Carriage(
                    number,
                    text(entry.get("kind")).equals("mobile"),
                    millimetres(entry.get("width")),
                    entry.get("faces").items().stream()
                            .map(face -> Face.valueOf(text(face)))
                            .sorted()
                            .toList(),
                    number(shelves.get("bays")),
                    number(shelves.get("levels")),
                    number(shelves.get("slots")),
                    unit.isPresent() ? number(unit) + number - range.first() : 0));
        }
    }

    private static Bilingual name(Entry entry) {
        return new Bilingual(
                text(entry.get("name").get("zh")), text(entry.get("name").get("en")));
    }

    private static String text(Entry entry) {
        return entry.text().orElseThrow();
    }

    private static int number(Entry entry) {
        return entry.integer().orElseThrow();
    }

    private static int millimetres(Entry entry) {
        return entry.millimetres().orElseThrow();
    }
}
