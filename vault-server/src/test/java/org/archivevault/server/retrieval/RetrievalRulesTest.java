package org.archivevault.server.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.archivevault.protocol.address.ShelfAddress;
import org.archivevault.protocol.command.Command;
import org.archivevault.protocol.command.EdgeInstant;
import org.archivevault.protocol.command.RefusalCode;
import org.archivevault.protocol.event.BlockView;
import org.archivevault.protocol.event.Obstacle;
import org.archivevault.protocol.link.EdgeId;
import org.archivevault.protocol.pack.PackNo;
import org.archivevault.server.identity.Principal;
import org.archivevault.server.identity.Role;
import org.archivevault.server.retrieval.PackPlace.State;
import org.archivevault.server.shelving.BlockViews;
import org.archivevault.server.shelving.CommandLink;
import org.archivevault.server.shelving.TestPlan;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RetrievalRulesTest {
    private static final Principal ARCHIVIST = new Principal("li", "李", Set.of(Role.ARCHIVIST));
    private static final ShelfAddress IN_AISLE = ShelfAddress.parse("ES-V1-B1-02B-01-1-01");
    private static final ShelfAddress OUTWARDS = ShelfAddress.parse("ES-V1-B1-01A-01-1-01");

    private boolean connected = true;
    private boolean clockKnown = true;
    private final BlockViews views = new BlockViews(TestPlan.plan(), edge -> true, () -> 100);
    private final RetrievalRules rules = new RetrievalRules(TestPlan.plan(), views, new CommandLink() {
        @Override
        public boolean connected() {
            return connected;
        }

        @Override
        public Optional<EdgeInstant> edgeNow(EdgeId edge) {
            return clockKnown ? Optional.of(new EdgeInstant(new UUID(1, 1), 5)) : Optional.empty();
        }

        @Override
        public Future<Void> send(EdgeId edge, Command command) {
            throw new AssertionError("rules send nothing");
        }
    });

    @BeforeEach
    void aBlockThatMayMove() {
        see();
    }

    private void see(Obstacle... obstacles) {
        views.received(
                new BlockView(
                        TestPlan.BLOCK,
                        new EdgeInstant(new UUID(1, 1), 5),
                        1L,
                        0,
                        false,
                        false,
                        null,
                        false,
                        false,
                        List.of(),
                        List.of(),
                        List.of(obstacles),
                        List.of()),
                100);
    }

    private static PackPlace onShelf(ShelfAddress address) {
        return new PackPlace(new PackNo("P-1"), State.ON_SHELF, false, Optional.of(address));
    }

    private List<String> codes(PackPlace place) {
        return rules.mayOpen(ARCHIVIST, place).stream().map(Refusal::code).toList();
    }

    @Test
    void nothingIsAgainstAnArchivistAndAPackOnTheShelfOfABlockThatMayMove() {
        assertThat(codes(onShelf(IN_AISLE))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void onlyAnArchivistMayOpen(Role role) {
        Principal who = new Principal("x", "x", Set.of(role));
        assertThat(rules.mayOpen(who, onShelf(IN_AISLE)).isEmpty()).isEqualTo(role == Role.ARCHIVIST);
    }

    @Test
    void everyPlaceButTheShelfHasItsOwnCode() {
        PackNo pack = new PackNo("P-1");
        assertThat(codes(new PackPlace(pack, State.OUT, false, Optional.empty())))
                .containsExactly("pack-out");
        assertThat(codes(new PackPlace(pack, State.MISSING, false, Optional.empty())))
                .containsExactly("pack-missing");
        assertThat(codes(new PackPlace(pack, State.UNKNOWN, false, Optional.empty())))
                .containsExactly("pack-location-unknown");
        assertThat(codes(new PackPlace(pack, State.ON_SHELF, true, Optional.of(IN_AISLE))))
                .containsExactly("pack-needs-two-people");
    }

    @Test
    void aSlotThatThePlanDoesNotHaveIsRefused() {
        assertThat(codes(onShelf(ShelfAddress.parse("ES-V1-B1-02B-09-1-01")))).containsExactly("no-such-aisle");
        assertThat(codes(onShelf(ShelfAddress.parse("ES-V1-B9-02B-01-1-01")))).containsExactly("no-such-aisle");
    }

    @Test
    void everyObstacleOfTheBlockIsTold() {
        see(new Obstacle(RefusalCode.PERSON_IN_AISLE, "2"), new Obstacle(RefusalCode.DOOR_OPEN, ""));
        assertThat(codes(onShelf(IN_AISLE))).containsExactly("person-in-aisle", "door-open");
    }

    @Test
    void somebodySeenByACameraRefusesWhileTheNewestViewSaysSo() {
        see(new Obstacle(RefusalCode.PERSON_SEEN, "2"));
        assertThat(codes(onShelf(IN_AISLE))).containsExactly("person-seen");
        assertThat(rules.weightiest(ARCHIVIST, onShelf(IN_AISLE)))
                .map(refusal -> refusal.sentence().en())
                .contains("a camera sees, or cannot rule out, somebody in aisle 2");
        // and no longer
        see();
        assertThat(codes(onShelf(IN_AISLE))).isEmpty();
    }

    @Test
    void aFaceThatLooksOutwardsAsksNothingOfTheBlock() {
        see(new Obstacle(RefusalCode.PERSON_IN_AISLE, "2"));
        connected = false;
        assertThat(codes(onShelf(OUTWARDS))).isEmpty();
    }

    @Test
    void withoutBrokerOrWithoutTheEdgesClockNothingMayBeAsked() {
        connected = false;
        assertThat(codes(onShelf(IN_AISLE))).containsExactly("broker-unavailable");
        connected = true;
        clockKnown = false;
        assertThat(codes(onShelf(IN_AISLE))).containsExactly("edge-offline");
    }

    @Test
    void everyRefusalSpeaksBothLanguagesWithItsValuesFilledIn() {
        see(new Obstacle(RefusalCode.PERSON_IN_AISLE, "2"));
        assertThat(rules.mayOpen(new Principal("x", "x", Set.of()), onShelf(IN_AISLE)))
                .hasSize(2)
                .allSatisfy(refusal -> {
                    assertThat(refusal.sentence().zh()).isNotBlank().doesNotContain("{}");
                    assertThat(refusal.sentence().en()).isNotBlank().doesNotContain("{}");
                });
    }
}
