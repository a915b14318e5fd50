package org.archivevault.protocol.command;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** The one way a command ended (safety.md, I13). */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = CommandOutcome.Executed.class, name = "executed"),
    @JsonSubTypes.Type(value = CommandOutcome.Refused.class, name = "refused"),
    @JsonSubTypes.Type(value = CommandOutcome.Expired.class, name = "expired"),
    @JsonSubTypes.Type(value = CommandOutcome.Unknown.class, name = "unknown")
})
public sealed interface CommandOutcome {
    /**
     * The controller confirmed that it carries the command out. For an aisle: motion has begun, or the aisle was open
     * already.
     *
     * @param moved false when there was nothing to move
     */
    record Executed(boolean moved) implements CommandOutcome {}

    /**
     * Nothing was sent that moves.
     *
     * @param code the rule that forbade it
     * @param detail which input, aisle or register; may be empty
     */
    record Refused(RefusalCode code, String detail) implements CommandOutcome {}

    /**
     * Its life passed before the motion write could leave; nothing was sent that moves.
     *
     * @param lateByMillis how late it was when judged, in milliseconds, at least 0
     */
    record Expired(long lateByMillis) implements CommandOutcome {}

    /**
     * The motion write left, and what became of it could not be read back in time.
     *
     * @param detail what is known
     */
    record Unknown(String detail) implements CommandOutcome {}
}
