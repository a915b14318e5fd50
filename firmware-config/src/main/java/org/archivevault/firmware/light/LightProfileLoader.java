package org.archivevault.firmware.light;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.archivevault.firmware.document.Document;
import org.archivevault.firmware.problem.Loaded;
import org.archivevault.firmware.problem.Problem;
import org.archivevault.firmware.problem.Problems;
import org.archivevault.protocol.Bilingual;

/** Reads profiles of light controllers. It reads files, so never on an event loop. */
public final class LightProfileLoader {
    /** What {@code kind} says in such a file; also the name of its schema. */
    public static final String KIND = "light-profile";

    private static final List<String> BUNDLED = List.of("coil-lamps-1", "register-lamps-1");
    /** They cannot change while we run. */
    private static final Map<String, LightProfile> READ = new ConcurrentHashMap<>();

    private static final Bilingual UNREADABLE = new Bilingual("无法读取文件：{}", "the file cannot be read: {}");

    private LightProfileLoader() {}

    /**
     * The profiles that come with the system.
     *
     * @return names as a site plan gives them, {@code NAME-VERSION}
     */
    public static List<String> bundledNames() {
        return BUNDLED;
    }

    /**
     * A profile that comes with the system.
     *
     * @param nameAndVersion one of {@link #bundledNames()}
     * @return the profile
     * @throws IllegalArgumentException when there is none of that name
     */
    public static LightProfile bundled(String nameAndVersion) {
        if (!BUNDLED.contains(nameAndVersion)) {
            throw new IllegalArgumentException(
                    "no bundled light profile \"" + nameAndVersion + "\"; there are " + BUNDLED);
        }
        return READ.computeIfAbsent(nameAndVersion, LightProfileLoader::readBundled);
    }

    private static LightProfile readBundled(String nameAndVersion) {
        String resource = "/profiles/lights/" + nameAndVersion + ".yaml";
        try (InputStream in = LightProfileLoader.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("The bundled light profile " + resource + " is not in the jar");
            }
            return read(resource, in.readAllBytes()).orThrow();
        } catch (IOException e) {
            throw new IllegalStateException("The bundled light profile " + resource + " cannot be read", e);
        }
    }

    /**
     * Reads a profile.
     *
     * @param file where it is
     * @return the profile, or all its mistakes
     */
    public static Loaded<LightProfile> read(Path file) {
        try {
            return read(file.toString(), Files.readAllBytes(file));
        } catch (IOException e) {
            return new Loaded.Mistaken<>(
                    List.of(new Problem(file.toString(), 1, 1, UNREADABLE.with(e.toString()), null)));
        }
    }

    /**
     * Reads a profile.
     *
     * @param file its name, for messages
     * @param bytes its content, UTF-8
     * @return the profile, or all its mistakes
     */
    public static Loaded<LightProfile> read(String file, byte[] bytes) {
        Problems problems = new Problems();
        Document document = Document.read(file, bytes, problems);
        document.checkAgainst(KIND);
        new LightProfileChecks(document.root()).run();
        return Loaded.of(problems, () -> LightProfileReader.profile(document.root()));
    }
}
