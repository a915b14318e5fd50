package org.archivevault.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.command.Command;
import org.archivevault.protocol.command.CommandId;
import org.archivevault.protocol.command.EdgeInstant;
import org.archivevault.protocol.command.FencingToken;
import org.archivevault.protocol.command.Goal;
import org.archivevault.protocol.command.Reason;
import org.archivevault.protocol.command.StopBlock;
import org.archivevault.protocol.command.Ventilate;
import org.archivevault.protocol.event.BlockView;
import org.archivevault.protocol.event.EdgeEvent;
import org.archivevault.protocol.link.EventBatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    private static <T> T read(String json, Class<T> type) throws MalformedMessage {
        return Json.read(json.getBytes(StandardCharsets.UTF_8), type);
    }

    @Test
    void writesAndReadsACommand() throws Exception {
        StopBlock stop = new StopBlock(
                new CommandId(new UUID(1, 2)),
                BlockId.parse("ES-V1-B1"),
                "chen",
                new Reason(Reason.Kind.SAFETY, "noise"));
        assertThat(Json.read(Json.bytes(stop), Command.class)).isEqualTo(stop);
    }

    @Test
    void writesAndReadsACommandThatSpreads() throws Exception {
        Ventilate ventilate = new Ventilate(
                new CommandId(new UUID(1, 2)),
                BlockId.parse("ES-V1-B1"),
                new FencingToken(7),
                3_000,
                new EdgeInstant(new UUID(3, 4), 5_000),
                "chen",
                new Reason(Reason.Kind.VENTILATION, "run"));
        assertThat(Json.text(ventilate)).contains("\"type\":\"ventilate\"").doesNotContain("goal", "aisle");
        assertThat(Json.read(Json.bytes(ventilate), Command.class)).isEqualTo(ventilate);
        assertThat(ventilate.goal()).isEqualTo(Goal.SPREAD);
        assertThat(ventilate.living(9).lifeMillis()).isEqualTo(9);
        assertThatThrownBy(() -> ventilate.living(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void acceptsAViewOfAnEdgeThatKnowsNothingOfSpreading() throws Exception {
        BlockView view = read(
                "{\"block\":\"ES-V1-B1\",\"asOf\":{\"boot\":\"00000000-0000-0001-0000-000000000002\",\"millis\":5},"
                        + "\"openAisle\":0,\"moving\":false,\"lockedOut\":false,\"commsLostLatched\":false,"
                        + "\"carriages\":[],\"guards\":[],\"obstacles\":[]}",
                BlockView.class);
        assertThat(view.spread()).isNull();
        assertThat(view.againstSpreading()).isNull();
    }

    @Test
    void acceptsThatWhatMayBeUnknownIsAbsent() throws Exception {
        assertThat(read("{\"type\":\"motion-started\",\"block\":\"ES-V1-B1\"}", EdgeEvent.class))
                .isEqualTo(new EdgeEvent.MotionStarted(BlockId.parse("ES-V1-B1"), null, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"type\":\"open-sesame\"}",
                "{\"type\":\"stop-block\"}",
                "{\"type\":\"stop-block\",\"id\":\"00000000-0000-0001-0000-000000000002\",\"block\":\"ES-V1-B1\","
                        + "\"subject\":\"chen\",\"reason\":{\"kind\":\"SAFETY\"}}",
                "{\"type\":\"stop-block\",\"id\":\"00000000-0000-0001-0000-000000000002\",\"block\":\"ES-V1-B1\","
                        + "\"subject\":\"chen\",\"reason\":{\"kind\":\"SAFETY\",\"reference\":\"noise\"}} x"
            })
    void refusesACommandThatIsNotWhole(String json) {
        assertThatThrownBy(() -> read(json, Command.class)).isInstanceOf(MalformedMessage.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"edge\":\"e1\",\"lane\":\"access\",\"oldestSeq\":1,\"events\":[{\"seq\":1,"
                        + "\"at\":\"2026-01-01T00:00:00Z\",\"event\":{\"type\":\"events-dropped\",\"fromSeq\":1,\"toSeq\":1,"
                        + "\"count\":1}}]}",
                "{\"edge\":\"e1\",\"outbox\":\"00000000-0000-0001-0000-000000000002\",\"lane\":\"access\",\"oldestSeq\":1,"
                        + "\"events\":[{\"seq\":1,\"at\":\"2026-01-01T00:00:00Z\"}]}",
                "{\"edge\":\"e1\",\"outbox\":\"00000000-0000-0001-0000-000000000002\",\"lane\":\"access\",\"oldestSeq\":1,"
                        + "\"events\":[null]}"
            })
    void refusesABatchThatIsNotWhole(String json) {
        assertThatThrownBy(() -> read(json, EventBatch.class)).isInstanceOf(MalformedMessage.class);
    }

    @Test
    void keepsAnEventThatIsNotWholeAsUnrecognisedInsteadOfStoppingItsLane() throws Exception {
        EventBatch batch = read(
                "{\"edge\":\"e1\",\"outbox\":\"00000000-0000-0001-0000-000000000002\",\"lane\":\"access\",\"oldestSeq\":1,"
                        + "\"events\":[{\"seq\":1,\"at\":\"2026-01-01T00:00:00Z\",\"event\":{\"type\":\"comms-changed\"}}]}",
                EventBatch.class);
        assertThat(batch.events().get(0).event())
                .isInstanceOfSatisfying(
                        EdgeEvent.Unrecognised.class,
                        event -> assertThat(event.complaint()).contains("missing"));
    }
}
