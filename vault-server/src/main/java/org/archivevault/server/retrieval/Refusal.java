package org.archivevault.server.retrieval;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.archivevault.protocol.Bilingual;
import org.archivevault.protocol.command.RefusalCode;
import org.archivevault.protocol.event.Obstacle;
import org.archivevault.server.http.ErrorCode;
import org.archivevault.server.http.Problem;

/**
 * One reason why something may not be done.
 *
 * @param error how the API answers it
 * @param code the rule's own stable code; the error's unless the block forbids
 * @param sentence for a person
 */
public record Refusal(ErrorCode error, String code, Bilingual sentence) {
    /**
     * A refusal in an error's own words.
     *
     * @param error which
     * @param values fill the {@code {}} of the sentence
     * @return the refusal
     */
    static Refusal of(ErrorCode error, Object... values) {
        return new Refusal(error, error.code(), error.sentence().with(values));
    }

    /**
     * A refusal because of what forbids the block to move.
     *
     * @param obstacle what does
     * @return the refusal
     */
    static Refusal of(Obstacle obstacle) {
        ErrorCode error =
                obstacle.code() == RefusalCode.EDGE_OFFLINE ? ErrorCode.EDGE_OFFLINE : ErrorCode.BLOCK_MAY_NOT_MOVE;
        return new Refusal(error, obstacle.code().code(), obstacle.sentence());
    }

    /**
     * The answer to a request that was refused.
     *
     * @param refusals all reasons, the weightiest first; at least one
     * @return the problem: the first reason's error and sentence, and all of them in {@code refusals}
     */
    static Problem problem(List<Refusal> refusals) {
        Refusal first = refusals.get(0);
        List<Map<String, String>> all = refusals.stream()
                .map(r -> Map.of(
                        "code", r.code(),
                        "zh", r.sentence().zh(),
                        "en", r.sentence().en()))
                .toList();
        return Problem.of(first.error(), first.sentence()).with("refusals", all);
    }

    /** The codes of all reasons, for the record. */
    static String codes(List<Refusal> refusals) {
        return refusals.stream().map(Refusal::code).distinct().collect(Collectors.joining(" "));
    }
}
