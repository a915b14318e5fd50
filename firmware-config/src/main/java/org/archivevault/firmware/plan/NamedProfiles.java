package org.archivevault.firmware.plan;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.archivevault.firmware.document.Entry;
import org.archivevault.firmware.document.Nearest;
import org.archivevault.firmware.problem.Loaded;
import org.archivevault.firmware.problem.Problems;
import org.archivevault.firmware.profile.ProfileLoader;
import org.archivevault.firmware.profile.ShelvingProfile;
import org.archivevault.protocol.Bilingual;
import org.jspecify.annotations.Nullable;

/** The profiles that a plan names: bundled ones by name, others by path. Each is read once. */
final class NamedProfiles {
    private static final Bilingual NO_SUCH = new Bilingual(
            "没有内置的控制器配置 \"{}\"（现有：{}）；自己的配置请写 .yaml 文件路径",
            "there is no bundled profile \"{}\" (there are: {}); for your own give the path of its .yaml file");
    private static final Bilingual NO_FOLDER = new Bilingual("此处不能用文件路径：\"{}\"", "a path cannot be used here: \"{}\"");
    private static final Bilingual MISTAKEN =
            new Bilingual("控制器配置 {} 有 {} 处错误，见该文件的行", "the profile {} has {} mistake(s), listed with its own lines");

    private final @Nullable Path folder;
    private final Problems problems;
    private final Map<String, Optional<ShelvingProfile>> read = new HashMap<>();

    NamedProfiles(@Nullable Path folder, Problems problems) {
        this.folder = folder;
        this.problems = problems;
    }

    /** The profile that an entry names; reports when there is none, or when it has mistakes. */
    Optional<ShelvingProfile> named(Entry entry) {
        Optional<String> name = entry.text();
        if (name.isEmpty()) {
            return Optional.empty();
        }
        Optional<ShelvingProfile> known = read.get(name.get());
        if (known != null && known.isPresent()) {
            return known;
        }
        Optional<ShelvingProfile> found = find(entry, name.get());
        read.put(name.get(), found);
        return found;
    }

    private Optional<ShelvingProfile> find(Entry entry, String name) {
        if (ProfileLoader.bundledNames().contains(name)) {
            return Optional.of(ProfileLoader.bundled(name));
        }
        if (!name.endsWith(".yaml") && !name.endsWith(".yml")) {
            entry.wrong(
                    NO_SUCH.with(name, String.join(", ", ProfileLoader.bundledNames())),
                    Nearest.of(name, ProfileLoader.bundledNames()).orElse(null));
            return Optional.empty();
        }
        if (folder == null) {
            entry.wrong(NO_FOLDER.with(name), null);
            return Optional.empty();
        }
        return fromFile(entry, name, folder);
    }

    private Optional<ShelvingProfile> fromFile(Entry entry, String name, Path beside) {
        try {
            Loaded<ShelvingProfile> loaded = ProfileLoader.read(beside.resolve(name));
            if (!loaded.problems().isEmpty()) {
                problems.addAll(loaded.problems());
                entry.wrong(MISTAKEN.with(name, loaded.problems().size()), null);
            }
            return loaded.value();
        } catch (InvalidPathException e) {
            entry.wrong(NO_FOLDER.with(name), null);
            return Optional.empty();
        }
    }
}
