package org.archivevault.firmware.plan;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.archivevault.firmware.document.Document;
import org.archivevault.firmware.light.LightProfile;
import org.archivevault.firmware.problem.Loaded;
import org.archivevault.firmware.problem.MistakesFound;
import org.archivevault.firmware.problem.Problem;
import org.archivevault.firmware.problem.Problems;
import org.archivevault.firmware.profile.ShelvingProfile;
import org.archivevault.firmware.reader.ReaderProfile;
import org.archivevault.firmware.source.SourceProfile;
import org.archivevault.protocol.Bilingual;
import org.jspecify.annotations.Nullable;

/** Reads site plans with the profiles they name. It reads files, so never on an event loop. */
public final class SitePlanLoader {
    /** What {@code kind} says in such a file; also the name of its schema. */
    public static final String KIND = "site-plan";

    private static final Bilingual UNREADABLE = new Bilingual("无法读取文件：{}", "the file cannot be read: {}");

    private SitePlanLoader() {}

    /**
     * Reads a plan.
     *
     * @param file where it is; profiles given as paths are relative to its folder
     * @return the plan
     * @throws MistakesFound when it, or a profile it names, has mistakes or cannot be read
     */
    public static SitePlan load(Path file) {
        return read(file).orThrow();
    }

    /**
     * A plan that comes with the system.
     *
     * @param name for example {@code demo}
     * @return the plan
     * @throws IllegalArgumentException when there is none of that name
     */
    public static SitePlan loadBundled(String name) {
        String resource = "/sites/" + name + ".yaml";
        try (InputStream in = SitePlanLoader.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException("no bundled site plan \"" + name + "\"");
            }
            return read(resource, in.readAllBytes(), null).orThrow();
        } catch (IOException e) {
            throw new IllegalStateException("The bundled site plan " + resource + " cannot be read", e);
        }
    }

    /**
     * Reads a plan.
     *
     * @param file where it is; profiles given as paths are relative to its folder
     * @return the plan, or all mistakes in it and in the profiles it names
     */
    public static Loaded<SitePlan> read(Path file) {
        try {
            return read(
                    file.toString(),
                    Files.readAllBytes(file),
                    file.toAbsolutePath().getParent());
        } catch (IOException e) {
            return new Loaded.Mistaken<>(
                    List.of(new Problem(file.toString(), 1, 1, UNREADABLE.with(e.toString()), null)));
        }
    }

    /**
     * Reads a plan.
     *
     * @param file its name, for messages
     * @param bytes its content, UTF-8
     * @param folder where profiles given as paths are looked for; null when there is no such place
     * @return the plan, or all mistakes in it and in the profiles it names
     */
    public static Loaded<SitePlan> read(String file, byte[] bytes, @Nullable Path folder) {
        Problems problems = new Problems();
        Document document = Document.read(file, bytes, problems);
        document.checkAgainst(KIND);
        NamedProfiles<ShelvingProfile> shelving = NamedProfiles.ofShelving(folder, problems);
        NamedProfiles<ReaderProfile> readers = NamedProfiles.ofReaders(folder, problems);
        NamedProfiles<LightProfile> lights = NamedProfiles.ofLights(folder, problems);
        NamedProfiles<SourceProfile> sources = NamedProfiles.ofSources(folder, problems);
        new PlanChecks(document.root(), shelving, readers, lights, sources, problems).run();
        return Loaded.of(
                problems,
                () -> new PlanReader(shelving, readers, lights, new WatchReader(sources))
                        .plan(document.root(), sha256(bytes)));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
