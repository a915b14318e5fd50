package org.archivevault.edge.shelving;

import java.util.List;
import org.archivevault.firmware.profile.ShelvingProfile;
import org.archivevault.firmware.profile.ShelvingProfile.Direction;
import org.archivevault.firmware.profile.ShelvingProfile.Word;
import org.archivevault.protocol.command.FencingToken;

/** Fills the words of a profile's step with a command's values. */
public final class StepWords {
    private StepWords() {}

    /**
     * What the registers of the echo must hold.
     *
     * @param profile how the controller is spoken to
     * @param move what is asked for
     * @param token the command's token
     * @return one unsigned 16-bit value per word
     * @throws IllegalStateException when the profile cannot ask for that; the interlock has refused it long before
     */
    public static int[] ofEcho(ShelvingProfile profile, Move move, FencingToken token) {
        List<Word> words = profile.echoOf(move.goal())
                .orElseThrow(() -> new IllegalStateException(profile.name() + " has no echo of " + move.goal()));
        return of(words, move, token);
    }

    /**
     * Fills them.
     *
     * @param words from the profile
     * @param move what is asked for
     * @param token the command's token
     * @return one unsigned 16-bit value per word
     */
    public static int[] of(List<Word> words, Move move, FencingToken token) {
        int[] values = new int[words.size()];
        int xor = 0;
        for (int i = 0; i < values.length; i++) {
            values[i] = value(words.get(i), move, token, xor);
            xor ^= values[i];
        }
        return values;
    }

    private static int value(Word word, Move move, FencingToken token, int xorSoFar) {
        return switch (word.operand()) {
            case TOKEN_HIGH -> (int) (token.value() >>> 16);
            case TOKEN_LOW -> (int) (token.value() & 0xFFFF);
            case AISLE -> move.aisle();
            case DIRECTION -> numberOf(move.direction());
            case XOR -> xorSoFar;
            case LITERAL -> word.literal();
        };
    }

    private static int numberOf(Direction direction) {
        return switch (direction) {
            case ANY -> 0;
            case LEFT -> 1;
            case RIGHT -> 2;
        };
    }
}
