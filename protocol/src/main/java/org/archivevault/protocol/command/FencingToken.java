package org.archivevault.protocol.command;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Strictly increases per block over the whole history. The edge keeps the highest on disk and refuses anything not above
 * it (safety.md, I7). 32 bits, because that is what fits the controllers' echo registers.
 *
 * @param value 1–4,294,967,295
 */
public record FencingToken(@JsonValue long value) implements Comparable<FencingToken> {
    /** The largest token a controller can echo. */
    public static final long MAX = 0xFFFF_FFFFL;

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public FencingToken {
        if (value < 1 || value > MAX) {
            throw new IllegalArgumentException("fencing token is not in [1.." + MAX + "]: " + value);
        }
    }

    @Override
    public int compareTo(FencingToken other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
