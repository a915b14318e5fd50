package org.archivevault.edge.tags;

import static org.archivevault.edge.tags.Played.A;
import static org.archivevault.edge.tags.Played.B1_02A;
import static org.archivevault.edge.tags.Played.B1_02B;
import static org.archivevault.edge.tags.Played.B1_03A;
import static org.archivevault.edge.tags.Played.DESK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.archivevault.firmware.reader.ReadPointKind;
import org.archivevault.firmware.reader.ReaderPlan;
import org.archivevault.firmware.reader.ReaderProfile;
import org.archivevault.protocol.event.EdgeEvent.ReadPointScanned;
import org.archivevault.protocol.event.EdgeEvent.TagArrived;
import org.archivevault.protocol.event.EdgeEvent.TagDeparted;
import org.archivevault.protocol.pack.Epc;
import org.archivevault.protocol.tag.ReadPointId;
import org.junit.jupiter.api.Test;

/** Where a tag is. */
final class TagPresenceTest {
    private static final ReadPointId FACE = new ReadPointId("b1-02a");

    @Test
    void whatIsThereWhenAReaderBeginsIsToldAsAScanAndNotAsAnArrival() {
        // GIVEN a pack on a face
        Played world = new Played().put(A, B1_02A);

        // WHEN the reader begins to read
        world.reading(Readers.SHELF_1);
        world.pass(6_000);

        // THEN every face of it is told, once, and nothing arrived
        assertThat(world.story()).isEmpty();
        List<ReadPointScanned> scans = world.told(ReadPointScanned.class);
        assertThat(scans).hasSize(4);
        assertThat(scans)
                .filteredOn(s -> s.readPoint().equals(FACE))
                .singleElement()
                .satisfies(s -> {
                    assertThat(s.present()).containsExactly(A);
                    assertThat(s.part()).isEqualTo(1);
                    assertThat(s.parts()).isEqualTo(1);
                    assertThat(s.scanMillis()).isEqualTo(TagLimits.SHELF_SETTLING_MILLIS);
                });
        assertThat(scans)
                .filteredOn(s -> !s.readPoint().equals(FACE))
                .allSatisfy(s -> assertThat(s.present()).isEmpty());
        // AND nothing is told of readers that do not read
        world.pass(60_000);
        assertThat(world.told(ReadPointScanned.class)).hasSize(4);
    }

    @Test
    void aTagArrivesAfterItsReadsAndOnce() {
        Played world = new Played().settled();
        world.put(A, DESK).pass(10_000);
        assertThat(world.story()).containsExactly("A arrived desk");
        TagArrived arrived = world.told(TagArrived.class).get(0);
        assertThat(arrived.firstSeenAgoMillis()).isEqualTo(Readers.FAST_TURN);
        assertThat(arrived.rssiDbm()).isEqualTo(-50);
    }

    @Test
    void oneReadIsAGhostHoweverOftenItComes() {
        // GIVEN a ghost every ten seconds
        Played world = new Played().settled();
        for (int i = 0; i < 100; i++) {
            world.glimpse(A, DESK, -40);
            world.pass(10_000);
        }
        // THEN there is nothing to tell, and nothing is remembered
        assertThat(world.story()).isEmpty();
        assertThat(world.presence.gauges()).containsEntry("tags_known", 0);
    }

    @Test
    void aReportThatStandsForSeveralReadsCountsAsThem() {
        Played world = new Played().settled();
        world.presence.reported(Readers.DESK, List.of(new TagReport(1, A, null, null, 2)), world.now);
        world.pass(100);
        assertThat(world.story()).containsExactly("A arrived desk");
        assertThat(world.told(TagArrived.class).get(0).rssiDbm()).isNull();
    }

    @Test
    void aTagDepartsAfterTheTimeOfItsKindOfPlace() {
        // GIVEN a tag at the desk and one on a face
        Played world = new Played().put(A, DESK).put(Played.B, B1_02A).settled();

        // WHEN both are taken away
        world.take(A, DESK).take(Played.B, B1_02A);
        long taken = world.now;

        // THEN the desk says so after three seconds
        world.pass(10_000);
        assertThat(world.story()).containsExactly("A departed desk");
        assertThat(world.timeOf(TagDeparted.class) - taken)
                .isBetween(Readers.DESK_DEPARTS, Readers.DESK_DEPARTS + TagLimits.SWEEP_MILLIS);
        // AND the face after a minute, with the time when it was heard last
        world.pass(Readers.SHELF_DEPARTS);
        assertThat(world.story()).containsExactly("A departed desk", "B departed b1-02a");
        assertThat(world.told(TagDeparted.class).get(1).lastSeenAgoMillis())
                .isBetween(Readers.SHELF_DEPARTS, Readers.SHELF_DEPARTS + TagLimits.SWEEP_MILLIS);
    }

    @Test
    void aSilentReaderSaysNothingAboutAbsence() {
        // GIVEN a tag on a face whose reader goes away for a day
        Played world = new Played().put(A, B1_02A).settled();
        world.silent(Readers.SHELF_1);
        world.pass(24 * 3_600_000L);
        assertThat(world.story()).isEmpty();

        // WHEN it comes back and the tag is still there
        world.reading(Readers.SHELF_1);
        world.pass(120_000);

        // THEN nothing has happened but a new scan
        assertThat(world.story()).isEmpty();
        assertThat(world.told(ReadPointScanned.class))
                .filteredOn(s -> s.readPoint().equals(FACE))
                .last()
                .satisfies(s -> assertThat(s.present()).containsExactly(A));
    }

    @Test
    void whatWasTakenDuringTheSilenceDepartsOnceTheReaderHasBeenReadingLongEnough() {
        Played world = new Played().put(A, B1_02A).settled();
        world.silent(Readers.SHELF_1);
        world.take(A, B1_02A).pass(600_000);
        world.reading(Readers.SHELF_1);
        long back = world.now;
        world.pass(Readers.SHELF_DEPARTS - 2_000);
        // THEN the scan does not have it, and only later it is said to be gone
        assertThat(world.story()).isEmpty();
        assertThat(world.told(ReadPointScanned.class))
                .filteredOn(s -> s.readPoint().equals(FACE))
                .allSatisfy(s -> assertThat(s.present()).isEmpty());
        world.pass(4_000);
        assertThat(world.story()).containsExactly("A departed b1-02a");
        assertThat(world.timeOf(TagDeparted.class) - back).isLessThanOrEqualTo(Readers.SHELF_DEPARTS + 1_000);
    }

    @Test
    void aReaderThatBreaksDownAgainAndAgainStillNoticesInTheEnd() {
        // GIVEN a tag that is gone, and a reader that reads 20 s and is away 20 s
        Played world = new Played().put(A, B1_02A).settled();
        world.take(A, B1_02A);
        for (int i = 0; i < 5; i++) {
            world.pass(20_000);
            world.silent(Readers.SHELF_1);
            world.pass(20_000);
            world.reading(Readers.SHELF_1);
        }
        world.pass(1_000);
        assertThat(world.story()).containsExactly("A departed b1-02a");
    }

    @Test
    void aTagThatComesWhileAReaderSettlesWasPerhapsThereBefore() {
        // GIVEN a tag that is hard to read: its second read comes after the settling
        Played world = new Played();
        world.reading(Readers.SHELF_1);
        world.pass(4_000);
        world.glimpse(A, B1_02A, -70);
        world.pass(2_000);
        world.glimpse(A, B1_02A, -70);
        // THEN it did not arrive, and is told in a scan soon
        world.put(A, B1_02A, -70).pass(TagLimits.LATE_SCAN_MILLIS + 200);
        assertThat(world.story()).isEmpty();
        assertThat(world.told(ReadPointScanned.class))
                .filteredOn(s -> s.readPoint().equals(FACE))
                .last()
                .satisfies(s -> assertThat(s.present()).containsExactly(A));
    }

    @Test
    void aNeighbourThatOverhearsATagDoesNotGetIt() {
        Played world = new Played().put(A, B1_02A, -50).put(A, B1_02B, -52).settled();
        world.pass(60_000);
        // Even a little louder is not enough.
        world.put(A, B1_02B, -46).pass(60_000);
        assertThat(world.story()).isEmpty();
    }

    @Test
    void theLouderOfTwoNeighboursHasItFromTheBeginning() {
        Played world = new Played().put(A, B1_02A, -60).put(A, B1_02B, -50);
        world.reading(Readers.SHELF_1);
        world.pass(6_000);
        assertThat(world.story()).isEmpty();
        assertThat(world.told(ReadPointScanned.class))
                .filteredOn(s -> s.present().contains(A))
                .extracting(s -> s.readPoint().value())
                .containsExactly("b1-02b");
    }

    @Test
    void aTagMovesToTheNeighbourThatHearsItClearlyBetter() {
        Played world = new Played().put(A, B1_02A, -50).put(A, B1_02B, -60).settled();
        world.put(A, B1_02A, -60).put(A, B1_02B, -50).pass(10_000);
        assertThat(world.story()).containsExactly("A moved b1-02a b1-02b");
    }

    @Test
    void aTagMovesToTheOnlyPlaceThatStillHearsItHoweverWeakly() {
        // GIVEN a pack on a face, taken to the desk, where it is heard 25 dB weaker
        Played world = new Played().put(A, B1_02A, -45).settled();
        world.take(A, B1_02A).put(A, DESK, -70);
        long taken = world.now;
        world.pass(10_000);
        // THEN it is at the desk in some seconds, not after the departure time of the shelf
        assertThat(world.story()).containsExactly("A moved b1-02a desk");
        assertThat(world.times.get(world.times.size() - 1) - taken).isLessThan(7_500);
    }

    @Test
    void withoutSignalStrengthTheLastToHearItHasIt() {
        Played world = new Played().put(A, B1_02A, null).settled();
        world.take(A, B1_02A).put(A, B1_03A, null).pass(5_000);
        assertThat(world.story()).containsExactly("A moved b1-02a b1-03a");
    }

    @Test
    void aGhostElsewhereMovesNothing() {
        Played world = new Played().put(A, B1_02A, -60).settled();
        for (int i = 0; i < 20; i++) {
            world.glimpse(A, DESK, -30);
            world.pass(5_000);
        }
        assertThat(world.story()).isEmpty();
    }

    @Test
    void aTagThatComesBackArrivesAgain() {
        Played world = new Played().put(A, DESK).settled();
        world.take(A, DESK).pass(10_000).put(A, DESK).pass(5_000);
        assertThat(world.story()).containsExactly("A departed desk", "A arrived desk");
    }

    @Test
    void aPortWithoutAReadPointIsCountedAndNothingElse() {
        Played world = new Played().settled();
        world.glimpse(A, new Played.At(Readers.DESK, 7), -50);
        world.glimpse(A, new Played.At(Readers.DESK, 0), -50);
        assertThat(world.events).isEmpty();
        assertThat(world.presence.gauges()).containsEntry("tag_reports_of_unplanned_ports_total", 2L);
    }

    @Test
    void moreTagsThanTheLimitAreCountedAndThoseKnownStayKnown() {
        // GIVEN as many tags as can be followed
        Played world = new Played().settled();
        List<TagReport> reports = new ArrayList<>();
        for (int i = 0; i < TagLimits.MAX_TAGS; i++) {
            reports.add(new TagReport(1, Played.epc(i), null, -50, 2));
        }
        world.presence.reported(Readers.SHELF_1, reports, world.now);

        // WHEN more come
        Epc oneMore = Played.epc(TagLimits.MAX_TAGS);
        world.glimpse(oneMore, DESK, -50);
        world.glimpse(oneMore, DESK, -50);
        world.pass(500);

        // THEN they are counted, and no tag is lost for them
        assertThat(world.presence.beyondLimit()).isEqualTo(2);
        assertThat(world.presence.gauges()).containsEntry("tags_known", TagLimits.MAX_TAGS);
        assertThat(world.told(TagArrived.class))
                .hasSizeBetween(TagLimits.NEW_TAGS_AT_ONCE, TagLimits.NEW_TAGS_AT_ONCE + 2);
    }

    @Test
    void tagsThatAreNowhereMakeRoom() {
        Played world = new Played().settled();
        List<TagReport> reports = new ArrayList<>();
        for (int i = 0; i < TagLimits.MAX_TAGS; i++) {
            reports.add(new TagReport(1, Played.epc(i), Played.tid(i), -50, 2));
        }
        world.presence.reported(Readers.DESK, reports, world.now);
        world.pass(10_000);
        assertThat(world.told(TagDeparted.class))
                .hasSizeBetween(TagLimits.NEW_TAGS_AT_ONCE, TagLimits.NEW_TAGS_AT_ONCE + 20);
        world.put(A, DESK).pass(2_000);
        assertThat(world.story()).last().isEqualTo("A arrived desk");
        assertThat(world.presence.beyondLimit()).isZero();
    }

    @Test
    void aTagIsFollowedAtNoMorePlacesThanTheLimit() {
        Played world = new Played().put(A, B1_02A, -40).settled();
        for (int i = 0; i < 50; i++) {
            for (int port = 1; port <= 4; port++) {
                world.glimpse(A, new Played.At(Readers.SHELF_1, port), -70);
                world.glimpse(A, new Played.At(Readers.SHELF_2, port), -70);
            }
            world.pass(100);
        }
        assertThat(world.told(TagArrived.class)).isEmpty();
        KnownTag tag = new KnownTag(A);
        List<Place> places = ReadPoints.of(Readers.all()).places();
        for (Place place : places) {
            tag.at(place, place.index(), false);
        }
        int count = 0;
        for (Sighting s = tag.others; s != null; s = s.next) {
            count++;
        }
        assertThat(count).isEqualTo(TagLimits.MAX_PLACES_PER_TAG);
    }

    @Test
    void gaugesTellTagsOfEachReadPointAndReadersThatRead() {
        Played world = new Played().put(A, B1_02A).put(Played.B, DESK).settled();
        world.silent(Readers.SHELF_2);
        assertThat(world.presence.gauges())
                .containsEntry("tags_present{read_point=\"b1-02a\"}", 1)
                .containsEntry("tags_present{read_point=\"desk\"}", 1)
                .containsEntry("tags_present{read_point=\"gate-inner\"}", 0)
                .containsEntry("readers_reading", 3L);
    }

    @Test
    void aProfileThatIsNotMadeForAPlaceIsRefusedWithASentence() {
        ReaderProfile profile = new ReaderProfile(
                "desk-1",
                Readers.profile("x", 100).title(),
                4,
                new ReaderProfile.Radio(null, null, 1, 32, true),
                new ReaderProfile.Reporting(1, Duration.ofMillis(100), Duration.ofSeconds(1)),
                Map.of(ReadPointKind.DESK, new ReaderProfile.Presence(1, Duration.ofSeconds(1), 6)));
        ReaderPlan plan = new ReaderPlan("r", profile, "h", 1, List.of(Readers.shelf("s", "ES-V1-B1-02A", 1)));
        assertThatThrownBy(() -> new TagPresence(List.of(plan), new UUID(0, 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("desk-1")
                .hasMessageContaining("shelf");
    }

    @Test
    void theLimitsFitTogether() {
        // A gate decides within a second: the wait, a tick, and a turn of the reader.
        assertThat(TagLimits.GATE_LEFT_MILLIS + TagLimits.TICK_MILLIS + Readers.FAST_TURN)
                .isLessThan(1_000);
        assertThat(TagLimits.GATE_DECISIVE_MILLIS).isLessThan(TagLimits.GATE_LEFT_MILLIS);
        assertThat(TagLimits.HOLD_OFF_MILLIS).isLessThan(TagLimits.GLIMPSE_MILLIS);
        assertThat(TagLimits.SCAN_LEAST_MILLIS).isLessThan(TagLimits.SCAN_LIMIT_MILLIS);
    }
}
