package org.archivevault.server.alarm;

import static org.archivevault.server.alarm.AlarmBench.NOON;
import static org.archivevault.server.alarm.AlarmBench.SECURITY;
import static org.archivevault.server.alarm.AlarmBench.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.archivevault.protocol.event.EdgeEvent;
import org.archivevault.protocol.event.EdgeEvent.EdgeStarted;
import org.archivevault.protocol.event.EdgeEvent.TagsWithheld;
import org.archivevault.server.edge.Happened;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TagFloodAlarmsTest {
    private static final String EDGE = "edge:edge-v1";

    private final AlarmBench bench = new AlarmBench();
    private final TagFloodAlarms floods = new TagFloodAlarms(bench.book);

    @AfterEach
    void close() {
        bench.close();
    }

    private void tells(String edge, EdgeEvent... events) {
        List<Happened> happened =
                Stream.of(events).map(event -> new Happened(event, NOON)).toList();
        bench.logged(transaction ->
                floods.consume(transaction, edge, happened).map(consumed -> List.copyOf(consumed.entries())));
    }

    private List<String> standing() {
        return bench.rows("SELECT place, subject, state FROM alarm WHERE kind = 'tag-flood' AND state IN"
                + " ('unacknowledged', 'acknowledged') ORDER BY place, subject");
    }

    @Test
    void aFloodIsOneAlarmForAsLongAsItLastsAndGoesByItself() {
        // WHEN an edge tells of tags that it withholds, again and again
        tells(EDGE, new TagsWithheld("gate", 4_000, 250));
        tells(EDGE, new TagsWithheld("gate", 700, 60_000));

        // THEN it is one alarm that says where and how many, in both languages
        Alarm flood = bench.only(AlarmKind.TAG_FLOOD);
        assertThat(flood.times()).isEqualTo(2);
        assertThat(flood.priority()).isEqualTo(Priority.MEDIUM);
        assertThat(flood.sentence().zh()).contains("gate", "陌生标签过多", "700 / 60 s");
        assertThat(flood.sentence().en()).contains("gate", "so many unknown tags", "edge-v1: 700 / 60 s");
        assertThat(standing()).containsExactly("gate edge:edge-v1 unacknowledged");

        // and WHEN it is over, it has gone by itself, and closes with the acknowledgement
        tells(EDGE, new TagsWithheld("gate", 0, 0));
        assertThat(standing()).isEmpty();
        assertThat(await(bench.look.whole(flood.id())).alarm().state()).isEqualTo(AlarmState.RETURNED);
        assertThat(await(bench.desk.acknowledge(flood.id(), SECURITY, "外来货物")).closedAt())
                .isNotNull();
        assertThat(bench.log())
                .containsExactly(
                        "alarm-raised edge:edge-v1 tag-flood",
                        "alarm-raised edge:edge-v1 tag-flood",
                        "alarm-cleared edge:edge-v1 tag-flood",
                        "alarm-acknowledged zhou tag-flood");
    }

    @Test
    void anEdgeThatStartsAnewKnowsOfNoFloodBefore() {
        // GIVEN floods at two places of one edge, and one of another edge
        tells(EDGE, new TagsWithheld("gate", 4_000, 250), new TagsWithheld("desk", 10, 250));
        tells("edge:edge-v2", new TagsWithheld("gate-2", 5, 250));

        // WHEN the first is restarted, so that it will never tell of their end
        tells(EDGE, new EdgeStarted("1", "digest"));

        // THEN only the other's still stands
        assertThat(standing()).containsExactly("gate-2 edge:edge-v2 unacknowledged");
    }
}
