package org.archivevault.protocol.command;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Optional;

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
    record Refused(RefusalCode code, String detail) implements CommandOutcome {
        private static final String HIGHEST = "highest=";

        /**
         * The refusal of a token that is not above the highest accepted. It names that highest, so that an issuer whose
         * records were restored from an older backup can go on above it.
         *
         * @param highest the highest token the edge has accepted for the block
         * @return the refusal; {@link #highestToken()} reads it back
         */
        public static Refused tokenNotNewer(FencingToken highest) {
            return new Refused(RefusalCode.TOKEN_NOT_NEWER, HIGHEST + highest);
        }

        /**
         * What {@link #tokenNotNewer} named.
         *
         * @return the highest accepted token; empty for every other refusal, or when the detail does not name one
         */
        public Optional<FencingToken> highestToken() {
            if (code != RefusalCode.TOKEN_NOT_NEWER || !detail.startsWith(HIGHEST)) {
                return Optional.empty();
            }
            try {
                return Optional.of(new FencingToken(Long.parseLong(detail.substring(HIGHEST.length()))));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }
    }

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
