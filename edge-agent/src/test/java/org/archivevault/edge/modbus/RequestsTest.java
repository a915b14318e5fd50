package org.archivevault.edge.modbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.archivevault.firmware.profile.ShelvingProfile.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Question and answer bytes are the examples of Modbus Application Protocol 1.1b3, sections 6.1 to 6.12. */
class RequestsTest {
    @Test
    void readsHoldingRegistersAsInTheExampleOf63() throws Misfit {
        Request<int[]> request = Requests.readRegisters(1, Table.HOLDING_REGISTER, 0x6B, 3);
        assertThat(Bytes.hex(request.pdu())).isEqualTo("03 00 6B 00 03");
        assertThat(request.read(Bytes.of("03 06 02 2B 00 00 00 64"))).containsExactly(0x22B, 0, 0x64);
    }

    @Test
    void readsInputRegistersAsInTheExampleOf64() throws Misfit {
        Request<int[]> request = Requests.readRegisters(1, Table.INPUT_REGISTER, 8, 1);
        assertThat(Bytes.hex(request.pdu())).isEqualTo("04 00 08 00 01");
        assertThat(request.read(Bytes.of("04 02 00 0A"))).containsExactly(10);
    }

    @Test
    void readsCoilsAsInTheExampleOf61() throws Misfit {
        Request<boolean[]> request = Requests.readBits(1, Table.COIL, 0x13, 19);
        assertThat(Bytes.hex(request.pdu())).isEqualTo("01 00 13 00 13");
        assertThat(bits(request.read(Bytes.of("01 03 CD 6B 05")))).isEqualTo("1011001111010110101");
    }

    @Test
    void readsDiscreteInputsAsInTheExampleOf62() throws Misfit {
        Request<boolean[]> request = Requests.readBits(1, Table.DISCRETE_INPUT, 0xC4, 22);
        assertThat(Bytes.hex(request.pdu())).isEqualTo("02 00 C4 00 16");
        assertThat(bits(request.read(Bytes.of("02 03 AC DB 35")))).isEqualTo("0011010111011011101011");
    }

    @Test
    void writesACoilAsInTheExampleOf65() throws Misfit {
        Request<Boolean> request = Requests.writeCoil(1, 0xAC, true);
        assertThat(Bytes.hex(request.pdu())).isEqualTo("05 00 AC FF 00");
        assertThat(request.read(Bytes.of("05 00 AC FF 00"))).isTrue();
    }

    @Test
    void writesOneRegisterAsInTheExampleOf66() throws Misfit {
        Request<Boolean> request = Requests.writeRegisters(1, 1, new int[] {3});
        assertThat(Bytes.hex(request.pdu())).isEqualTo("06 00 01 00 03");
        assertThat(request.read(Bytes.of("06 00 01 00 03"))).isTrue();
    }

    @Test
    void writesRegistersAsInTheExampleOf612() throws Misfit {
        Request<Boolean> request = Requests.writeRegisters(1, 1, new int[] {0x0A, 0x0102});
        assertThat(Bytes.hex(request.pdu())).isEqualTo("10 00 01 00 02 04 00 0A 01 02");
        assertThat(request.read(Bytes.of("10 00 01 00 02"))).isTrue();
    }

    @Test
    void readsTheLargestAnswers() throws Misfit {
        byte[] registers = new byte[252];
        registers[0] = 4;
        registers[1] = (byte) 250;
        registers[251] = 7;
        assertThat(Requests.readRegisters(1, Table.INPUT_REGISTER, 65_411, 125).read(registers))
                .hasSize(125)
                .endsWith(7);
        byte[] bits = new byte[252];
        bits[0] = 1;
        bits[1] = (byte) 250;
        bits[251] = (byte) 0x80;
        assertThat(bits(Requests.readBits(1, Table.COIL, 63_536, 2_000).read(bits)))
                .isEqualTo("0".repeat(1_999) + "1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "05 00 AC 00 00", // another value
                "05 00 AD FF 00", // another address
                "05 00 AC FF 01", // j2mod would take this for "on"
                "06 00 AC FF 00", // another function
                "05 00 AC FF", // short
                "05 00 AC FF 00 00" // long
            })
    void takesNoEchoForItsOwnThatDiffers(String echo) {
        assertThatThrownBy(() -> Requests.writeCoil(1, 0xAC, true).read(Bytes.of(echo)))
                .isInstanceOf(Misfit.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "03 05 02 2B 00 00 00 64", // byte count too low
                "03 07 02 2B 00 00 00 64", // byte count too high
                "04 06 02 2B 00 00 00 64", // another function
                "03 04 02 2B 00 00", // fewer registers
                "03 08 02 2B 00 00 00 64 00 00" // more registers
            })
    void takesNoAnswerOfAnotherShape(String answer) {
        assertThatThrownBy(() -> Requests.readRegisters(1, Table.HOLDING_REGISTER, 0x6B, 3)
                        .read(Bytes.of(answer)))
                .isInstanceOf(Misfit.class);
    }

    @Test
    void refusesArgumentsBeyondTheSpecificationsLimits() {
        refused(() -> Requests.readRegisters(1, Table.HOLDING_REGISTER, 0, 0));
        refused(() -> Requests.readRegisters(1, Table.HOLDING_REGISTER, 0, 126));
        refused(() -> Requests.readRegisters(1, Table.HOLDING_REGISTER, 65_536, 1));
        refused(() -> Requests.readRegisters(1, Table.HOLDING_REGISTER, 65_535, 2));
        refused(() -> Requests.readRegisters(1, Table.HOLDING_REGISTER, -1, 1));
        refused(() -> Requests.readRegisters(1, Table.COIL, 0, 1));
        refused(() -> Requests.readBits(1, Table.COIL, 0, 2_001));
        refused(() -> Requests.readBits(1, Table.INPUT_REGISTER, 0, 1));
        refused(() -> Requests.writeRegisters(1, 0, new int[0]));
        refused(() -> Requests.writeRegisters(1, 0, new int[124]));
        refused(() -> Requests.writeRegisters(1, 0, new int[] {65_536}));
        refused(() -> Requests.writeRegisters(1, 0, new int[] {-1}));
        refused(() -> Requests.writeCoil(1, 65_536, true));
    }

    private static void refused(Runnable call) {
        assertThatIllegalArgumentException().isThrownBy(call::run);
    }

    private static String bits(boolean[] bits) {
        StringBuilder text = new StringBuilder();
        for (boolean bit : bits) {
            text.append(bit ? '1' : '0');
        }
        return text.toString();
    }
}
