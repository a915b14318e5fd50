package org.archivevault.edge.modbus;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class Crc16Test {
    @Test
    void givesTheSumOfTheSpecificationsExample() {
        // Serial Line 1.02, 6.2.2: "02 07" has the sum 0x1241, sent as 41 12
        assertThat(Crc16.of(new byte[] {0x02, 0x07}, 2)).isEqualTo(0x1241);
    }

    @Test
    void givesTheSumOfTheCatalogueOfParametrisedAlgorithms() {
        // CRC-16/MODBUS, check value of the digits 1 to 9
        assertThat(Crc16.of("123456789".getBytes(US_ASCII), 9)).isEqualTo(0x4B37);
    }

    @Test
    void agreesWithTheBitwiseDefinitionOnRandomBytes() {
        Random random = new Random(20_261_121);
        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = new byte[random.nextInt(RtuFraming.LARGEST_FRAME)];
            random.nextBytes(bytes);
            assertThat(Crc16.of(bytes, bytes.length)).isEqualTo(PeerFormat.bitwiseCrc(bytes));
        }
    }
}
