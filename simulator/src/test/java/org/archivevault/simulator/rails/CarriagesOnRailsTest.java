package org.archivevault.simulator.rails;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is moved and whenever it is stopped: carriages never overlap, and the room is always that of one aisle. */
class CarriagesOnRailsTest {
    private static final int SEEDS = 60;
    private static final int MOVES_PER_SEED = 12;
    private static final double ROUNDING = 1e-6;

    private record Block(List<Integer> widths, int aisleWidth, Rails rails, Drive drive) {}

    static LongStream seeds() {
        return LongStream.range(0, SEEDS);
    }

    private static Block anyBlock(Random random) {
        List<Integer> widths = new ArrayList<>();
        int carriages = 2 + random.nextInt(20);
        for (int i = 0; i < carriages; i++) {
            widths.add(200 + random.nextInt(1_000));
        }
        int aisle = 600 + random.nextInt(1_400);
        int ramp = 1 + random.nextInt(2_000);
        Drive drive = new Drive(
                1 + random.nextInt(2_000),
                ramp,
                1 + random.nextInt(ramp),
                random.nextBoolean() ? 0 : random.nextInt(400));
        return new Block(widths, aisle, new Rails(widths, aisle), drive);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void carriages_never_overlap_and_the_room_is_always_one_aisle(long seed) {
        // GIVEN any block, any drive
        Random random = new Random(seed);
        Block block = anyBlock(random);
        Rails rails = block.rails();
        double[] at = rails.withOpen(1 + random.nextInt(rails.aisleCount()));
        long now = 0;
        for (int move = 0; move < MOVES_PER_SEED; move++) {
            // WHEN it moves anyhow, and is perhaps stopped at any time
            Motion motion = Motion.start(at, anyTarget(rails, at, random), block.drive(), now);
            long stopAt = random.nextInt(3) == 0 ? Long.MAX_VALUE : now + random.nextInt(20_000);
            while (!motion.endedAt(now)) {
                now += 1 + random.nextInt(300);
                if (now >= stopAt) {
                    Motion braked = motion.braked(now);
                    assertThat(braked.positionsAt(now)).containsExactly(motion.positionsAt(now), within(ROUNDING));
                    motion = braked;
                    stopAt = Long.MAX_VALUE;
                }
                // THEN
                assertSound(block, motion.positionsAt(now), seed);
            }
            at = motion.positionsAt(now);
            assertSound(block, at, seed);
        }
    }

    private static double[] anyTarget(Rails rails, double[] at, Random random) {
        int carriage = 1 + random.nextInt(rails.carriageCount());
        return switch (random.nextInt(5)) {
            case 0 -> rails.gatheredLeft(at, carriage);
            case 1 -> rails.gatheredRight(at, carriage);
            case 2 -> rails.spread();
            default -> rails.withOpen(1 + random.nextInt(rails.aisleCount()));
        };
    }

    private static void assertSound(Block block, double[] at, long seed) {
        Rails rails = block.rails();
        double room = 0;
        double smallest = Double.MAX_VALUE;
        for (int aisle = 1; aisle <= rails.aisleCount(); aisle++) {
            double gap = rails.gapMm(at, aisle);
            smallest = Math.min(smallest, gap);
            room += gap;
        }
        int last = rails.carriageCount() - 1;
        double rightEnd = at[last] + block.widths().get(last);
        assertThat(smallest).as("seed %d, smallest gap", seed).isGreaterThan(-ROUNDING);
        assertThat(new double[] {room, at[0], rightEnd})
                .as("seed %d, sum of all gaps, left end, right end", seed)
                .containsExactly(new double[] {block.aisleWidth(), 0, rails.lengthMm()}, within(ROUNDING));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void an_unhindered_move_opens_exactly_the_aisle_asked_for(long seed) {
        Random random = new Random(seed);
        Rails rails = anyBlock(random).rails();
        double[] at = rails.withOpen(1 + random.nextInt(rails.aisleCount()));
        int aisle = 1 + random.nextInt(rails.aisleCount());
        Motion motion = Motion.start(at, rails.withOpen(aisle), Drive.USUAL, 0);
        long end = 0;
        while (!motion.endedAt(end)) {
            end += 50;
        }
        assertThat(rails.openAisle(motion.positionsAt(end))).as("seed %d", seed).isEqualTo(aisle);
        assertThat(motion.positionsAt(end)).as("seed %d", seed).containsExactly(rails.withOpen(aisle), within(0.0));
    }

    @Test
    void the_usual_drive_takes_the_time_of_real_shelving() {
        // GIVEN an aisle of 900 mm at 80 mm/s, half a second of ramp at both ends
        Rails rails = new Rails(List.of(600, 600, 600), 900);
        Motion motion = Motion.start(rails.withOpen(1), rails.withOpen(2), Drive.USUAL, 1_000);
        // THEN 900 / 80 + 0.5 s
        assertThat(motion.endedAt(12_749)).isFalse();
        assertThat(motion.endedAt(12_750)).isTrue();
        assertThat(motion.directionOf(2, 5_000)).isEqualTo(-1);
        assertThat(motion.directionOf(1, 5_000)).isZero();
    }

    @Test
    void a_stop_comes_to_rest_within_the_brake_time() {
        Rails rails = new Rails(List.of(600, 600, 600, 600), 900);
        Motion motion = Motion.start(rails.withOpen(1), rails.withOpen(3), Drive.USUAL, 0);
        Motion braked = motion.braked(4_000);
        assertThat(braked.endedAt(4_099)).isFalse();
        assertThat(braked.endedAt(4_000 + Drive.USUAL.brakeMillis())).isTrue();
    }
}
