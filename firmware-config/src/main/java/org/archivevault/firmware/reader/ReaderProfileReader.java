package org.archivevault.firmware.reader;

import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.archivevault.firmware.document.Entry;
import org.archivevault.protocol.Bilingual;

/** Makes a profile of a document that has been checked; anything missing here is a gap in the checks. */
final class ReaderProfileReader {
    private ReaderProfileReader() {}

    static ReaderProfile profile(Entry root) {
        return new ReaderProfile(
                text(root.get("name")) + "-" + number(root.get("version")),
                new Bilingual(
                        text(root.get("title").get("zh")),
                        text(root.get("title").get("en"))),
                number(root.get("antennaPorts")),
                radio(root.get("radio")),
                reporting(root.get("reporting")),
                presence(root.get("presence")));
    }

    private static ReaderProfile.Radio radio(Entry entry) {
        OptionalDouble power = entry.get("transmitPower").decibels();
        OptionalInt mode = entry.get("modeIndex").integer();
        return new ReaderProfile.Radio(
                power.isPresent() ? Double.valueOf(power.getAsDouble()) : null,
                mode.isPresent() ? Integer.valueOf(mode.getAsInt()) : null,
                number(entry.get("session")),
                number(entry.get("tagPopulation")),
                entry.get("readTid").truth().orElseThrow());
    }

    private static ReaderProfile.Reporting reporting(Entry entry) {
        return new ReaderProfile.Reporting(
                number(entry.get("everyTags")),
                entry.get("turn").duration().orElseThrow(),
                entry.get("keepAlive").duration().orElseThrow());
    }

    private static Map<ReadPointKind, ReaderProfile.Presence> presence(Entry entry) {
        Map<ReadPointKind, ReaderProfile.Presence> presence = new EnumMap<>(ReadPointKind.class);
        for (ReadPointKind kind : ReadPointKind.values()) {
            Entry one = entry.get(kind.wireName());
            if (one.isPresent()) {
                presence.put(
                        kind,
                        new ReaderProfile.Presence(
                                number(one.get("arrivesAfterReads")),
                                one.get("departsAfter").duration().orElseThrow(),
                                (int) one.get("moveMargin").decibels().orElseThrow()));
            }
        }
        return presence;
    }

    private static String text(Entry entry) {
        return entry.text().orElseThrow();
    }

    private static int number(Entry entry) {
        return entry.integer().orElseThrow();
    }
}
