package org.archivevault.edge.shelving;

import org.archivevault.protocol.command.CommandOutcome;
import org.archivevault.protocol.command.RefusalCode;

/** What the interlock says about a command now. */
public sealed interface Verdict {
    /**
     * Nothing forbids it now.
     *
     * @param move what to ask the controller for
     */
    record Go(Move move) implements Verdict {}

    /** The aisle is open, or the carriages stand spread, and nothing moves: there is nothing to ask for. */
    record AlreadyThere() implements Verdict {}

    /**
     * Something forbids it.
     *
     * @param code the rule
     * @param detail which aisle, input or age
     */
    record Refusal(RefusalCode code, String detail) implements Verdict {
        CommandOutcome outcome() {
            return new CommandOutcome.Refused(code, detail);
        }
    }
}
