package org.archivevault.protocol.command;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/**
 * Names one command for its whole life. The issuer makes it; nothing is ever executed twice under one id.
 *
 * @param value a random UUID
 */
public record CommandId(@JsonValue UUID value) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public CommandId {}

    /**
     * Reads the printed form.
     *
     * @param text a UUID
     * @return the id
     * @throws IllegalArgumentException when it is none
     */
    public static CommandId parse(String text) {
        return new CommandId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
