package org.archivevault.protocol.command;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.archivevault.protocol.address.BlockId;

/**
 * Asked for by a person through the server, delivered to one edge. Delivery is at most once; a command is never queued
 * for later and never repeated.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = OpenAisle.class, name = "open-aisle"),
    @JsonSubTypes.Type(value = Ventilate.class, name = "ventilate"),
    @JsonSubTypes.Type(value = StopBlock.class, name = "stop-block"),
    @JsonSubTypes.Type(value = AcknowledgeComms.class, name = "acknowledge-comms"),
    @JsonSubTypes.Type(value = LockBlock.class, name = "lock-block"),
    @JsonSubTypes.Type(value = UnlockBlock.class, name = "unlock-block"),
    @JsonSubTypes.Type(value = LightPosition.class, name = "light-position"),
    @JsonSubTypes.Type(value = DarkenPositions.class, name = "darken-positions")
})
public sealed interface Command
        permits MovingCommand, StopBlock, AcknowledgeComms, LockBlock, UnlockBlock, LightPosition, DarkenPositions {
    /**
     * Names the command.
     *
     * @return its id
     */
    CommandId id();

    /**
     * The block it is for.
     *
     * @return the block
     */
    BlockId block();

    /**
     * The signed-in person who asks (user name), for the record.
     *
     * @return the user name
     */
    String subject();

    /**
     * Why it is asked.
     *
     * @return the reason
     */
    Reason reason();
}
