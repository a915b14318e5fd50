package org.archivevault.protocol.tag;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.archivevault.protocol.Token;
import org.archivevault.protocol.TokenForm;

/**
 * What the maker burnt into a tag's chip (EPC Gen2, TID memory bank). Two tags that answer the same EPC differ in it.
 *
 * @param value 8–64 capital hex digits
 */
public record Tid(@JsonValue String value) {
    private static final TokenForm FORM = TokenForm.of("0-9A-F", 8, 64);

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Tid {
        Token.require(value, FORM, "TID");
    }

    @Override
    public String toString() {
        return value;
    }
}
