package org.archivevault.protocol.event;

import org.archivevault.protocol.Bilingual;
import org.archivevault.protocol.command.RefusalCode;

/**
 * One thing that forbids a block to move now.
 *
 * @param code the rule
 * @param detail which aisle, input or age; may be empty
 */
public record Obstacle(RefusalCode code, String detail) {
    /**
     * The sentence for a person.
     *
     * @return both languages
     */
    public Bilingual sentence() {
        return code.sentence(detail);
    }
}
