package org.archivevault.protocol.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.archivevault.protocol.Json;
import org.archivevault.protocol.MalformedMessage;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.command.CommandId;
import org.archivevault.protocol.command.CommandOutcome;
import org.archivevault.protocol.command.FencingToken;
import org.archivevault.protocol.command.RefusalCode;
import org.archivevault.protocol.event.EdgeEvent;
import org.archivevault.protocol.event.Lane;
import org.junit.jupiter.api.Test;

class UnrecognisedEventTest {
    private static final UUID OUTBOX = new UUID(1, 2);

    private static EventBatch read(String events) throws MalformedMessage {
        String json = "{\"edge\":\"edge-v1\",\"outbox\":\"" + OUTBOX
                + "\",\"lane\":\"access\",\"oldestSeq\":1,\"events\":[" + events + "]}";
        return Json.read(json.getBytes(StandardCharsets.UTF_8), EventBatch.class);
    }

    @Test
    void anEventOfANewerEdgeDoesNotHideTheOnesAroundIt() throws MalformedMessage {
        // GIVEN a batch whose second event is of a type that this version does not know
        String known = "{\"seq\":%d,\"at\":\"2026-11-21T08:00:00Z\",\"event\":"
                + "{\"type\":\"lock-changed\",\"block\":\"ES-V1-B1\",\"locked\":true,\"subject\":\"li\"}}";
        String newer =
                "{\"seq\":2,\"at\":\"2026-11-21T08:00:00Z\",\"event\":{\"type\":\"lamp-changed\",\"lamp\":\"red\"}}";

        // WHEN it is read
        EventBatch batch = read(known.formatted(1) + "," + newer + "," + known.formatted(3));

        // THEN the two known ones are read and the other is kept as it came
        assertThat(batch.events().get(0).event()).isInstanceOf(EdgeEvent.LockChanged.class);
        assertThat(batch.events().get(2).event()).isInstanceOf(EdgeEvent.LockChanged.class);
        assertThat(batch.events().get(1).event()).isInstanceOfSatisfying(EdgeEvent.Unrecognised.class, event -> {
            assertThat(event.claimedType()).isEqualTo("lamp-changed");
            assertThat(event.raw()).contains("\"lamp\":\"red\"");
        });
    }

    @Test
    void aKnownEventWithImpossibleContentIsKeptAsUnrecognised() throws MalformedMessage {
        EventBatch batch = read("{\"seq\":1,\"at\":\"2026-11-21T08:00:00Z\",\"event\":{\"type\":\"motion-intended\","
                + "\"command\":\"" + new UUID(3, 4) + "\",\"block\":\"ES-V1-B1\",\"aisle\":1,\"token\":0}}");

        assertThat(batch.events().get(0).event())
                .isInstanceOfSatisfying(
                        EdgeEvent.Unrecognised.class,
                        event -> assertThat(event.complaint()).contains("fencing token"));
    }

    @Test
    void aBatchSurvivesTheWayThroughJson() throws MalformedMessage {
        EventBatch batch = new EventBatch(
                new EdgeId("edge-v1"),
                OUTBOX,
                Lane.ACCESS,
                7,
                List.of(new SequencedEvent(
                        7,
                        Instant.parse("2026-11-21T08:00:00Z"),
                        new EdgeEvent.CommandEnded(
                                new CommandId(new UUID(5, 6)),
                                BlockId.parse("ES-V1-B1"),
                                CommandOutcome.Refused.tokenNotNewer(new FencingToken(41))))));

        assertThat(Json.read(Json.bytes(batch), EventBatch.class)).isEqualTo(batch);
    }

    @Test
    void anEventWithoutAPlaceIsStillMalformed() {
        assertThatThrownBy(() -> read("{\"at\":\"2026-11-21T08:00:00Z\",\"event\":{\"type\":\"x\"}}"))
                .isInstanceOf(MalformedMessage.class);
    }

    @Test
    void theRefusalOfAnOldTokenNamesTheHighestAndNoOtherRefusalDoes() {
        assertThat(CommandOutcome.Refused.tokenNotNewer(new FencingToken(41)).highestToken())
                .contains(new FencingToken(41));
        assertThat(new CommandOutcome.Refused(RefusalCode.DOOR_OPEN, "highest=41").highestToken())
                .isEmpty();
        assertThat(new CommandOutcome.Refused(RefusalCode.TOKEN_NOT_NEWER, "highest=x").highestToken())
                .isEmpty();
    }
}
