package org.archivevault.protocol.camera;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.archivevault.protocol.Token;
import org.archivevault.protocol.TokenForm;

/**
 * Name of a camera. Unique in a site plan.
 *
 * @param value 1–40 lower-case letters, digits, hyphens
 */
public record CameraId(@JsonValue String value) {
    private static final TokenForm FORM = TokenForm.beginningWith("a-z0-9", "a-z0-9-", 40);

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public CameraId {
        Token.require(value, FORM, "camera");
    }

    @Override
    public String toString() {
        return value;
    }
}
