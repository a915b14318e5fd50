package org.archivevault.server.preservation;

import java.time.Instant;
import java.util.OptionalDouble;
import org.archivevault.firmware.source.Keeping;
import org.archivevault.protocol.Bilingual;
import org.archivevault.protocol.address.VaultId;
import org.archivevault.protocol.climate.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * What is told of a zone.
 *
 * @param zone its code
 * @param vault the vault it is a part of
 * @param name what people call it
 * @param keeps what it is for
 * @param limits what it must keep; null for the air outside
 * @param compliance the lamp of JGJ 25
 * @param preservation the lamp of the TWPI
 * @param now its present climate; null when it is not known
 * @param period a time that ends now
 */
record ZoneTold(
        ZoneId zone,
        VaultId vault,
        Bilingual name,
        String keeps,
        @Nullable Limits limits,
        Lamp compliance,
        Lamp preservation,
        @Nullable Now now,
        Period period) {
    /**
     * What a zone must keep.
     *
     * @param coldest °C
     * @param warmest °C
     * @param driest %RH
     * @param dampest %RH
     */
    record Limits(double coldest, double warmest, double driest, double dampest) {
        static @Nullable Limits of(Keeping keeps) {
            return keeps == Keeping.OUTDOOR
                    ? null
                    : new Limits(keeps.coldest(), keeps.warmest(), keeps.driest(), keeps.dampest());
        }
    }

    /**
     * A present climate.
     *
     * @param at when the older of the two values was measured
     * @param temperature °C
     * @param humidity %RH
     * @param dewPoint °C; null outside of the range of the formula
     * @param preservationIndex years; null outside of the range of the formula
     * @param mouldLimit %RH; null where mould is not judged
     */
    record Now(
            Instant at,
            double temperature,
            double humidity,
            @Nullable Double dewPoint,
            @Nullable Double preservationIndex,
            @Nullable Double mouldLimit) {
        static @Nullable Now of(ZoneNow now, Instant clock) {
            ZoneNow.Latest temperature = now.temperature();
            ZoneNow.Latest humidity = now.humidity();
            if (temperature == null || humidity == null || now.complaint(clock).isPresent()) {
                return null;
            }
            double celsius = temperature.value();
            OptionalDouble index = PreservationIndex.years(celsius, humidity.value());
            return new Now(
                    temperature.at().isBefore(humidity.at()) ? temperature.at() : humidity.at(),
                    Period.rounded(celsius),
                    Period.rounded(humidity.value()),
                    Period.orNull(DewPoint.celsius(celsius, humidity.value())),
                    Period.orNull(index),
                    Period.orNull(MouldLimit.humidity(celsius)));
        }
    }
}
