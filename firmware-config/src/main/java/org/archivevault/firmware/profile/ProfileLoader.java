package org.archivevault.firmware.profile;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.archivevault.firmware.document.Document;
import org.archivevault.firmware.problem.Loaded;
import org.archivevault.firmware.problem.MistakesFound;
import org.archivevault.firmware.problem.Problem;
import org.archivevault.firmware.problem.Problems;
import org.archivevault.protocol.Bilingual;

/** Reads shelving profiles. It reads files, so never on an event loop. */
public final class ProfileLoader {
    /** What {@code kind} says in such a file; also the name of its schema. */
    public static final String KIND = "shelving-profile";

    private static final List<String> BUNDLED = List.of("block-mailbox-1", "carriage-coils-1");
    /** They cannot change while we run. */
    private static final Map<String, ShelvingProfile> READ = new ConcurrentHashMap<>();

    private static final Bilingual UNREADABLE = new Bilingual("无法读取文件：{}", "the file cannot be read: {}");

    private ProfileLoader() {}

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
    public static ShelvingProfile bundled(String nameAndVersion) {
        if (!BUNDLED.contains(nameAndVersion)) {
            throw new IllegalArgumentException("no bundled profile \"" + nameAndVersion + "\"; there are " + BUNDLED);
        }
        return READ.computeIfAbsent(nameAndVersion, ProfileLoader::readBundled);
    }

    private static ShelvingProfile readBundled(String nameAndVersion) {
        String resource = "/profiles/shelving/" + nameAndVersion + ".yaml";
        try (InputStream in = ProfileLoader.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("The bundled profile " + resource + " is not in the jar");
            }
            return read(resource, in.readAllBytes()).orThrow();
        } catch (IOException e) {
            throw new IllegalStateException("The bundled profile " + resource + " cannot be read", e);
        }
    }

    /**
     * Reads a profile.
     *
     * @param file where it is
     * @return the profile
     * @throws MistakesFound when it has mistakes or cannot be read
     */
    public static ShelvingProfile load(Path file) {
        return read(file).orThrow();
    }

    /**
     * Reads a profile.
     *
     * @param file where it is
     * @return the profile, or all its mistakes
     */
    public static Loaded<ShelvingProfile> read(Path file) {
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
    public static Loaded<ShelvingProfile> read(String file, byte[] bytes) {
        Problems problems = new Problems();
        Document document = Document.read(file, bytes, problems);
        document.checkAgainst(KIND);
        new ProfileChecks(document.root()).run();
        return Loaded.of(problems, () -> ProfileReader.profile(document.root()));
    }
}
