package org.archivevault.server.alarm;

import org.archivevault.protocol.Bilingual;
import org.archivevault.protocol.climate.Quantity;

/** What people call the things that are measured. */
final class QuantityNames {
    private QuantityNames() {}

    static Bilingual of(Quantity quantity) {
        return switch (quantity) {
            case TEMPERATURE -> new Bilingual("温度", "temperature");
            case HUMIDITY -> new Bilingual("相对湿度", "relative humidity");
            case DEW_POINT -> new Bilingual("露点", "dew point");
            case PRESSURE -> new Bilingual("气压", "air pressure");
            case CO2 -> new Bilingual("二氧化碳", "carbon dioxide");
            case VOC -> new Bilingual("挥发性有机物", "volatile organic compounds");
            case ILLUMINANCE -> new Bilingual("照度", "light");
            case BATTERY -> new Bilingual("电量", "battery");
            case VOLTAGE -> new Bilingual("电压", "voltage");
            case SIGNAL -> new Bilingual("信号强度", "signal");
            case WATER_LEAK -> new Bilingual("漏水状态", "water state");
            case SMOKE -> new Bilingual("烟雾状态", "smoke state");
            case DOOR_OPEN -> new Bilingual("门状态", "door state");
            case MOTION -> new Bilingual("移动状态", "motion state");
        };
    }
}
