package org.archivevault.firmware.source;

import java.time.ZoneId;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.archivevault.firmware.document.Entry;
import org.archivevault.protocol.Bilingual;
import org.archivevault.protocol.camera.ObservationPhase;
import org.archivevault.protocol.climate.Quantity;
import org.jspecify.annotations.Nullable;

/** Makes a profile of a document that has been checked; anything missing here is a gap in the checks. */
final class SourceProfileReader {
    private static final int BYTES_PER_KIB = 1_024;

    private SourceProfileReader() {}

    static SourceProfile profile(Entry root) {
        return new SourceProfile(
                text(root.get("name")) + "-" + root.get("version").integer().orElseThrow(),
                new Bilingual(
                        text(root.get("title").get("zh")),
                        text(root.get("title").get("en"))),
                root.get("longestSilence").duration().orElseThrow(),
                root.get("messages").items().stream()
                        .map(SourceProfileReader::message)
                        .toList(),
                root.get("requests").items().stream()
                        .map(request -> new SourceProfile.Request(
                                text(request.get("topic")),
                                request.get("payload").text().orElse("")))
                        .toList(),
                null);
    }

    private static MessageForm message(Entry entry) {
        Entry when = entry.get("when");
        return new MessageForm(
                text(entry.get("topic")),
                entry.get("device").text().orElse(null),
                when.isPresent() ? new MessageForm.Condition(pointers(when), words(when.get("is"))) : null,
                meaning(entry));
    }

    private static Meaning meaning(Entry entry) {
        if (entry.get("values").isPresent()) {
            return new Meaning.Values(
                    values(entry.get("values")),
                    time(entry.get("time")),
                    entry.get("historical").isPresent() ? pointers(entry.get("historical"), Set.of()) : null,
                    entry.get("history").isPresent() ? history(entry.get("history")) : null);
        }
        if (entry.get("availability").isPresent()) {
            Entry availability = entry.get("availability");
            return new Meaning.Availability(
                    pointers(availability),
                    words(availability.get("online")),
                    words(availability.get("offline")),
                    availability.get("of").text().orElse("device").equals("source"));
        }
        if (entry.get("people").isPresent()) {
            Entry people = entry.get("people");
            return new Meaning.People(
                    pointers(people),
                    people.get("zone").isPresent() ? pointers(people.get("zone"), Set.of()) : null,
                    people.get("kept").truth().orElse(false));
        }
        if (entry.get("notice").isPresent()) {
            return notice(entry.get("notice"), time(entry.get("time")));
        }
        if (entry.get("still").isPresent()) {
            return new Meaning.Still(
                    entry.get("still").get("largestKib").integer().orElseThrow() * BYTES_PER_KIB);
        }
        if (entry.get("everything").isPresent()) {
            return everything(entry.get("everything"));
        }
        if (entry.get("metrics").isPresent()) {
            return new Meaning.Metrics(
                    values(entry.get("metrics").get("values")),
                    entry.get("metrics").get("unitProperty").text().orElse(""));
        }
        if (entry.get("life").isPresent()) {
            return new Meaning.Life(entry.get("life").get("within").duration().orElseThrow());
        }
        return entry.get("discovery").isPresent() ? new Meaning.Discovery() : new Meaning.Heartbeat();
    }

    private static Meaning.History history(Entry entry) {
        return new Meaning.History(pointers(entry), time(entry.get("time")), values(entry.get("values")));
    }

    private static Meaning.Notice notice(Entry entry, TimeForm time) {
        Map<String, ObservationPhase> phases = new HashMap<>();
        for (ObservationPhase phase : ObservationPhase.values()) {
            words(entry.get(phase.wireName())).forEach(word -> phases.put(word, phase));
        }
        return new Meaning.Notice(
                pointers(entry.get("camera"), Set.of()),
                pointers(entry.get("id"), Set.of()),
                pointers(entry.get("phase"), Set.of()),
                phases,
                pointers(entry.get("label"), Set.of()),
                pointers(entry.get("zones"), Set.of()),
                time);
    }

    private static Meaning.Resync everything(Entry entry) {
        return new Meaning.Resync(
                pointers(entry.get("objects"), Set.of()),
                entry.get("working").oneOrMany().stream()
                        .map(item -> Pointers.of(text(item)))
                        .toList(),
                pointers(entry.get("label"), Set.of()),
                words(entry.get("people")),
                pointers(entry.get("zones"), Set.of()));
    }

    private static List<ValueForm> values(Entry entry) {
        return entry.items().stream().map(SourceProfileReader::value).toList();
    }

    private static ValueForm value(Entry entry) {
        Quantity quantity = entry.get("quantity").word(Quantity.class).orElseThrow();
        Map<String, Double> words = new HashMap<>();
        Entry named = entry.get("words");
        named.keys()
                .forEach(word ->
                        words.put(word.toLowerCase(Locale.ROOT), named.get(word).number(Double.NaN)));
        Set<String> silent = new HashSet<>();
        words(entry.get("silent")).forEach(word -> silent.add(word.toLowerCase(Locale.ROOT)));
        return new ValueForm(pointers(entry), quantity, unit(entry.get("unit"), quantity), words, silent);
    }

    private static UnitForm unit(Entry entry, Quantity quantity) {
        if (quantity.isState()) {
            return UnitForm.fixed(Unit.STATE);
        }
        if (entry.text().isPresent()) {
            return UnitForm.fixed(Unit.of(text(entry)).orElseThrow());
        }
        return new UnitForm(
                pointers(entry), Unit.of(text(entry.get("otherwise"))).orElseThrow());
    }

    private static TimeForm time(Entry entry) {
        if (!entry.isPresent()) {
            return TimeForm.NONE;
        }
        Set<TimeForm.Form> forms = EnumSet.noneOf(TimeForm.Form.class);
        entry.get("form")
                .oneOrMany()
                .forEach(form -> forms.add(form.word(TimeForm.Form.class).orElseThrow()));
        @Nullable ZoneId zone = entry.get("zone").text().map(ZoneId::of).orElse(null);
        return new TimeForm(pointers(entry), forms, zone);
    }

    /** The pointers of something that stands {@code at} them. */
    private static Pointers pointers(Entry entry) {
        Entry at = entry.get("at");
        return at.isPresent() ? pointers(at, words(entry.get("except"))) : Pointers.WHOLE;
    }

    private static Pointers pointers(Entry at, Set<String> except) {
        return new Pointers(at.oneOrMany().stream()
                .map(pointer -> Pointer.of(text(pointer), except))
                .toList());
    }

    private static Set<String> words(Entry entry) {
        Set<String> words = new HashSet<>();
        entry.oneOrMany().forEach(word -> words.add(text(word)));
        return words;
    }

    private static String text(Entry entry) {
        return entry.text().orElseThrow();
    }
}
