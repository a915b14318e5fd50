package org.archivevault.server.alarm;

import static org.archivevault.server.alarm.AlarmBench.FACILITIES;
import static org.archivevault.server.alarm.AlarmBench.NOON;
import static org.archivevault.server.alarm.AlarmBench.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.archivevault.protocol.climate.Quantity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What people are told in the course of an alarm, and when the next are; and many alarms of one cause. */
class AlarmEscalationTest {
    private static final Cause SMOKE = Cause.of(AlarmKind.SMOKE, "sensor:s-1", "v1-north", NOON);
    private static final String CAUSE = "zone:v1-north/above-limit/temperature";

    /** Notes who would be told; two levels, after 2 and 5 minutes. */
    private static final class Told implements Announcer {
        private final List<String> told = new ArrayList<>();

        @Override
        public Future<Void> announce(SqlConnection transaction, Alarm alarm, Occasion occasion) {
            told.add(occasion.code() + " " + alarm.subject() + " " + alarm.escalationLevel());
            return Future.succeededFuture();
        }

        @Override
        public Optional<Duration> escalatesAfter(Priority priority, int level) {
            return level == 0
                    ? Optional.of(Duration.ofMinutes(2))
                    : level == 1 ? Optional.of(Duration.ofMinutes(5)) : Optional.empty();
        }
    }

    private final Told people = new Told();
    private final AlarmBench bench = new AlarmBench(people);

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void whatNobodyAcknowledgesGoesToTheNextUntilThereIsNobodyLeft() {
        bench.raise(SMOKE);
        bench.later(Duration.ofSeconds(119));
        assertThat(await(bench.sweeper.sweep())).isZero();
        bench.later(Duration.ofSeconds(1));
        assertThat(await(bench.sweeper.sweep())).isEqualTo(1);
        bench.later(Duration.ofMinutes(5));
        assertThat(await(bench.sweeper.sweep())).isEqualTo(1);
        bench.later(Duration.ofDays(1));
        assertThat(await(bench.sweeper.sweep())).isZero();
        assertThat(people.told)
                .containsExactly("raised sensor:s-1 0", "escalated sensor:s-1 1", "escalated sensor:s-1 2");
        assertThat(bench.log())
                .containsExactly(
                        "alarm-raised edge:edge-v1 smoke",
                        "alarm-escalated server smoke",
                        "alarm-escalated server smoke");
    }

    @Test
    void anAcknowledgementEndsItAndALatchedOneGoesOn() {
        // smoke that has gone unseen is latched
        Alarm raised = bench.raise(SMOKE);
        bench.clear(SMOKE);
        bench.later(Duration.ofMinutes(2));
        assertThat(await(bench.sweeper.sweep())).isEqualTo(1);
        await(bench.desk.acknowledge(raised.id(), FACILITIES, "演习"));
        bench.later(Duration.ofHours(1));
        assertThat(await(bench.sweeper.sweep())).isZero();
        assertThat(people.told)
                .containsExactly(
                        "raised sensor:s-1 0",
                        "cleared sensor:s-1 0",
                        "escalated sensor:s-1 1",
                        "acknowledged sensor:s-1 1");
    }

    @Test
    void whatIsKeptQuietIsToldToNobodyUntilTheQuietEnds() {
        Alarm raised = bench.raise(SMOKE);
        await(bench.desk.quieten(raised.id(), FACILITIES, LifeEvent.SUPPRESSED, "焊接作业", null));
        bench.clear(SMOKE);
        bench.raise(SMOKE);
        bench.later(Duration.ofHours(1));
        assertThat(await(bench.sweeper.sweep())).isZero();
        assertThat(people.told).containsExactly("raised sensor:s-1 0");
        await(bench.desk.quieten(raised.id(), FACILITIES, LifeEvent.UNSUPPRESSED, "作业结束", null));
        assertThat(people.told).containsExactly("raised sensor:s-1 0", "raised sensor:s-1 0");
        bench.later(Duration.ofMinutes(2));
        assertThat(await(bench.sweeper.sweep())).isEqualTo(1);
    }

    @Test
    void aFloodIsOneAlarmAndNobodyIsForgottenByIt() {
        // GIVEN five alarms of one cause, of which more than three are a flood
        for (int i = 1; i <= 5; i++) {
            bench.raise(warm(i));
        }
        gather();
        Alarm flood = bench.only(AlarmKind.ALARM_FLOOD);
        assertThat(flood.detail()).isEqualTo("5: north-1, north-2, north-3, north-4, north-5");
        assertThat(bench.open()).extracting(Alarm::kind).containsExactly(AlarmKind.ALARM_FLOOD);
        assertThat(members(flood.id())).hasSize(5);
        // another one joins it
        bench.raise(warm(6));
        gather();
        assertThat(members(flood.id())).hasSize(6);
        assertThat(bench.only(AlarmKind.ALARM_FLOOD).detail()).startsWith("6: ");

        // WHEN it is acknowledged, so are its members
        await(bench.desk.acknowledge(flood.id(), FACILITIES, "空调停机"));
        assertThat(bench.rows("SELECT DISTINCT state FROM alarm")).containsExactly("acknowledged");
        // and all but one go
        for (int i = 1; i <= 5; i++) {
            bench.clear(warm(i));
        }
        gather();
        // THEN that one is heard, and the rest is over
        assertThat(bench.open()).singleElement().satisfies(alarm -> {
            assertThat(alarm.subject()).isEqualTo("sensor:north-6");
            assertThat(alarm.quiet()).isNull();
        });
        assertThat(bench.rows("SELECT count(*) FROM alarm WHERE closed_at IS NULL"))
                .containsExactly("1");
    }

    @Test
    void membersThatWentUnseenAreOwedWithTheFlood() {
        for (int i = 1; i <= 5; i++) {
            bench.raise(warm(i));
        }
        gather();
        for (int i = 1; i <= 5; i++) {
            bench.clear(warm(i));
        }
        gather();
        Alarm flood = bench.only(AlarmKind.ALARM_FLOOD);
        assertThat(flood.state()).isEqualTo(AlarmState.RETURNED);
        assertThat(bench.open()).hasSize(1);
        await(bench.desk.acknowledge(flood.id(), FACILITIES, "已恢复"));
        assertThat(bench.rows("SELECT count(*) FROM alarm WHERE closed_at IS NULL"))
                .containsExactly("0");
    }

    @Test
    void whenAFloodBeginsGoesOnAndEnds() {
        assertThat(Flood.of(3, false, 3)).isEqualTo(Flood.NONE);
        assertThat(Flood.of(4, false, 3)).isEqualTo(Flood.BEGINS);
        assertThat(Flood.of(2, true, 3)).isEqualTo(Flood.GOES_ON);
        assertThat(Flood.of(1, true, 3)).isEqualTo(Flood.ENDS);
        assertThat(Flood.of(0, false, 3)).isEqualTo(Flood.NONE);
    }

    private static Cause warm(int sensor) {
        return Cause.of(AlarmKind.ABOVE_LIMIT, "sensor:north-" + sensor, "v1-north", NOON)
                .about(Quantity.TEMPERATURE)
                .sharing(CAUSE);
    }

    private void gather() {
        bench.logged(transaction -> bench.book.gather(transaction, CAUSE, 3, "server"));
    }

    private List<Alarm> members(UUID group) {
        return await(bench.look.list(
                new AlarmLook.Filter(false, null, null, null, null, null, null, null, null, group, 500)));
    }
}
