package org.archivevault.edge.shelving;

import java.util.List;
import org.archivevault.protocol.command.MovingCommand;
import org.archivevault.protocol.command.RefusalCode;
import org.archivevault.protocol.event.Guard;
import org.archivevault.protocol.event.GuardState;
import org.archivevault.protocol.event.Obstacle;

/** Interlocks with a planted bug. */
final class MutantInterlocks {
    private MutantInterlocks() {}

    /** Looks only at the aisle that is asked for: the classic mistake, since another one closes. */
    record OnlyTheTarget(Interlock real) implements Interlock {
        @Override
        public Verdict judge(BlockState state, MovingCommand command, long now) {
            Verdict verdict = real.judge(state, command, now);
            if (verdict instanceof Verdict.Refusal refusal
                    && refusal.code() == RefusalCode.PERSON_IN_AISLE
                    && state.guard(Guard.PRESENCE, command.goal().aisle(), now) == GuardState.CLEAR) {
                Integer open = state.openAisle(now);
                return Rails.move(state.layout(), open == null ? 0 : open, command.goal())
                        .<Verdict>map(Verdict.Go::new)
                        .orElse(verdict);
            }
            return verdict;
        }

        @Override
        public List<Obstacle> obstacles(BlockState state, long now) {
            return real.obstacles(state, now);
        }

        @Override
        public List<Obstacle> againstSpreading(BlockState state, long now) {
            return real.againstSpreading(state, now);
        }
    }

    /** Thinks that a spread, which opens every gap, can hurt nobody but in the aisle that closes. */
    record OnlyTheClosing(Interlock real) implements Interlock {
        @Override
        public Verdict judge(BlockState state, MovingCommand command, long now) {
            Verdict verdict = real.judge(state, command, now);
            Integer open = state.openAisle(now);
            if (command.goal().isSpread()
                    && verdict instanceof Verdict.Refusal refusal
                    && refusal.code() == RefusalCode.PERSON_IN_AISLE
                    && open != null
                    && state.guard(Guard.PRESENCE, open, now) == GuardState.CLEAR) {
                return Rails.move(state.layout(), open, command.goal())
                        .<Verdict>map(Verdict.Go::new)
                        .orElse(verdict);
            }
            return verdict;
        }

        @Override
        public List<Obstacle> obstacles(BlockState state, long now) {
            return real.obstacles(state, now);
        }

        @Override
        public List<Obstacle> againstSpreading(BlockState state, long now) {
            return real.againstSpreading(state, now);
        }
    }

    /** Asks for a motion while another is under way. */
    record IgnoresBusy(Interlock real) implements Interlock {
        @Override
        public Verdict judge(BlockState state, MovingCommand command, long now) {
            Verdict verdict = real.judge(state, command, now);
            return verdict instanceof Verdict.Refusal refusal && refusal.code() == RefusalCode.BLOCK_BUSY
                    ? Rails.move(state.layout(), 0, command.goal())
                            .<Verdict>map(Verdict.Go::new)
                            .orElse(verdict)
                    : verdict;
        }

        @Override
        public List<Obstacle> obstacles(BlockState state, long now) {
            return real.obstacles(state, now);
        }

        @Override
        public List<Obstacle> againstSpreading(BlockState state, long now) {
            return real.againstSpreading(state, now);
        }
    }

    /** Takes values of two seconds ago for new. */
    record BelievesOldValues(Interlock real) implements Interlock {
        @Override
        public Verdict judge(BlockState state, MovingCommand command, long now) {
            return real.judge(state, command, now - 2_000);
        }

        @Override
        public List<Obstacle> obstacles(BlockState state, long now) {
            return real.obstacles(state, now);
        }

        @Override
        public List<Obstacle> againstSpreading(BlockState state, long now) {
            return real.againstSpreading(state, now);
        }
    }
}
