package org.archivevault.edge.tags.llrp;

import java.util.Random;

/** Tag reports from a seed, in the standard's order, so that also a decoder that needs it can read them. */
final class Reports {
    private Reports() {}

    /** A report whose tags have every field that we ask for. */
    static byte[] full(Random random, int tags) {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < tags; i++) {
            body.append(Llrp.tag(
                    epc(random),
                    Llrp.antenna(1 + random.nextInt(4)),
                    "86" + Llrp.u8(-30 - random.nextInt(50)),
                    "82" + long64(random),
                    "84" + long64(random),
                    "88" + Llrp.u16(1 + random.nextInt(500))));
        }
        return Llrp.report(body.toString());
    }

    /** A report whose tags have what readers may add: other ids, the read of the TID, makers' parameters at the end. */
    static byte[] rich(Random random, int tags) {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < tags; i++) {
            body.append(Llrp.tag(
                    epc(random),
                    "89" + Llrp.u32(random.nextInt(1_000)),
                    "8E" + Llrp.u16(1),
                    "8A" + Llrp.u16(1),
                    Llrp.antenna(1 + random.nextInt(4)),
                    "86" + Llrp.u8(-30 - random.nextInt(50)),
                    "87" + Llrp.u16(random.nextInt(50)),
                    "82" + long64(random),
                    "84" + long64(random),
                    "88" + Llrp.u16(1 + random.nextInt(500)),
                    "8C" + Llrp.u16(0x3000),
                    "8B" + Llrp.u16(random.nextInt(1 << 16)),
                    "90" + Llrp.u32(1),
                    random.nextBoolean() ? tid(random) : "",
                    random.nextBoolean() ? Llrp.IMPINJ_CUSTOM : ""));
        }
        return Llrp.report(body.toString());
    }

    private static String epc(Random random) {
        if (random.nextInt(4) > 0) {
            return "8D" + "2C" + Llrp.u8(random.nextInt()) + Llrp.u16(random.nextInt()) + long64(random);
        }
        int words = 1 + random.nextInt(16);
        StringBuilder epc = new StringBuilder(Llrp.u16(16 * words));
        for (int i = 0; i < words; i++) {
            epc.append(Llrp.u16(random.nextInt()));
        }
        return Llrp.tlv(241, epc.toString());
    }

    private static String tid(Random random) {
        return Llrp.tlv(349, "00", "0001", "0006", "E280" + Llrp.u16(random.nextInt()) + long64(random));
    }

    private static String long64(Random random) {
        return Llrp.u32(random.nextInt(1 << 20)) + Llrp.u32(random.nextInt());
    }
}
