package org.archivevault.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.archivevault.protocol.Bilingual;
import org.archivevault.protocol.Json;
import org.archivevault.protocol.MalformedMessage;

/**
 * Where the server is and who is signed in there; readable by its owner only.
 *
 * @param server base address, for example {@code http://127.0.0.1:8080}
 * @param token the session's token
 */
public record SessionFile(URI server, String token) {
    /** Made by {@code ./vault demo}. */
    private static final Path DEMO = Path.of("data/demo/cli-session.json");

    /**
     * Reads the session that applies: an explicit file, else the person's own, else the demo's.
     *
     * @param explicit a file, or null
     * @param environment for {@code HOME}
     * @return the session
     * @throws ClientFailure when there is none
     */
    static SessionFile find(@org.jspecify.annotations.Nullable Path explicit, Map<String, String> environment) {
        if (explicit != null) {
            return read(explicit);
        }
        Path own = own(environment);
        if (Files.exists(own)) {
            return read(own);
        }
        if (Files.exists(DEMO)) {
            return read(DEMO);
        }
        throw new ClientFailure(
                ClientFailure.NOT_SIGNED_IN,
                "",
                new Bilingual(
                        "尚未登录：请先运行 ./vault sign-in（或 ./vault demo）",
                        "not signed in: run ./vault sign-in first (or ./vault demo)"));
    }

    static Path own(Map<String, String> environment) {
        return Path.of(environment.getOrDefault("HOME", "."), ".config", "archive-vault", "session.json");
    }

    private static SessionFile read(Path file) {
        try {
            JsonNode json = Json.read(Files.readAllBytes(file), JsonNode.class);
            return new SessionFile(
                    URI.create(json.path("server").asText()), json.path("token").asText());
        } catch (IOException | MalformedMessage | IllegalArgumentException e) {
            throw new ClientFailure(
                    ClientFailure.NOT_SIGNED_IN,
                    "",
                    new Bilingual("会话文件 {} 无法读取：{}", "the session file {} cannot be read: {}")
                            .with(file, String.valueOf(e.getMessage())));
        }
    }

    /**
     * Writes it, readable by its owner only.
     *
     * @param file where
     */
    public void write(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Path fresh = Files.createTempFile(
                    file.toAbsolutePath().getParent(),
                    "session",
                    ".tmp",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(
                    fresh,
                    Json.text(Map.of("server", server.toString(), "token", token)) + System.lineSeparator(),
                    StandardCharsets.UTF_8);
            Files.move(fresh, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the session file " + file, e);
        }
    }

    @Override
    public String toString() {
        return "SessionFile[" + server + "]";
    }
}
