package org.archivevault.protocol.climate;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.archivevault.protocol.Token;
import org.archivevault.protocol.TokenForm;

/**
 * Name of a sensor: one device at one place, whatever it measures. Unique in a site plan.
 *
 * @param value 1–40 lower-case letters, digits, hyphens
 */
public record SensorId(@JsonValue String value) {
    private static final TokenForm FORM = TokenForm.beginningWith("a-z0-9", "a-z0-9-", 40);

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public SensorId {
        Token.require(value, FORM, "sensor");
    }

    @Override
    public String toString() {
        return value;
    }
}
