package org.archivevault.firmware.reader;

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

/** Reads profiles of RFID readers. It reads files, so never on an event loop. */
public final class ReaderProfileLoader {
    /** What {@code kind} says in such a file; also the name of its schema. */
    public static final String KIND = "reader-profile";

    private static final List<String> BUNDLED = List.of("desk-1", "portal-1", "shelf-1");
    /** They cannot change while we run. */
    private static final Map<String, ReaderProfile> READ = new ConcurrentHashMap<>();

    private static final Bilingual UNREADABLE = new Bilingual("无法读取文件：{}", "the file cannot be read: {}");

    private ReaderProfileLoader() {}

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
    public static ReaderProfile bundled(String nameAndVersion) {
        if (!BUNDLED.contains(nameAndVersion)) {
            throw new IllegalArgumentException(
                    "no bundled reader profile \"" + nameAndVersion + "\"; there are " + BUNDLED);
        }
        return READ.computeIfAbsent(nameAndVersion, ReaderProfileLoader::readBundled);
    }

    private static ReaderProfile readBundled(String nameAndVersion) {
        String resource = "/profiles/readers/" + nameAndVersion + ".yaml";
        try (InputStream in = ReaderProfileLoader.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("The bundled reader profile " + resource + " is not in the jar");
            }
            return read(resource, in.readAllBytes()).orThrow();
        } catch (IOException e) {
            throw new IllegalStateException("The bundled reader profile " + resource + " cannot be read", e);
        }
    }

    /**
     * Reads a profile.
     *
     * @param file where it is
     * @return the profile, or all its mistakes
     */
    public static Loaded<ReaderProfile> read(Path file) {
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
    public static Loaded<ReaderProfile> read(String file, byte[] bytes) {
        Problems problems = new Problems();
        Document document = Document.read(file, bytes, problems);
        document.checkAgainst(KIND);
        new ReaderProfileChecks(document.root()).run();
        return Loaded.of(problems, () -> ReaderProfileReader.profile(document.root()));
    }
}
