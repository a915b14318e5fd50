package org.archivevault.edge.shelving.modbus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PollScheduleTest {
    private static PollSchedule<String> schedule() {
        PollSchedule<String> schedule = new PollSchedule<>();
        schedule.add("verify 1", 1, true, 1_000, 0);
        schedule.add("status 1", 1, false, 100, 0);
        schedule.add("motion 1", 1, false, 250, 0);
        schedule.add("status 2", 2, false, 100, 0);
        return schedule;
    }

    private static Map<String, Integer> play(PollSchedule<String> schedule, long millis, long perRead) {
        Map<String, Integer> reads = new HashMap<>();
        for (long now = 0; now < millis; now += perRead) {
            String task = schedule.take(now);
            if (task != null) {
                reads.merge(task, 1, Integer::sum);
            }
        }
        return reads;
    }

    @Test
    void keepsEachIntervalWhenTheLineIsQuick() {
        Map<String, Integer> reads = play(schedule(), 10_000, 5);
        assertThat(reads.get("status 1")).isBetween(98, 101);
        assertThat(reads.get("status 2")).isBetween(98, 101);
        assertThat(reads.get("motion 1")).isBetween(39, 41);
        assertThat(reads.get("verify 1")).isBetween(9, 11);
    }

    @Test
    void starvesNothingWhenTheLineIsTooSlow() {
        Map<String, Integer> reads = play(schedule(), 10_000, 80);
        assertThat(reads).hasSize(4);
        assertThat(reads.get("verify 1")).isGreaterThanOrEqualTo(5);
        assertThat(reads.get("motion 1")).isGreaterThanOrEqualTo(20);
    }

    @Test
    void readsTheActingUnitFirstWhenAskedToReadNow() {
        PollSchedule<String> schedule = schedule();
        for (String task = schedule.take(0); task != null; task = schedule.take(0)) {
            assertThat(task).isNotEmpty();
        }
        schedule.readNow(2, 10);
        assertThat(schedule.take(10)).isEqualTo("status 2");
        assertThat(schedule.take(10)).startsWith("status 1");
        assertThat(schedule.take(10)).startsWith("motion 1");
        assertThat(schedule.take(10)).isNull();
        schedule.verifyNow(1, 11);
        assertThat(schedule.take(11)).isEqualTo("verify 1");
    }
}
