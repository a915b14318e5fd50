package org.archivevault.firmware.plan;

import java.util.List;
import java.util.OptionalInt;
import org.archivevault.firmware.light.LightProfile;
import org.archivevault.protocol.Token;
import org.archivevault.protocol.address.FaceId;
import org.archivevault.protocol.address.ShelfAddress;

/**
 * One light controller of a vault and the shelves that its lamps stand at. It has a connection that no shelving controller
 * uses, so that no light can hold up what moves.
 *
 * @param name unique in the site plan, also the device's name in health
 * @param profile what make it is
 * @param unitId Modbus unit id
 * @param connection how it is reached; other light controllers may share the line with other unit ids
 * @param faces what its lamps light, each face at most once
 */
public record LightPlan(
        String name, LightProfile profile, int unitId, ControllerPlan.Connection connection, List<LitFace> faces) {
    public LightPlan {
        faces = List.copyOf(faces);
    }

    /** How many lamps a face has. */
    public enum Per {
        /** One lamp for the whole face. */
        FACE,
        /** One for each bay. */
        BAY,
        /** One for each level of each bay. */
        LEVEL
    }

    /**
     * A face with lamps: numbered bay by bay from the entrance inwards, and in each bay from the lowest level upwards.
     *
     * @param face which
     * @param firstLamp number of its first lamp at the controller, 1 upwards
     * @param per what each lamp stands for
     * @param bays how many bays the face has
     * @param levels how many levels each has
     */
    public record LitFace(FaceId face, int firstLamp, Per per, int bays, int levels) {
        public LitFace {
            Token.requireRange(firstLamp, 1, Integer.MAX_VALUE, "firstLamp");
        }

        /**
         * How many lamps it has.
         *
         * @return 1 upwards
         */
        public int lamps() {
            return switch (per) {
                case FACE -> 1;
                case BAY -> bays;
                case LEVEL -> bays * levels;
            };
        }

        int lampOf(ShelfAddress address) {
            return firstLamp
                    + switch (per) {
                        case FACE -> 0;
                        case BAY -> address.bay() - 1;
                        case LEVEL -> (address.bay() - 1) * levels + address.level() - 1;
                    };
        }
    }

    /**
     * The lamp at a position.
     *
     * @param address any slot
     * @return its number at this controller; empty when none of its lamps stands there
     */
    public OptionalInt lampOf(ShelfAddress address) {
        FaceId wanted = FaceId.of(address);
        for (LitFace lit : faces) {
            if (lit.face().equals(wanted) && address.bay() <= lit.bays() && address.level() <= lit.levels()) {
                return OptionalInt.of(lit.lampOf(address));
            }
        }
        return OptionalInt.empty();
    }
}
