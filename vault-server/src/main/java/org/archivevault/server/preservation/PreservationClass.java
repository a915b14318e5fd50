package org.archivevault.server.preservation;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.archivevault.protocol.Bilingual;

/** What a TWPI is worth, by the classes of the Image Permanence Institute. */
enum PreservationClass {
    /** Below 45 years. */
    RISK("有风险", "at risk", Light.RED),
    /** 45 to 75 years. */
    FAIR("尚可", "fair", Light.AMBER),
    /** 75 to 100 years. */
    GOOD("良好", "good", Light.GREEN),
    /** Above 100 years. */
    EXCELLENT("优秀", "excellent", Light.GREEN);

    /** From there on fair, in years. */
    private static final double FAIR_FROM = 45;
    /** From there on good, in years. */
    private static final double GOOD_FROM = 75;
    /** Above that excellent, in years. */
    private static final double EXCELLENT_ABOVE = 100;

    private final Bilingual title;
    private final Light light;

    PreservationClass(String zh, String en, Light light) {
        this.title = new Bilingual(zh, en);
        this.light = light;
    }

    static PreservationClass of(double twpiYears) {
        if (twpiYears > EXCELLENT_ABOVE) {
            return EXCELLENT;
        }
        return twpiYears >= GOOD_FROM ? GOOD : twpiYears >= FAIR_FROM ? FAIR : RISK;
    }

    Bilingual title() {
        return title;
    }

    Light light() {
        return light;
    }

    @JsonValue
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
