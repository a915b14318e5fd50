package org.archivevault.firmware.source;

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

/** Reads profiles of sources. It reads files, so never on an event loop. */
public final class SourceProfileLoader {
    /** What {@code kind} says in such a file; also the name of its schema. */
    public static final String KIND = "source-profile";

    private static final List<String> BUNDLED = List.of(
            "frigate-1",
            "home-assistant-1",
            "milesight-chirpstack-1",
            "onvif-1",
            "shelly-gen2-1",
            "sparkplug-b-1",
            "tasmota-1",
            "zigbee2mqtt-1");
    /** They cannot change while we run. */
    private static final Map<String, SourceProfile> READ = new ConcurrentHashMap<>();

    private static final Bilingual UNREADABLE = new Bilingual("无法读取文件：{}", "the file cannot be read: {}");

    private SourceProfileLoader() {}

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
    public static SourceProfile bundled(String nameAndVersion) {
        if (!BUNDLED.contains(nameAndVersion)) {
            throw new IllegalArgumentException(
                    "no bundled source profile \"" + nameAndVersion + "\"; there are " + BUNDLED);
        }
        return READ.computeIfAbsent(nameAndVersion, SourceProfileLoader::readBundled);
    }

    private static SourceProfile readBundled(String nameAndVersion) {
        String resource = "/profiles/sources/" + nameAndVersion + ".yaml";
        try (InputStream in = SourceProfileLoader.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("The bundled source profile " + resource + " is not in the jar");
            }
            return read(resource, in.readAllBytes()).orThrow();
        } catch (IOException e) {
            throw new IllegalStateException("The bundled source profile " + resource + " cannot be read", e);
        }
    }

    /**
     * Reads a profile.
     *
     * @param file where it is
     * @return the profile, or all its mistakes
     */
    public static Loaded<SourceProfile> read(Path file) {
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
    public static Loaded<SourceProfile> read(String file, byte[] bytes) {
        Problems problems = new Problems();
        Document document = Document.read(file, bytes, problems);
        document.checkAgainst(KIND);
        new SourceProfileChecks(document.root()).run();
        return Loaded.of(problems, () -> SourceProfileReader.profile(document.root()));
    }
}
