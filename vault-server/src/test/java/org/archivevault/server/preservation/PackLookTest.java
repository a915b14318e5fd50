package org.archivevault.server.preservation;

import static org.archivevault.server.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.Objects;
import org.archivevault.protocol.pack.PackNo;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.SAME_THREAD)
class PackLookTest {
    private static final String IN_NORTH = "ES-V1-B1-01B-01-1-01";
    private static final String ALSO_IN_NORTH = "ES-V1-B1-02A-01-1-03";
    private static final String UNWATCHED = "ES-V1-B2-01B-01-1-01";

    private Watched site;

    @BeforeAll
    void open() {
        site = new Watched();
    }

    @AfterAll
    void close() {
        site.close();
    }

    @BeforeEach
    void empty() {
        site.db.rows("TRUNCATE placement, pack, preservation_block, preservation_hour CASCADE");
        site.db.rows("UPDATE slot SET free = true");
        site.db.addPacks(2);
        site.now = Instant.parse("2026-06-15T10:30:00Z");
        site.register(Watched.plan("ES-V1-B1"));
    }

    private PackTold told() {
        return await(site.packs().of(new PackNo("P1"))).orElseThrow();
    }

    @Test
    void aPackLivesInTheClimateOfTheZoneOfItsBlock() {
        // GIVEN ten days in one slot, all of them measured
        site.hours(Watched.NORTH, "2026-06-05T10:00:00Z", "2026-06-15T11:00:00Z", 20, 45);
        site.placed("P1", IN_NORTH, "2026-06-05T10:30:00Z", "");

        PackTold told = told();

        assertThat(life(told).hours()).isEqualTo(240);
        assertThat(life(told).knownHours()).isEqualTo(240);
        assertThat(life(told).knownShare()).isEqualTo(1);
        assertThat(life(told).twpi()).isCloseTo(46, within(0.5));
        assertThat(life(told).lifeUsed()).isCloseTo(240.0 / 8_766 / 46, within(1e-4));
        assertThat(told.unknown()).isEqualTo(new PackTold.Unknown(0, 0, 0));
        assertThat(told.stays()).hasSize(1);
        assertThat(told.stays().get(0).zone()).isEqualTo("v1-north");
        assertThat(told.stays().get(0).until()).isNull();
    }

    @Test
    void eachHourCountsAsLongAsThePackWasThere() {
        // GIVEN an hour at 20 °C/45 % of which the pack had 15 minutes, and one at 24 °C/60 % of which it had 45
        site.hours(Watched.NORTH, "2026-06-15T06:00:00Z", "2026-06-15T07:00:00Z", 20, 45);
        site.hours(Watched.NORTH, "2026-06-15T07:00:00Z", "2026-06-15T08:00:00Z", 24, 60);
        site.placed("P1", IN_NORTH, "2026-06-15T06:45:00Z", "2026-06-15T07:45:00Z");
        double expected = 1
                / (0.25 / PreservationIndex.years(20, 45).orElseThrow()
                        + 0.75 / PreservationIndex.years(24, 60).orElseThrow());

        assertThat(told().stays().get(0).knownHours()).isEqualTo(1);
        assertThat(told().stays().get(0).twpi()).isCloseTo(expected, within(0.01));
    }

    @Test
    void timeOutOfTheVaultInAnUnwatchedBlockOrWithoutReadingsIsUnknownAndEachShareIsTold() {
        // GIVEN 100 hours: 40 measured in the north, 10 there unmeasured, 20 lent, 30 in a block of no zone
        site.now = Instant.parse("2026-06-15T14:00:00Z");
        site.hours(Watched.NORTH, "2026-06-11T10:00:00Z", "2026-06-13T02:00:00Z", 20, 45);
        site.placed("P1", IN_NORTH, "2026-06-11T10:00:00Z", "2026-06-13T12:00:00Z");
        site.placed("P1", UNWATCHED, "2026-06-14T08:00:00Z", "");

        PackTold told = told();

        assertThat(life(told).hours()).isEqualTo(100);
        assertThat(life(told).knownShare()).isEqualTo(0.4);
        assertThat(told.unknown()).isEqualTo(new PackTold.Unknown(0.2, 0.3, 0.1));
        assertThat(life(told).twpi()).as("of the known time alone").isCloseTo(46, within(0.5));
        assertThat(told.stays()).extracting(PackTold.Stay::zone).containsExactly("v1-north", null);
    }

    @Test
    void aBlockThatComesToAnotherZoneTakesItsPacksAlongFromThenOn() {
        // GIVEN a pack that stays in its slot, while its block passes from the north to no zone
        site.hours(Watched.NORTH, "2026-06-15T00:00:00Z", "2026-06-15T10:00:00Z", 20, 45);
        site.placed("P1", IN_NORTH, "2026-06-15T00:00:00Z", "");
        site.now = Instant.parse("2026-06-15T04:00:00Z");
        site.register(Watched.plan("ES-V1-B2"));
        site.now = Instant.parse("2026-06-15T10:00:00Z");

        PackTold told = told();

        assertThat(life(told).knownHours()).isEqualTo(4);
        assertThat(told.unknown()).isEqualTo(new PackTold.Unknown(0, 0.6, 0));

        // AND WHEN it comes back
        site.register(Watched.plan("ES-V1-B1"));
        site.now = Instant.parse("2026-06-15T12:00:00Z");
        assertThat(told().stays()).hasSize(2);
        assertThat(told().unknown()).isEqualTo(new PackTold.Unknown(0, 0.5, round(2.0 / 12)));
    }

    @Test
    void aPackThatMovesWithinItsZoneHasTwoStaysAndOneLife() {
        site.hours(Watched.NORTH, "2026-06-15T00:00:00Z", "2026-06-15T10:00:00Z", 20, 45);
        site.placed("P1", IN_NORTH, "2026-06-15T00:00:00Z", "2026-06-15T05:00:00Z");
        site.placed("P1", ALSO_IN_NORTH, "2026-06-15T05:00:00Z", "2026-06-15T10:00:00Z");
        site.now = Instant.parse("2026-06-15T10:00:00Z");

        PackTold told = told();

        assertThat(told.stays()).extracting(PackTold.Stay::knownHours).containsExactly(5.0, 5.0);
        assertThat(life(told).knownShare()).isEqualTo(1);
    }

    @Test
    void aPackThatWasNeverPlacedHasNoLifeAndOneThatIsNotThereIsNotFound() {
        assertThat(told().life()).isNull();
        assertThat(told().stays()).isEmpty();
        assertThat(await(site.packs().of(new PackNo("P9")))).isEmpty();
    }

    @Test
    void startingAgainWithTheSamePlanChangesNothing() {
        site.register(Watched.plan("ES-V1-B1"));
        site.register(Watched.plan("ES-V1-B1"));

        assertThat(site.db.number("SELECT count(*) FROM preservation_block")).isEqualTo(1);
        assertThat(site.db.number("SELECT count(*) FROM preservation_block WHERE valid_from = '-infinity'"))
                .isEqualTo(1);
        assertThat(site.db.number("SELECT count(*) FROM preservation_zone WHERE in_plan"))
                .isEqualTo(3);
    }

    private static Period life(PackTold told) {
        return Objects.requireNonNull(told.life());
    }

    private static double round(double share) {
        return Math.round(share * 10_000) / 10_000.0;
    }
}
