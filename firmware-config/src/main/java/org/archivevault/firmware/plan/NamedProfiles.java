package org.archivevault.firmware.plan;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.archivevault.firmware.document.Entry;
import org.archivevault.firmware.document.Nearest;
import org.archivevault.firmware.light.LightProfile;
import org.archivevault.firmware.light.LightProfileLoader;
import org.archivevault.firmware.problem.Loaded;
import org.archivevault.firmware.problem.Problems;
import org.archivevault.firmware.profile.ProfileLoader;
import org.archivevault.firmware.profile.ShelvingProfile;
import org.archivevault.firmware.reader.ReaderProfile;
import org.archivevault.firmware.reader.ReaderProfileLoader;
import org.archivevault.firmware.source.SourceProfile;
import org.archivevault.firmware.source.SourceProfileLoader;
import org.archivevault.protocol.Bilingual;
import org.jspecify.annotations.Nullable;

/**
 * The profiles of one kind that a plan names: bundled ones by name, others by path. Each is read once.
 *
 * @param <P> the kind of profile
 */
final class NamedProfiles<P> {
    private static final Bilingual SHELVING = new Bilingual("控制器配置", "profile");
    private static final Bilingual READER = new Bilingual("读写器配置", "reader profile");
    private static final Bilingual LIGHT = new Bilingual("指示灯配置", "light profile");

    private static final Bilingual SOURCE = new Bilingual("数据源配置", "source profile");

    private static final Bilingual NO_SUCH = new Bilingual(
            "没有内置的{} \"{}\"（现有：{}）；自己的配置请写 .yaml 文件路径",
            "there is no bundled {} \"{}\" (there are: {}); for your own give the path of its .yaml file");
    private static final Bilingual NO_FOLDER = new Bilingual("此处不能用文件路径：\"{}\"", "a path cannot be used here: \"{}\"");
    private static final Bilingual MISTAKEN =
            new Bilingual("{} {} 有 {} 处错误，见该文件的行", "the {} {} has {} mistake(s), listed with its own lines");

    /** Where the profiles of one kind come from. */
    private record Source<P>(
            Bilingual word, List<String> names, Function<String, P> bundled, Function<Path, Loaded<P>> file) {}

    private final Source<P> source;
    private final @Nullable Path folder;
    private final Problems problems;
    private final Map<String, Optional<P>> read = new HashMap<>();

    private NamedProfiles(Source<P> source, @Nullable Path folder, Problems problems) {
        this.source = source;
        this.folder = folder;
        this.problems = problems;
    }

    static NamedProfiles<ShelvingProfile> ofShelving(@Nullable Path folder, Problems problems) {
        return new NamedProfiles<>(
                new Source<>(SHELVING, ProfileLoader.bundledNames(), ProfileLoader::bundled, ProfileLoader::read),
                folder,
                problems);
    }

    static NamedProfiles<ReaderProfile> ofReaders(@Nullable Path folder, Problems problems) {
        return new NamedProfiles<>(
                new Source<>(
                        READER,
                        ReaderProfileLoader.bundledNames(),
                        ReaderProfileLoader::bundled,
                        ReaderProfileLoader::read),
                folder,
                problems);
    }

    static NamedProfiles<LightProfile> ofLights(@Nullable Path folder, Problems problems) {
        return new NamedProfiles<>(
                new Source<>(
                        LIGHT,
                        LightProfileLoader.bundledNames(),
                        LightProfileLoader::bundled,
                        LightProfileLoader::read),
                folder,
                problems);
    }

    static NamedProfiles<SourceProfile> ofSources(@Nullable Path folder, Problems problems) {
        return new NamedProfiles<>(
                new Source<>(
                        SOURCE,
                        SourceProfileLoader.bundledNames(),
                        SourceProfileLoader::bundled,
                        SourceProfileLoader::read),
                folder,
                problems);
    }

    /** The profile that an entry names; reports when there is none, or when it has mistakes. */
    Optional<P> named(Entry entry) {
        Optional<String> name = entry.text();
        if (name.isEmpty()) {
            return Optional.empty();
        }
        Optional<P> known = read.get(name.get());
        if (known != null && known.isPresent()) {
            return known;
        }
        Optional<P> found = find(entry, name.get());
        read.put(name.get(), found);
        return found;
    }

    private Optional<P> find(Entry entry, String name) {
        if (source.names().contains(name)) {
            return Optional.of(source.bundled().apply(name));
        }
        if (!name.endsWith(".yaml") && !name.endsWith(".yml")) {
            String names = String.join(", ", source.names());
            entry.wrong(
                    told(NO_SUCH, name, names), Nearest.of(name, source.names()).orElse(null));
            return Optional.empty();
        }
        if (folder == null) {
            entry.wrong(NO_FOLDER.with(name), null);
            return Optional.empty();
        }
        return fromFile(entry, name, folder);
    }

    private Optional<P> fromFile(Entry entry, String name, Path beside) {
        try {
            Loaded<P> loaded = source.file().apply(beside.resolve(name));
            if (!loaded.problems().isEmpty()) {
                problems.addAll(loaded.problems());
                entry.wrong(told(MISTAKEN, name, loaded.problems().size()), null);
            }
            return loaded.value();
        } catch (InvalidPathException e) {
            entry.wrong(NO_FOLDER.with(name), null);
            return Optional.empty();
        }
    }

    /** The sentence with the kind's word in each language. */
    private Bilingual told(Bilingual sentence, Object first, Object second) {
        return new Bilingual(
                sentence.with(source.word().zh(), first, second).zh(),
                sentence.with(source.word().en(), first, second).en());
    }
}
