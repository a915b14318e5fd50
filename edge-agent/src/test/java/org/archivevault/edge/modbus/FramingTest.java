package org.archivevault.edge.modbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Optional;
import org.archivevault.firmware.profile.ShelvingProfile.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FramingTest {
    private static final Request<int[]> READ = Requests.readRegisters(0x11, Table.HOLDING_REGISTER, 0x6B, 1);
    private static final Framing MBAP = new MbapFraming();
    private static final Framing RTU = new RtuFraming();

    @Test
    void framesForTcpAsInTheExampleOfMessagingOnTcp() {
        // Messaging on TCP/IP 1.0b, 4.4.2: read register 4 of unit FF, transaction 0x1501
        Request<int[]> read = Requests.readRegisters(0xFF, Table.HOLDING_REGISTER, 4, 1);
        assertThat(Bytes.hex(MBAP.frame(0x1501, read))).isEqualTo("15 01 00 00 00 06 FF 03 00 04 00 01");
    }

    @Test
    void framesForRtuWithTheLowByteOfTheChecksumFirst() {
        assertThat(Bytes.hex(RTU.frame(0, READ))).isEqualTo("11 03 00 6B 00 01 F7 46");
        assertThat(PeerFormat.bitwiseCrc(Bytes.of("11 03 00 6B 00 01"))).isEqualTo(0x46F7);
    }

    @ParameterizedTest
    @CsvSource({"true,3", "true,0x83", "false,3", "false,0x83"})
    void takesTheRightAnswerWhateverThePieces(boolean tcp, String function) throws Misfit {
        byte[] pdu = Integer.decode(function) == 3 ? Bytes.of("03 02 12 34") : Bytes.of("83 02");
        PeerFormat format = tcp ? PeerFormat.MBAP : PeerFormat.RTU;
        byte[] frame = format.frame(7, 0x11, pdu);
        for (int cut = 0; cut <= frame.length; cut++) {
            AnswerAssembler answer = (tcp ? MBAP : RTU).answerTo(7, READ);
            Optional<byte[]> first = answer.feed(Arrays.copyOf(frame, cut));
            Optional<byte[]> second =
                    first.isPresent() ? first : answer.feed(Arrays.copyOfRange(frame, cut, frame.length));
            assertThat(second).hasValueSatisfying(got -> assertThat(got).isEqualTo(pdu));
        }
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource({
        "00 08, another transaction",
        "00 07 00 01, another protocol",
        "00 07 00 00 00 00, length 0",
        "00 07 00 00 FF FF, length 65535",
        "00 07 00 00 00 06, length one too long",
        "00 07 00 00 00 05 12, another unit",
        "00 07 00 00 00 05 11 04, another function",
        "00 07 00 00 00 05 11 83, an exception as long as an answer",
        "00 07 00 00 00 03 11 03, an answer as short as an exception",
        "00 07 00 00 00 05 11 03 02 12 34 00, a byte too many"
    })
    void refusesOverTcpAsSoonAsTheWrongByteIsThere(String bytes, String what) {
        assertThatThrownBy(() -> MBAP.answerTo(7, READ).feed(Bytes.of(bytes)))
                .as(what)
                .isInstanceOf(Misfit.class);
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource({
        "12, another unit",
        "11 04, another function",
        "11 03 02 12 34 00 00, a wrong checksum",
        "11 03 02 12 34 34 F4 00, a byte too many"
    })
    void refusesOverRtuAsSoonAsTheWrongByteIsThere(String bytes, String what) {
        assertThatThrownBy(() -> RTU.answerTo(7, READ).feed(Bytes.of(bytes)))
                .as(what)
                .isInstanceOf(Misfit.class);
    }

    @Test
    void refusesMoreBytesThanAnyFrameHas() {
        byte[] right = PeerFormat.MBAP.frame(7, 0x11, Bytes.of("03 02 12 34"));
        assertThatThrownBy(() -> MBAP.answerTo(7, READ).feed(Arrays.copyOf(right, 100_000)))
                .isInstanceOf(Misfit.class);
    }

    @Test
    void knowsWhichUnitsCanAnswer() {
        MBAP.checkUnit(0);
        MBAP.checkUnit(255);
        RTU.checkUnit(1);
        RTU.checkUnit(247);
        assertThatIllegalArgumentException().isThrownBy(() -> MBAP.checkUnit(256));
        assertThatIllegalArgumentException().isThrownBy(() -> RTU.checkUnit(0));
        assertThatIllegalArgumentException().isThrownBy(() -> RTU.checkUnit(248));
    }
}
