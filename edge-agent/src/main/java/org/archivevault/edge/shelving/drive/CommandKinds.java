package org.archivevault.edge.shelving.drive;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.archivevault.protocol.command.Command;

/** The name of a command's kind, as its JSON says it. */
final class CommandKinds {
    private static final Map<Class<?>, String> NAMES = Arrays.stream(
                    Command.class.getAnnotation(JsonSubTypes.class).value())
            .collect(Collectors.toUnmodifiableMap(JsonSubTypes.Type::value, JsonSubTypes.Type::name));

    private CommandKinds() {}

    static String of(Command command) {
        return NAMES.getOrDefault(command.getClass(), command.getClass().getSimpleName());
    }
}
