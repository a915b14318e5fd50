package org.archivevault.server.shelving;

import java.util.List;
import java.util.Optional;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.protocol.Bilingual;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.command.RefusalCode;
import org.archivevault.protocol.event.BlockView;
import org.archivevault.protocol.event.Obstacle;
import org.archivevault.protocol.link.EdgeId;
import org.jspecify.annotations.Nullable;

/**
 * A block as the API tells it.
 *
 * @param block the block
 * @param name what people call it
 * @param edge the edge agent that drives it
 * @param aisles how many aisles it has
 * @param railLengthMm length of its rails, in millimetres
 * @param aisleWidthMm width of its open aisle, in millimetres
 * @param carriageWidthsMm width of each carriage in order of number, in millimetres
 * @param ageMillis since the newest view was received; null when there is none
 * @param view the newest view; null when there is none or it is too old to say anything
 * @param obstacles all that forbids motion now
 */
record BlockAnswer(
        BlockId block,
        Bilingual name,
        EdgeId edge,
        int aisles,
        int railLengthMm,
        int aisleWidthMm,
        List<Integer> carriageWidthsMm,
        @Nullable Long ageMillis,
        @Nullable BlockView view,
        List<ObstacleAnswer> obstacles) {

    /**
     * An obstacle with its sentence.
     *
     * @param code the rule
     * @param detail which aisle, input or age
     * @param zh in Chinese
     * @param en in English
     */
    record ObstacleAnswer(RefusalCode code, String detail, String zh, String en) {
        static ObstacleAnswer of(Obstacle obstacle) {
            Bilingual sentence = obstacle.sentence();
            return new ObstacleAnswer(obstacle.code(), obstacle.detail(), sentence.zh(), sentence.en());
        }
    }

    /** The block now, or empty when the plan does not have it. */
    static Optional<BlockAnswer> of(SitePlan plan, BlockViews views, BlockId id) {
        return plan.block(id)
                .flatMap(block -> plan.edgeOf(id)
                        .map(edge -> new BlockAnswer(
                                id,
                                block.name(),
                                edge,
                                block.aisleCount(),
                                block.railLengthMm(),
                                block.aisleWidthMm(),
                                block.carriages().stream()
                                        .map(SitePlan.Carriage::widthMm)
                                        .toList(),
                                views.ageMillis(id).orElse(null),
                                views.fresh(id).orElse(null),
                                views.obstaclesOf(id).stream()
                                        .map(ObstacleAnswer::of)
                                        .toList())));
    }
}
