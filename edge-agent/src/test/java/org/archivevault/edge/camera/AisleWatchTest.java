package org.archivevault.edge.camera;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.archivevault.edge.shelving.AislesSeen;
import org.archivevault.edge.watch.Plans;
import org.archivevault.firmware.source.Told;
import org.archivevault.protocol.address.AisleId;
import org.archivevault.protocol.camera.CameraId;
import org.archivevault.protocol.camera.ObservationPhase;
import org.archivevault.protocol.event.EdgeEvent.CameraChanged;
import org.archivevault.protocol.event.GuardState;
import org.junit.jupiter.api.Test;

final class AisleWatchTest {
    private static final CameraId CAMERA = Plans.CAMERA;
    private static final Duration LIFE = Duration.ofSeconds(10);

    private AisleWatch watch = new AisleWatch(Plans.camera(2, 3), 0);
    private long now;

    private void told(Told told) {
        watch.told(told, false, now);
    }

    private void online(boolean online) {
        told(new Told.CameraAvailable(CAMERA, online));
    }

    private void anew(Integer... occupied) {
        told(new Told.CameraResynchronised(
                CAMERA, List.of(occupied).stream().map(Plans::aisle).toList()));
    }

    private void count(int aisle, int people) {
        told(new Told.PeopleCounted(CAMERA, Plans.aisle(aisle), people));
    }

    private void noticed(String id, ObservationPhase phase, String label, Integer... aisles) {
        List<AisleId> where = List.of(aisles).stream().map(Plans::aisle).toList();
        told(new Told.Noticed(CAMERA, id, phase, label, where, null));
    }

    private AislesSeen.Sight sight(int aisle) {
        AislesSeen seen = Objects.requireNonNull(watch.seen(now).get(Plans.BLOCK));
        assertThat(seen.observedAt()).isEqualTo(now);
        return Objects.requireNonNull(seen.aisles().get(aisle));
    }

    private GuardState in(int aisle) {
        return sight(aisle).state();
    }

    private void ready() {
        watch.linked(true);
        online(true);
        anew();
        assertThat(in(2)).isEqualTo(GuardState.CLEAR);
    }

    @Test
    void nobodyKnowsAnythingBeforeTheFirstWord() {
        assertThat(in(2)).isEqualTo(GuardState.UNKNOWN);
        watch.linked(true);
        assertThat(in(2)).isEqualTo(GuardState.UNKNOWN);
        online(true);
        assertThat(in(2)).isEqualTo(GuardState.UNKNOWN);
        assertThat(watch.shouldAsk(now)).isTrue();
        // a count tells of its aisle only
        count(2, 0);
        assertThat(in(2)).isEqualTo(GuardState.CLEAR);
        assertThat(in(3)).isEqualTo(GuardState.UNKNOWN);
        assertThat(watch.shouldAsk(now)).isTrue();
        anew(3);
        assertThat(in(2)).isEqualTo(GuardState.CLEAR);
        assertThat(in(3)).isEqualTo(GuardState.TRIPPED);
        assertThat(watch.shouldAsk(now)).isFalse();
    }

    @Test
    void aCountChangesItsAisleAndSaysSinceWhen() {
        ready();
        now = 1_000;
        count(3, 1);
        assertThat(sight(3)).isEqualTo(new AislesSeen.Sight(GuardState.TRIPPED, 1_000, CAMERA.value()));
        now = 2_000;
        count(3, 2);
        assertThat(sight(3).since()).isEqualTo(1_000);
        now = 3_000;
        count(3, 0);
        assertThat(sight(3)).isEqualTo(new AislesSeen.Sight(GuardState.CLEAR, 3_000, CAMERA.value()));
        assertThat(in(2)).isEqualTo(GuardState.CLEAR);
    }

    @Test
    void whenTheBrokerOrTheCameraSystemWasAwayAllMustBeSaidAnew() {
        ready();
        watch.linked(false);
        assertThat(in(2)).isEqualTo(GuardState.UNKNOWN);
        assertThat(watch.shouldAsk(now)).isFalse();
        watch.linked(true);
        online(true);
        assertThat(in(2)).isEqualTo(GuardState.UNKNOWN);
        assertThat(watch.shouldAsk(now)).isTrue();
        anew();
        assertThat(in(2)).isEqualTo(GuardState.CLEAR);
        online(false);
        assertThat(in(2)).isEqualTo(GuardState.UNKNOWN);
        assertThat(watch.shouldAsk(now)).as("one that is away cannot be asked").isFalse();
        online(true);
        assertThat(in(2)).isEqualTo(GuardState.UNKNOWN);
        anew();
        assertThat(in(2)).isEqualTo(GuardState.CLEAR);
    }

    private void alive() {
        told(new Told.CameraAlive(CAMERA, LIFE));
    }

    @Test
    void nobodyIsBelievedOfACameraForAsLongAsItGivesSignsOfLife() {
        // GIVEN a camera whose words the broker has kept, of unknown age
        watch.linked(true);
        watch.told(new Told.CameraResynchronised(CAMERA, List.of()), true, now);
        assertThat(in(2)).isEqualTo(GuardState.UNKNOWN);

        // WHEN it gives signs of life, and says nothing else because nothing changes
        for (int beat = 0; beat < 1_000; beat++) {
            alive();
            assertThat(in(2)).isEqualTo(GuardState.CLEAR);
            now += LIFE.toMillis();
            assertThat(in(2)).isEqualTo(GuardState.CLEAR);
        }

        // THEN it counts until it falls silent
        now++;
        assertThat(in(2)).isEqualTo(GuardState.UNKNOWN);
        assertThat(watch.doubts(now).get(CAMERA)).contains("no sign of life for more than 10 s");

        // and when it is back, not before it has said all anew: who came meanwhile was not told
        now += 60_000;
        alive();
        assertThat(in(2)).isEqualTo(GuardState.UNKNOWN);
        count(2, 0);
        assertThat(in(2)).isEqualTo(GuardState.CLEAR);
        assertThat(in(3)).isEqualTo(GuardState.UNKNOWN);
        count(3, 0);
        assertThat(watch.doubts(now).get(CAMERA)).isEmpty();

        // and a count is a sign of life too, but none that the broker had kept
        now += LIFE.toMillis() - 1;
        count(2, 0);
        now += 2;
        assertThat(in(3)).isEqualTo(GuardState.CLEAR);
        now += LIFE.toMillis();
        watch.told(new Told.CameraAlive(CAMERA, LIFE), true, now);
        assertThat(in(3)).isEqualTo(GuardState.UNKNOWN);
    }

    @Test
    void whoStoodInAnAisleWhenTheCameraFellSilentIsBelievedToBeThere() {
        ready();
        alive();
        count(2, 1);
        now += 10 * LIFE.toMillis();
        assertThat(in(2)).isEqualTo(GuardState.TRIPPED);
        // though it once said that it is there: one that hangs says nothing else
        assertThat(in(3)).isEqualTo(GuardState.UNKNOWN);
    }

    @Test
    void aWithdrawnWordCountsNoLongerAndItsReturnIsNoPromiseToLive() {
        watch.linked(true);
        anew();
        told(new Told.CameraWithdrew(CAMERA));
        assertThat(in(2)).isEqualTo(GuardState.UNKNOWN);
        anew();
        assertThat(in(2)).isEqualTo(GuardState.CLEAR);
        now += CameraLimits.SAID_MILLIS + 1;
        assertThat(in(2)).isEqualTo(GuardState.UNKNOWN);
    }

    @Test
    void nobodyIsBelievedForAShortTimeOfOneThatDoesNotSayWhetherItLives() {
        watch.linked(true);
        anew();
        assertThat(in(2)).isEqualTo(GuardState.CLEAR);
        now = CameraLimits.SAID_MILLIS / 2 + 1;
        assertThat(watch.shouldAsk(now)).as("before it grows old").isTrue();
        now = CameraLimits.SAID_MILLIS;
        assertThat(in(2)).isEqualTo(GuardState.CLEAR);
        now++;
        assertThat(in(2)).isEqualTo(GuardState.UNKNOWN);
        // somebody is believed for as long as nobody says otherwise
        count(2, 1);
        now += 10 * CameraLimits.SAID_MILLIS;
        assertThat(in(2)).isEqualTo(GuardState.TRIPPED);
        // and one that says that it lives tells changes only
        count(2, 0);
        count(3, 0);
        online(true);
        now += 1_000 * CameraLimits.SAID_MILLIS;
        assertThat(in(2)).isEqualTo(GuardState.CLEAR);
    }

    @Test
    void nobodyThatTheBrokerKeptCountsOnlyForACameraSystemThatLives() {
        watch.linked(true);
        watch.told(new Told.PeopleCounted(CAMERA, Plans.aisle(2), 0), true, now);
        watch.told(new Told.CameraResynchronised(CAMERA, List.of()), true, now);
        assertThat(in(2)).isEqualTo(GuardState.UNKNOWN);
        online(true);
        assertThat(in(2)).isEqualTo(GuardState.CLEAR);
        // while somebody counts at once
        watch.linked(false);
        watch.linked(true);
        watch.told(new Told.PeopleCounted(CAMERA, Plans.aisle(2), 1), true, now);
        assertThat(in(2)).isEqualTo(GuardState.TRIPPED);
    }

    @Test
    void aPersonThatComesIntoAnAisleIsThereBeforeAnyCountSaysSo() {
        ready();
        noticed("x", ObservationPhase.BEGAN, "person", 3);
        assertThat(in(3)).isEqualTo(GuardState.TRIPPED);
        // a count is the newer word
        count(3, 0);
        assertThat(in(3)).isEqualTo(GuardState.CLEAR);
        // where somebody has been before is told again with every change and says nothing
        noticed("x", ObservationPhase.CHANGED, "person", 3);
        assertThat(in(3)).isEqualTo(GuardState.CLEAR);
        noticed("x", ObservationPhase.CHANGED, "person", 3, 2);
        assertThat(in(2)).isEqualTo(GuardState.TRIPPED);
        noticed("x", ObservationPhase.ENDED, "person", 3, 2);
        assertThat(in(2)).isEqualTo(GuardState.CLEAR);
        // of one whose beginning was not heard nobody knows what is new
        noticed("z", ObservationPhase.CHANGED, "person", 3);
        assertThat(in(3)).isEqualTo(GuardState.CLEAR);
        noticed("z", ObservationPhase.CHANGED, "person", 3, 2);
        assertThat(in(2)).isEqualTo(GuardState.TRIPPED);
        noticed("z", ObservationPhase.ENDED, "person", 3, 2);
        // a cat is nobody
        noticed("y", ObservationPhase.BEGAN, "cat", 3);
        assertThat(in(3)).isEqualTo(GuardState.CLEAR);
    }

    @Test
    void theWorstWordOfTwoCamerasCounts() {
        CameraId other = new CameraId("cam-b2");
        watch = new AisleWatch(Plans.twoCameras(other, 3), 0);
        watch.linked(true);
        for (CameraId camera : List.of(CAMERA, other)) {
            told(new Told.CameraAvailable(camera, true));
        }
        anew();
        assertThat(in(3)).isEqualTo(GuardState.UNKNOWN);
        assertThat(sight(3).camera()).isEqualTo("cam-b2");
        told(new Told.CameraResynchronised(other, List.of()));
        assertThat(in(3)).isEqualTo(GuardState.CLEAR);
        told(new Told.PeopleCounted(other, Plans.aisle(3), 1));
        assertThat(in(3)).isEqualTo(GuardState.TRIPPED);
        count(3, 0);
        assertThat(in(3)).isEqualTo(GuardState.TRIPPED);
    }

    @Test
    void trustIsToldOnBothEdgesAndNotOftenerThanEveryTenSeconds() {
        assertThat(watch.changes(now)).isEmpty();
        ready();
        assertThat(watch.changes(now)).containsExactly(new CameraChanged(CAMERA, true, ""));
        // a camera that comes and goes four times a second for a minute
        List<CameraChanged> told = new ArrayList<>();
        for (now = 0; now < 60_000; now += 250) {
            if (now % 500 == 0) {
                watch.linked(false);
            } else {
                ready();
            }
            told.addAll(watch.changes(now));
        }
        assertThat(told.size()).isBetween(1, 6);
        // and in the end what it is
        watch.linked(false);
        now += CameraLimits.TELL_AGAIN_MILLIS;
        told.addAll(watch.changes(now));
        assertThat(told.get(told.size() - 1).trusted()).isFalse();
        assertThat(told.get(told.size() - 1).detail()).contains("broker").contains("代理");
    }

    @Test
    void aCameraThatNeverSpeaksIsToldOfAfterAWhile() {
        watch.linked(true);
        now = CameraLimits.TELL_AGAIN_MILLIS - 1;
        assertThat(watch.changes(now)).isEmpty();
        now++;
        assertThat(watch.changes(now)).singleElement().satisfies(c -> {
            assertThat(c.trusted()).isFalse();
            assertThat(c.detail()).contains("ES-V1-B1");
        });
    }

    @Test
    void thePlanSaysWhichAislesAreWatched() {
        assertThat(AisleWatch.watchedAisles(Plans.camera(2, 3))).containsOnlyKeys(Plans.BLOCK);
        assertThat(AisleWatch.watchedAisles(Plans.camera(2, 3)).get(Plans.BLOCK))
                .isEqualTo(Set.of(2, 3));
        assertThat(AisleWatch.watchedAisles(Plans.sensors("a"))).isEmpty();
    }

    /** Any order of words: an aisle is clear only if, since the last loss, the last word about it was "nobody". */
    @Test
    void noAisleIsEverClearThatWasNotSaidToBe() {
        int clear = 0;
        for (long seed = 1; seed <= 200; seed++) {
            Random random = new Random(seed);
            watch = new AisleWatch(Plans.camera(2, 3), 0);
            now = 0;
            boolean linked = false;
            Boolean lives = null;
            // what a book of our own knows: time of the last "nobody", or -1
            long[] nobodyAt = {-1, -1, -1, -1};
            for (int step = 0; step < 200; step++) {
                now += random.nextInt(20_000);
                int aisle = 2 + random.nextInt(2);
                switch (random.nextInt(7)) {
                    case 0 -> {
                        linked = random.nextBoolean();
                        watch.linked(linked);
                        java.util.Arrays.fill(nobodyAt, -1);
                        lives = null;
                    }
                    case 1 -> {
                        lives = random.nextInt(4) > 0;
                        online(lives);
                        if (!lives) {
                            java.util.Arrays.fill(nobodyAt, -1);
                        }
                    }
                    case 2 -> {
                        anew();
                        java.util.Arrays.fill(nobodyAt, now);
                    }
                    case 3 -> {
                        anew(aisle);
                        java.util.Arrays.fill(nobodyAt, now);
                        nobodyAt[aisle] = -1;
                    }
                    case 4 -> {
                        count(aisle, 1);
                        nobodyAt[aisle] = -1;
                    }
                    default -> {
                        count(aisle, 0);
                        nobodyAt[aisle] = now;
                    }
                }
                for (int each = 2; each <= 3; each++) {
                    boolean said = linked && nobodyAt[each] >= 0 && !Boolean.FALSE.equals(lives);
                    boolean holds = Boolean.TRUE.equals(lives) || now - nobodyAt[each] <= 30_000;
                    boolean isClear = in(each) == GuardState.CLEAR;
                    assertThat(isClear)
                            .as("seed %d, step %d, aisle %d", seed, step, each)
                            .isEqualTo(said && holds);
                    clear += isClear ? 1 : 0;
                }
            }
        }
        assertThat(clear).isGreaterThan(1_000);
    }
}
