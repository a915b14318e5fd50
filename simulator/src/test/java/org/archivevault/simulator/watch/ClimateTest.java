package org.archivevault.simulator.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.archivevault.firmware.source.Keeping;
import org.junit.jupiter.api.Test;

class ClimateTest {
    private static final long HOUR = 3_600_000;
    private static final long BEGIN = 1_772_351_940_000L;

    @Test
    void a_healthy_vault_keeps_its_limits_and_its_daily_swing_whatever_the_seed() {
        for (long seed = 0; seed < 50; seed++) {
            for (Keeping keeping : new Keeping[] {Keeping.PAPER, Keeping.SPECIAL, Keeping.TAPE}) {
                Climate climate = new Climate(keeping, seed);
                double least = Double.MAX_VALUE;
                double most = -Double.MAX_VALUE;
                for (int hour = 0; hour < 24; hour++) {
                    Climate.Air air = climate.at(hour * HOUR, BEGIN + hour * HOUR);
                    assertThat(air.temperature()).isBetween(keeping.coldest(), keeping.warmest());
                    assertThat(air.humidity()).isBetween(keeping.driest(), keeping.dampest());
                    least = Math.min(least, air.temperature());
                    most = Math.max(most, air.temperature());
                }
                assertThat(most - least).as("seed %d", seed).isBetween(0.3, 4.0);
            }
        }
    }

    @Test
    void the_same_seed_gives_the_same_air_and_another_seed_another() {
        Climate.Air one = new Climate(Keeping.PAPER, 7).at(0, BEGIN);

        assertThat(new Climate(Keeping.PAPER, 7).at(0, BEGIN)).isEqualTo(one);
        assertThat(new Climate(Keeping.PAPER, 8).at(0, BEGIN)).isNotEqualTo(one);
    }

    @Test
    void an_excursion_comes_slowly_stays_and_goes_slowly() {
        Climate climate = new Climate(Keeping.PAPER, 1);
        double before = climate.at(0, BEGIN).temperature();
        double damp = climate.at(0, BEGIN).humidity();
        climate.excursion(8, 0);

        assertThat(climate.at(0, BEGIN).temperature()).isCloseTo(before, within(0.001));
        assertThat(climate.at(30_000, BEGIN).temperature() - before).isBetween(4.5, 5.5);
        assertThat(climate.at(300_000, BEGIN).temperature() - before).isCloseTo(8, within(0.01));
        assertThat(climate.at(300_000, BEGIN).humidity()).isLessThan(damp - 15);
        climate.excursion(0, 300_000);
        assertThat(climate.at(600_000, BEGIN).temperature()).isCloseTo(before, within(0.01));
    }
}
