package org.archivevault.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.archivevault.client.SessionFile;
import org.archivevault.protocol.Json;
import org.archivevault.protocol.MalformedMessage;

/**
 * The demo's two people: the administrator, and one who fetches packs and reads the log. Their passwords are random, made
 * at the first start and kept in a file that only its owner can read.
 */
final class DemoAccounts {
    static final String FILE = "accounts.json";
    private static final String SESSION = "cli-session.json";
    private static final String ADMINISTRATOR = "admin";
    private static final String PERSON = "demo";

    private final OneMachine machine;

    DemoAccounts(OneMachine machine) {
        this.machine = machine;
    }

    /** Signs the demo's person in and leaves the session where the terminal client finds it. */
    ServerApi signIn() {
        ServerApi anybody = new ServerApi(machine.server(), "");
        if (!machine.oneTimePassword().isEmpty()) {
            makeAccounts(anybody);
        }
        String token = token(anybody, PERSON, password(PERSON));
        new SessionFile(machine.server(), token).write(machine.home().resolve(SESSION));
        return anybody.as(token);
    }

    private void makeAccounts(ServerApi anybody) {
        Map<String, String> passwords = new LinkedHashMap<>();
        passwords.put(ADMINISTRATOR, random());
        passwords.put(PERSON, random());
        write(passwords);
        String administrator =
                replacePassword(anybody, ADMINISTRATOR, machine.oneTimePassword(), passwords.get(ADMINISTRATOR));
        JsonNode created = anybody.as(administrator)
                .post(
                        "/users",
                        Map.of(
                                "userName",
                                PERSON,
                                "displayName",
                                "演示员 Demo",
                                "roles",
                                List.of("archivist", "facilities", "security")));
        replacePassword(anybody, PERSON, created.path("oneTimePassword").asText(), passwords.get(PERSON));
    }

    private static String replacePassword(ServerApi anybody, String user, String oneTime, String lasting) {
        String token = token(anybody, user, oneTime);
        anybody.as(token).put("/sessions/current/password", Map.of("oldPassword", oneTime, "newPassword", lasting));
        return token;
    }

    private static String token(ServerApi anybody, String user, String password) {
        return anybody.post("/sessions", Map.of("userName", user, "password", password))
                .path("token")
                .asText();
    }

    private String password(String user) {
        Path file = machine.home().resolve(FILE);
        try {
            return Json.read(Files.readAllBytes(file), JsonNode.class)
                    .path(user)
                    .asText();
        } catch (IOException | MalformedMessage e) {
            throw new IllegalStateException(
                    "无法读取 / cannot read " + file + "；删除 / delete " + machine.home() + " 重新开始 / to begin anew", e);
        }
    }

    private void write(Map<String, String> passwords) {
        Path file = machine.home().resolve(FILE);
        try {
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(file, Json.bytes(passwords));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private static String random() {
        byte[] bytes = new byte[15];
        new SecureRandom().nextBytes(bytes);
        // The prefix meets the rule of three kinds of characters whatever the random part holds.
        return "Aa1-" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
