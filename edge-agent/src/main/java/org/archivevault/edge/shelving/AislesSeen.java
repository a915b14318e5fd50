package org.archivevault.edge.shelving;

import java.util.Map;
import org.archivevault.protocol.event.GuardState;
import org.jspecify.annotations.Nullable;

/**
 * What cameras say about the aisles of one block. It may only add a refusal, never lift one (safety.md); whatever it does
 * not name, and whatever is older than {@link ShelvingLimits#SIGHT_MILLIS}, is unknown.
 *
 * @param observedAt when it was put together, in milliseconds on the edge's clock
 * @param aisles by number of the aisle
 */
public record AislesSeen(long observedAt, Map<Integer, Sight> aisles) {
    /** Nothing has been said. */
    public static final AislesSeen NOTHING = new AislesSeen(Long.MIN_VALUE, Map.of());

    public AislesSeen {
        aisles = Map.copyOf(aisles);
    }

    /**
     * One aisle.
     *
     * @param state tripped when somebody is in it, clear when nobody is, else unknown
     * @param since since when it is so, in milliseconds on the edge's clock
     * @param camera who says so, or cannot be believed
     */
    public record Sight(GuardState state, long since, String camera) {}

    @Nullable
    Sight of(int aisle) {
        return aisles.get(aisle);
    }

    boolean isFresh(long now) {
        return observedAt != Long.MIN_VALUE && now - observedAt <= ShelvingLimits.SIGHT_MILLIS;
    }
}
