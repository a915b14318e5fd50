package org.archivevault.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.archivevault.protocol.Bilingual;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "sign-in",
        description = {"登录。一次性密码须当场更改。", "Signs in; a one-time password must be changed at once."})
final class SignInCommand extends ClientCommand {
    @Option(names = "--server", defaultValue = "http://127.0.0.1:8080", description = "服务器地址 / the server")
    @Nullable
    URI server;

    @Parameters(paramLabel = "USER", description = "账号 / user name")
    @Nullable
    String user;

    @Override
    public Integer call() throws IOException {
        URI place = given(server);
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String password = secret(input, "密码 / password: ");
        JsonNode session = new Api(place, "").post("/sessions", Map.of("userName", given(user), "password", password));
        Api api = new Api(place, session.path("token").asText());
        if (session.path("passwordChangeDue").asBoolean()) {
            String fresh = secret(input, "新密码 / new password: ");
            api.put("/sessions/current/password", Map.of("oldPassword", password, "newPassword", fresh));
        }
        Path file = client().session == null ? SessionFile.own(System.getenv()) : client().session;
        new SessionFile(place, session.path("token").asText()).write(file);
        screen().say("已登录 / signed in: " + session.path("displayName").asText());
        return 0;
    }

    /** Not echoed on a terminal; a line of the input where there is none. */
    private static String secret(BufferedReader input, String prompt) throws IOException {
        Optional<Console> console = Terminal.console();
        if (console.isPresent()) {
            char[] typed = console.get().readPassword("%s", prompt);
            return typed == null ? "" : new String(typed);
        }
        String line = input.readLine();
        if (line == null) {
            throw new ClientFailure(2, "", new Bilingual("没有输入密码", "no password was given on the standard input"));
        }
        return line;
    }
}
