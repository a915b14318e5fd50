package org.archivevault.server.tags;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;
import org.archivevault.protocol.Bilingual;
import org.archivevault.protocol.address.FaceId;
import org.archivevault.protocol.address.ShelfAddress;
import org.jspecify.annotations.Nullable;

/**
 * What a pack's tag says about its place. Pure.
 *
 * @param result the verdict
 * @param belongs the slot that the records give it, or gave it last; null when it never had one
 * @param seenAt the face where it is seen now; null when no shelf sees it
 * @param sentence for a person
 */
public record TagCheck(
        Result result,
        @Nullable ShelfAddress belongs,
        @Nullable FaceId seenAt,
        Bilingual sentence) {
    /** The verdict. */
    public enum Result {
        /** Seen at the face of its slot. */
        CONFIRMED,
        /** Seen at another face than its slot's. */
        ELSEWHERE,
        /** Antennas watch the place and do not see it. */
        NOT_SEEN,
        /** No antenna watches the place. */
        NO_READER;

        /**
         * The name on the wire.
         *
         * @return lower case with hyphens
         */
        @JsonValue
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * Compares.
     *
     * @param belongs the slot that the records give it
     * @param seen the face where it is seen now
     * @param watched whether antennas see that slot's face
     * @return what the tag says
     */
    public static TagCheck of(Optional<ShelfAddress> belongs, Optional<FaceId> seen, boolean watched) {
        Result result = result(belongs, seen, watched);
        Object slot = belongs.<Object>map(b -> b).orElse("—");
        Object face = seen.<Object>map(f -> f).orElse("—");
        Bilingual sentence = switch (result) {
            case CONFIRMED ->
                new Bilingual("标签确认：在 {} 面，储位 {}", "the tag confirms it: at face {}, slot {}").with(face, slot);
            case ELSEWHERE ->
                new Bilingual("放错位置：标签在 {} 面，应在储位 {}", "put elsewhere: the tag is at face {}, it belongs at {}")
                        .with(face, slot);
            case NOT_SEEN ->
                new Bilingual("层架天线没有读到标签；应在储位 {}", "the antennas on the shelf do not see the tag; it belongs at {}")
                        .with(slot);
            case NO_READER -> new Bilingual("此处没有层架天线，以人工为准", "no antennas on this shelf: a person's word counts");
        };
        return new TagCheck(result, belongs.orElse(null), seen.orElse(null), sentence);
    }

    private static Result result(Optional<ShelfAddress> belongs, Optional<FaceId> seen, boolean watched) {
        if (seen.isPresent()) {
            return belongs.map(FaceId::of).equals(seen) ? Result.CONFIRMED : Result.ELSEWHERE;
        }
        return watched ? Result.NOT_SEEN : Result.NO_READER;
    }
}
