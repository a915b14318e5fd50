package org.archivevault.simulator.rails;

import java.util.List;

/**
 * The rails of one block: carriages side by side with the room of exactly one aisle among them. Positions are left edges
 * in millimetres from the left end, carriage 1 at index 0.
 */
public final class Rails {
    /** An aisle counts as open, or a gap as closed, within this many millimetres, as the register maps say. */
    private static final double TOLERANCE_MM = 5;

    private final int[] widthsMm;
    private final int aisleWidthMm;

    /**
     * Lays the rails.
     *
     * @param widthsMm of each carriage in order, at least two, each above 0
     * @param aisleWidthMm above 0
     */
    public Rails(List<Integer> widthsMm, int aisleWidthMm) {
        if (widthsMm.size() < 2 || aisleWidthMm <= 0 || widthsMm.stream().anyMatch(w -> w <= 0)) {
            throw new IllegalArgumentException(
                    "rails need two carriages and widths above 0: " + widthsMm + ", aisle " + aisleWidthMm);
        }
        this.widthsMm = widthsMm.stream().mapToInt(Integer::intValue).toArray();
        this.aisleWidthMm = aisleWidthMm;
    }

    /**
     * How many carriages stand on them.
     *
     * @return at least 2
     */
    public int carriageCount() {
        return widthsMm.length;
    }

    /**
     * How many aisles there can be.
     *
     * @return one less than carriages
     */
    public int aisleCount() {
        return widthsMm.length - 1;
    }

    /**
     * All carriages and one aisle.
     *
     * @return millimetres
     */
    public int lengthMm() {
        int sum = aisleWidthMm;
        for (int width : widthsMm) {
            sum += width;
        }
        return sum;
    }

    /**
     * Where the carriages stand when one aisle is open.
     *
     * @param aisle 1 to {@link #aisleCount()}
     * @return left edges
     */
    public double[] withOpen(int aisle) {
        requireAisle(aisle);
        double[] positions = new double[widthsMm.length];
        double x = 0;
        for (int i = 0; i < positions.length; i++) {
            positions[i] = x;
            x += widthsMm[i] + (i + 1 == aisle ? aisleWidthMm : 0);
        }
        return positions;
    }

    /**
     * Where the carriages stand when the room of one aisle is shared out evenly among all gaps. The first and the last
     * stand at the ends, as always.
     *
     * @return left edges
     */
    public double[] spread() {
        double gap = (double) aisleWidthMm / aisleCount();
        double[] positions = new double[widthsMm.length];
        double x = 0;
        for (int i = 0; i < positions.length; i++) {
            positions[i] = x;
            x += widthsMm[i] + gap;
        }
        return positions;
    }

    /**
     * Whether the carriages stand so.
     *
     * @param positions where they stand
     * @return true when each is within 5 mm of its place; a block with a single aisle is never spread, its aisle is open
     */
    public boolean isSpread(double[] positions) {
        double[] places = spread();
        for (int i = 0; i < places.length; i++) {
            if (Math.abs(positions[i] - places[i]) > TOLERANCE_MM) {
                return false;
            }
        }
        return aisleCount() > 1;
    }

    /**
     * Where the carriages go when a carriage is driven left and takes along all between it and the free room.
     *
     * @param positions where they stand
     * @param carriage 1 to {@link #carriageCount()}
     * @return left edges; those to the right of the carriage stay
     */
    public double[] gatheredLeft(double[] positions, int carriage) {
        double[] closed = withOpen(aisleCount());
        double[] targets = positions.clone();
        for (int i = 0; i < carriage; i++) {
            targets[i] = i == aisleCount() ? positions[i] : closed[i];
        }
        return targets;
    }

    /**
     * The same to the right.
     *
     * @param positions where they stand
     * @param carriage 1 to {@link #carriageCount()}
     * @return left edges; those to the left of the carriage stay
     */
    public double[] gatheredRight(double[] positions, int carriage) {
        double[] closed = withOpen(1);
        double[] targets = positions.clone();
        for (int i = Math.max(1, carriage - 1); i < targets.length; i++) {
            targets[i] = closed[i];
        }
        return targets;
    }

    /**
     * The width of an aisle now.
     *
     * @param positions where the carriages stand
     * @param aisle 1 to {@link #aisleCount()}
     * @return millimetres, 0 when closed
     */
    public double gapMm(double[] positions, int aisle) {
        requireAisle(aisle);
        return positions[aisle] - positions[aisle - 1] - widthsMm[aisle - 1];
    }

    /**
     * Whether the carriages on both sides of an aisle touch.
     *
     * @param positions where the carriages stand
     * @param aisle 1 to {@link #aisleCount()}
     * @return true when they do
     */
    public boolean closed(double[] positions, int aisle) {
        return gapMm(positions, aisle) <= TOLERANCE_MM;
    }

    /**
     * The aisle that is open over its whole width.
     *
     * @param positions where the carriages stand
     * @return its number, or 0 when the room is spread over several
     */
    public int openAisle(double[] positions) {
        for (int aisle = 1; aisle <= aisleCount(); aisle++) {
            if (gapMm(positions, aisle) >= aisleWidthMm - TOLERANCE_MM) {
                return aisle;
            }
        }
        return 0;
    }

    private void requireAisle(int aisle) {
        if (aisle < 1 || aisle > aisleCount()) {
            throw new IllegalArgumentException("no aisle " + aisle + " of " + aisleCount());
        }
    }
}
