package org.archivevault.edge.tags.llrp;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import org.archivevault.edge.tags.llrp.Capabilities.PowerLevel;
import org.archivevault.firmware.reader.ReaderPlan;
import org.archivevault.firmware.reader.ReaderProfile;
import org.archivevault.protocol.Bilingual;

/**
 * How one reader's radio is set: what the plan wishes, in the reader's own indexes. Pure.
 *
 * @param antennaPorts ports of the plan's read points, ascending
 * @param powerIndex index in the reader's power table
 * @param hopTable hop table where the frequency hops, else 0
 * @param channel channel where it is fixed, else 0
 * @param mode RF mode; empty for the reader's default
 * @param session Gen2 session, 0–3
 * @param tagPopulation tags expected in the field
 * @param readTid whether the TID is read with each tag
 */
record Radio(
        List<Integer> antennaPorts,
        int powerIndex,
        int hopTable,
        int channel,
        OptionalInt mode,
        int session,
        int tagPopulation,
        boolean readTid) {
    /** The first channel of a fixed frequency table; they are counted from 1 (LLRP 1.0.1, 15.2.1.4.1.3.2). */
    private static final int FIRST_CHANNEL = 1;

    private static final double CENTI = 100;

    /**
     * Fits a plan to a reader.
     *
     * @throws LlrpFailure when the reader cannot do what the plan asks
     */
    static Radio of(ReaderPlan plan, Capabilities can) throws LlrpFailure {
        ReaderProfile.Radio wish = plan.profile().radio();
        List<Integer> ports = ports(plan);
        int highest = ports.get(ports.size() - 1);
        if (highest > can.antennaPorts()) {
            throw LlrpFailure.unfit(new Bilingual(
                            "站点方案用到天线端口 {}，读写器只有 {} 个：请改正方案",
                            "the site plan uses antenna port {}, the reader has {}: correct the plan")
                    .with(highest, can.antennaPorts()));
        }
        Integer mode = wish.modeIndex();
        if (mode != null && !can.modes().contains((long) mode)) {
            throw LlrpFailure.unfit(new Bilingual(
                            "配置要求射频模式 {}，读写器只有 {}：请改正读写器配置文件",
                            "the profile asks for RF mode {}, the reader has {}: correct the reader profile")
                    .with(mode, can.modes().stream().sorted().toList()));
        }
        return new Radio(
                ports,
                power(wish.transmitPowerDbm() == null ? Double.POSITIVE_INFINITY : wish.transmitPowerDbm(), can),
                can.hopTable().orElse(0),
                can.hopTable().isPresent() ? 0 : FIRST_CHANNEL,
                mode == null ? OptionalInt.empty() : OptionalInt.of(mode),
                wish.session(),
                wish.tagPopulation(),
                wish.readTid() && can.maxAccessSpecs() > 0);
    }

    /** The ports of all read points. */
    static List<Integer> ports(ReaderPlan plan) {
        return plan.readPoints().stream()
                .flatMap(point -> point.antennaPorts().stream())
                .distinct()
                .sorted()
                .toList();
    }

    private static int power(double wishDbm, Capabilities can) throws LlrpFailure {
        return can.powers().stream()
                .filter(level -> level.centiDbm() <= wishDbm * CENTI)
                .max(Comparator.comparingInt(PowerLevel::centiDbm))
                .map(PowerLevel::index)
                .orElseThrow(() -> LlrpFailure.unfit(new Bilingual(
                                "读写器没有不超过 {} dBm 的发射功率：请改正读写器配置文件",
                                "the reader offers no transmit power up to {} dBm: correct the reader profile")
                        .with(wishDbm)));
    }
}
