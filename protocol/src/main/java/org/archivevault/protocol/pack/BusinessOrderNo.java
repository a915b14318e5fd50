package org.archivevault.protocol.pack;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.archivevault.protocol.Token;
import org.archivevault.protocol.TokenForm;

/**
 * Number of a business order (业务工单): what a user looks for.
 *
 * @param value 1–40 letters, digits, dots, hyphens, underscores
 */
public record BusinessOrderNo(@JsonValue String value) {
    private static final TokenForm FORM = TokenForm.beginningWith("A-Za-z0-9", "A-Za-z0-9_.-", 40);

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public BusinessOrderNo {
        Token.require(value, FORM, "business order number");
    }

    @Override
    public String toString() {
        return value;
    }
}
