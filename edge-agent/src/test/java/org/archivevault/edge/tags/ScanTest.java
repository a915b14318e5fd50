package org.archivevault.edge.tags;

import static org.archivevault.edge.tags.Played.A;
import static org.archivevault.edge.tags.Played.B;
import static org.archivevault.edge.tags.Played.B1_02B;
import static org.archivevault.edge.tags.Played.B1_03A;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.archivevault.protocol.event.EdgeEvent.ReadPointScanned;
import org.archivevault.protocol.pack.Epc;
import org.junit.jupiter.api.Test;

/** Read points told as a whole. */
final class ScanTest {
    private static final String BLOCK = "ES-V1-B1";
    /** Between faces 02B and 03A. */
    private static final int AISLE = 2;

    private static List<ReadPointScanned> of(Played world, String point) {
        return world.told(ReadPointScanned.class).stream()
                .filter(s -> s.readPoint().value().equals(point))
                .toList();
    }

    @Test
    void whenItsAisleClosesEachOfItsTwoFacesIsTold() {
        // GIVEN an aisle that has been open for a minute
        Played world = new Played().put(A, B1_02B).put(B, B1_03A).settled();
        world.aisle(BLOCK, AISLE, false);
        world.pass(60_000);
        assertThat(world.told(ReadPointScanned.class)).isEmpty();

        // WHEN it begins to close
        world.aisle(BLOCK, null, true);

        // THEN its two faces are told, and no other
        assertThat(world.told(ReadPointScanned.class)).hasSize(2);
        assertThat(of(world, "b1-02b")).singleElement().satisfies(s -> {
            assertThat(s.present()).containsExactly(A);
            assertThat(s.scanMillis()).isEqualTo(60_000);
        });
        assertThat(of(world, "b1-03a"))
                .singleElement()
                .satisfies(s -> assertThat(s.present()).containsExactly(B));
        // AND not again while it moves and rests
        world.aisle(BLOCK, null, true);
        world.aisle(BLOCK, 0, false);
        world.pass(10_000);
        assertThat(world.told(ReadPointScanned.class)).hasSize(2);
    }

    @Test
    void aPackThatWasTakenFromTheOpenAisleIsNotInItsScan() {
        Played world = new Played().put(A, B1_02B).put(B, B1_02B).settled();
        world.aisle(BLOCK, AISLE, false);
        world.pass(5_000).take(A, B1_02B).pass(40_000);
        world.aisle(BLOCK, 0, false);
        assertThat(of(world, "b1-02b"))
                .singleElement()
                .satisfies(s -> assertThat(s.present()).containsExactly(B));
    }

    @Test
    void aPackThatComesBackBeforeItWasSaidToBeGoneIsToldInAnotherScan() {
        // GIVEN a pack that the scan of its face lacks
        Played world = new Played().put(A, B1_02B).put(B, B1_02B).settled();
        world.aisle(BLOCK, AISLE, false);
        world.pass(1_000).take(A, B1_02B).pass(40_000);
        world.aisle(BLOCK, 0, false);

        // WHEN it is put back before its departure was due
        world.put(A, B1_02B).pass(TagLimits.LATE_SCAN_MILLIS + 2_000);

        // THEN another scan has it
        assertThat(world.story()).isEmpty();
        assertThat(of(world, "b1-02b")).hasSize(2);
        assertThat(of(world, "b1-02b").get(0).present()).containsExactly(B);
        assertThat(of(world, "b1-02b").get(1).present()).containsExactlyInAnyOrder(A, B);
    }

    @Test
    void anotherAisleEndsTheScanOfTheFirst() {
        Played world = new Played().put(A, B1_02B).settled();
        world.aisle(BLOCK, AISLE, false);
        world.pass(5_000);
        world.aisle(BLOCK, AISLE + 1, false);
        assertThat(of(world, "b1-02b")).hasSize(1);
        world.pass(5_000);
        world.aisle(BLOCK, AISLE, false);
        assertThat(of(world, "b1-03b")).hasSize(1);
    }

    @Test
    void anUnknownAisleThatDoesNotMoveGoesOn() {
        Played world = new Played().put(A, B1_02B).settled();
        world.aisle(BLOCK, AISLE, false);
        world.pass(5_000);
        world.aisle(BLOCK, null, false);
        assertThat(world.told(ReadPointScanned.class)).isEmpty();
    }

    @Test
    void anAisleThatStaysOpenIsToldAtTheLimitAndGoesOn() {
        Played world = new Played().put(A, B1_02B).settled();
        world.aisle(BLOCK, AISLE, false);
        world.pass(TagLimits.SCAN_LIMIT_MILLIS + 100);
        assertThat(of(world, "b1-02b")).hasSize(1);
        world.pass(5_000);
        world.aisle(BLOCK, 0, false);
        assertThat(of(world, "b1-02b")).hasSize(2);
    }

    @Test
    void aReaderThatWasSilentInBetweenHasNotScanned() {
        Played world = new Played().put(A, B1_02B).settled();
        world.aisle(BLOCK, AISLE, false);
        world.pass(5_000);
        world.silent(Readers.SHELF_1);
        world.pass(5_000);
        world.aisle(BLOCK, 0, false);
        // An empty scan would say that the pack is not there.
        assertThat(world.told(ReadPointScanned.class)).isEmpty();
    }

    @Test
    void aReaderThatComesBackWhileTheAisleIsOpenScansFromThere() {
        Played world = new Played().put(A, B1_02B).settled();
        world.aisle(BLOCK, AISLE, false);
        world.silent(Readers.SHELF_1);
        world.pass(5_000);
        world.reading(Readers.SHELF_1);
        world.pass(20_000);
        assertThat(of(world, "b1-02b")).hasSize(1);
        world.aisle(BLOCK, 0, false);
        assertThat(of(world, "b1-02b"))
                .hasSize(2)
                .allSatisfy(s -> assertThat(s.present()).containsExactly(A));
    }

    @Test
    void anOpeningTooShortToHearAnythingIsNotTold() {
        Played world = new Played().put(A, B1_02B).settled();
        world.aisle(BLOCK, AISLE, false);
        world.pass(500);
        world.aisle(BLOCK, 0, false);
        assertThat(world.told(ReadPointScanned.class)).isEmpty();
    }

    @Test
    void manyTagsComeInPartsThatTogetherHaveEachOnce() {
        // GIVEN 1,001 packs on a face
        Played world = new Played();
        for (int i = 0; i < 1_001; i++) {
            world.put(Played.epc(i), B1_02B);
        }
        world.settled();
        world.aisle(BLOCK, AISLE, false);
        world.pass(5_000);
        world.aisle(BLOCK, 0, false);

        // THEN they come in six parts of one scan
        List<ReadPointScanned> parts = of(world, "b1-02b");
        assertThat(parts).extracting(ReadPointScanned::part).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(parts).extracting(ReadPointScanned::parts).containsOnly(6);
        assertThat(parts)
                .extracting(ReadPointScanned::scan)
                .containsOnly(parts.get(0).scan());
        assertThat(parts).extracting(p -> p.present().size()).containsExactly(200, 200, 200, 200, 200, 1);
        Set<Epc> all = new HashSet<>();
        parts.forEach(p -> all.addAll(p.present()));
        assertThat(all).hasSize(1_001);
    }

    @Test
    void everyReadPointIsToldOnceAnHourAndNotAllAtOnce() {
        Played world = new Played().put(A, B1_02B).settled();
        world.pass(TagLimits.SCAN_EVERY_MILLIS);
        List<ReadPointScanned> scans = world.told(ReadPointScanned.class);
        assertThat(scans).extracting(ReadPointScanned::readPoint).doesNotHaveDuplicates();
        assertThat(scans).hasSize(ReadPoints.of(Readers.all()).places().size());
        assertThat(scans).extracting(ReadPointScanned::scan).doesNotHaveDuplicates();
        assertThat(of(world, "b1-02b").get(0).present()).containsExactly(A);
        assertThat(Set.copyOf(world.times)).hasSizeGreaterThan(5);
    }
}
