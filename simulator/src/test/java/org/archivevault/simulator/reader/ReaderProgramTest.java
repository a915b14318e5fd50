package org.archivevault.simulator.reader;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.archivevault.protocol.pack.Epc;
import org.archivevault.simulator.llrp.LlrpFraming;
import org.archivevault.simulator.llrp.MessageType;
import org.archivevault.simulator.tags.Air;
import org.archivevault.simulator.tags.SimulatedTag;
import org.junit.jupiter.api.Test;

/** The reader's firmware against the bytes of the specification, without a clock or a socket. */
class ReaderProgramTest {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final long EPOCH_MILLIS = 1_000_000;
    private static final SimulatedTag PACK = SimulatedTag.of(new Epc("2C0000000000000000000001"));

    private final ReaderFaults faults = new ReaderFaults();
    private final List<Air.Heard> atAntennaOne = new ArrayList<>();
    private long now;
    private ReaderProgram program = program(500, antenna -> antenna == 1 ? List.copyOf(atAntennaOne) : List.of());

    private ReaderProgram program(int readsPerSecond, Air air) {
        return new ReaderProgram(ReaderSettings.onFreePort("r", readsPerSecond), air, faults, EPOCH_MILLIS);
    }

    private String ask(int type, String bodyHex) {
        return answer(type, bodyHex)
                .map(out -> HEX.formatHex(out.frame()))
                .map(frame -> frame.substring(20))
                .orElse("none");
    }

    private Optional<Outgoing> answer(int type, String bodyHex) {
        byte[] body = HEX.parseHex(bodyHex.replace(" ", ""));
        byte[] frame = ByteBuffer.allocate(10 + body.length)
                .putShort((short) (0x0400 | type))
                .putInt(10 + body.length)
                .putInt(77)
                .put(body)
                .array();
        return program.handle(new LlrpFraming().take(frame).get(0), now);
    }

    /** Runs the reader on, in rounds of 50 ms, and gives what it would have sent. */
    private List<Outgoing> run(long millis) {
        List<Outgoing> sent = new ArrayList<>();
        for (long end = now + millis; now < end; ) {
            now += 50;
            sent.addAll(program.advance(now));
        }
        return sent;
    }

    private static List<String> bodies(List<Outgoing> sent, MessageType type) {
        return sent.stream()
                .filter(out -> out.type() == type)
                .map(out -> HEX.formatHex(out.frame()).substring(20))
                .toList();
    }

    private static List<String> reports(List<Outgoing> sent) {
        return bodies(sent, MessageType.RO_ACCESS_REPORT);
    }

    private void started() {
        program.connected(now);
        assertThat(ask(Specs.ADD_ROSPEC, Specs.roSpec(Specs.IMMEDIATELY))).isEqualTo(Specs.DONE);
        assertThat(ask(Specs.ENABLE_ROSPEC, "00000001")).isEqualTo(Specs.DONE);
        program.advance(now);
    }

    @Test
    void a_connection_is_told_with_the_time_and_its_status() {
        now = 5;

        assertThat(HEX.formatHex(program.connectionAttempt(ReaderProgram.Attempt.SUCCESS, now)))
                .isEqualTo("043F00000020" + "00000001" + "00F60016" + "0080000C" + "000000003B9ADD88" + "01000006"
                        + "0000");
        assertThat(HEX.formatHex(program.connectionAttempt(ReaderProgram.Attempt.CLIENT_THERE_ALREADY, now)))
                .endsWith("010000060002");
        assertThat(HEX.formatHex(program.connectionAttempt(ReaderProgram.Attempt.ANOTHER_ATTEMPTED, now)))
                .endsWith("010000060004");
    }

    @Test
    void a_rospec_lives_from_disabled_over_inactive_to_active_and_back() {
        // GIVEN one that a client starts
        program.connected(now);
        assertThat(ask(Specs.START_ROSPEC, "00000001")).startsWith("011F").contains("0065");
        assertThat(ask(Specs.ADD_ROSPEC, Specs.roSpec(Specs.WHEN_STARTED))).isEqualTo(Specs.DONE);

        // THEN each state shows, and only the next step is allowed
        assertThat(ask(26, "")).isEqualTo(Specs.DONE + hex(Specs.roSpec(Specs.WHEN_STARTED)));
        assertThat(status(ask(Specs.START_ROSPEC, "00000001"))).isEqualTo(101);
        assertThat(status(ask(Specs.STOP_ROSPEC, "00000001"))).isEqualTo(101);
        assertThat(ask(Specs.ENABLE_ROSPEC, "00000000")).isEqualTo(Specs.DONE);
        assertThat(stateOfRoSpec()).isEqualTo("01");
        run(100);
        assertThat(program.reading()).isFalse();
        assertThat(ask(Specs.START_ROSPEC, "00000001")).isEqualTo(Specs.DONE);
        assertThat(stateOfRoSpec()).isEqualTo("02");
        assertThat(ask(Specs.STOP_ROSPEC, "00000001")).isEqualTo(Specs.DONE);
        assertThat(ask(Specs.DISABLE_ROSPEC, "00000001")).isEqualTo(Specs.DONE);
        assertThat(stateOfRoSpec()).isEqualTo("00");
        assertThat(ask(Specs.DELETE_ROSPEC, "00000001")).isEqualTo(Specs.DONE);
        assertThat(ask(26, "")).isEqualTo(Specs.DONE);
        assertThat(status(ask(Specs.DELETE_ROSPEC, "00000001"))).isEqualTo(101);
        assertThat(ask(Specs.DELETE_ROSPEC, "00000000")).isEqualTo(Specs.DONE);
    }

    private String stateOfRoSpec() {
        return ask(26, "").substring(Specs.DONE.length() + 18, Specs.DONE.length() + 20);
    }

    private static int status(String body) {
        return Integer.parseInt(body.substring(8, 12), 16);
    }

    private static String hex(String spaced) {
        return spaced.replace(" ", "");
    }

    @Test
    void the_configuration_is_told_in_parts_or_as_a_whole() {
        program.connected(now);
        ask(Specs.SET_READER_CONFIG, Specs.keepAlive(5_000) + "00E2000580");

        // THEN Identification, KeepaliveSpec, EventsAndReports by their numbers
        assertThat(ask(2, "00000100000000")).matches(Specs.DONE + "00DA000F000008.{16}");
        assertThat(ask(2, "00000800000000")).isEqualTo(Specs.DONE + "00DC00090100001388");
        assertThat(ask(2, "00000B00000000")).isEqualTo(Specs.DONE + "00E2000580");
        assertThat(ask(2, "00020200000000")).isEqualTo(Specs.DONE + "00DD00098000020000");
        assertThat(ask(2, "00000000000000"))
                .contains("00DA000F", "00DD0009", "00DE", "00ED", "00F4", "00DC0009", "00E20005");
        assertThat(status(ask(2, "00090000000000"))).isEqualTo(101);
    }

    @Test
    void a_tag_is_reported_at_the_end_of_each_turn_with_the_fields_asked_for() {
        // GIVEN
        atAntennaOne.add(new Air.Heard(PACK, -50));
        now = 1_000;
        started();

        // WHEN the first turn of 200 ms is over
        List<String> reports = reports(run(200));

        // THEN EPC-96, antenna 1, RSSI, first seen at 1,050 ms, last at 1,200 ms, four reads
        assertThat(reports).singleElement().satisfies(report -> {
            assertThat(report).startsWith("00F0002B" + "8D" + PACK.epc() + "810001" + "86");
            byte rssi = HexFormat.of().parseHex(report.substring(42, 44))[0];
            assertThat((int) rssi).isBetween(-53, -47);
            assertThat(report.substring(44)).isEqualTo("82" + micros(1_050) + "84" + micros(1_200) + "88" + "0004");
        });

        // WHEN it is taken away
        atAntennaOne.clear();

        // THEN nothing is reported any more
        assertThat(reports(run(1_000))).isEmpty();
    }

    private static String micros(long millis) {
        return String.format("%016X", (EPOCH_MILLIS + millis) * 1_000);
    }

    @Test
    void a_report_is_sent_as_soon_as_it_has_the_number_of_tags_asked_for() {
        // GIVEN 25 tags, and reports of 10
        for (int i = 0; i < 25; i++) {
            atAntennaOne.add(new Air.Heard(SimulatedTag.of(new Epc(String.format("3000%020X", i))), -50));
        }
        started();

        // WHEN the radio has had time for all of them
        List<Outgoing> sent = run(50);

        // THEN
        assertThat(sent).extracting(Outgoing::tags).containsExactly(10, 10);
        assertThat(run(150)).extracting(Outgoing::tags).contains(10, 10);
    }

    @Test
    void all_fields_of_the_selector_come_in_the_order_of_the_specification() {
        // GIVEN ROSpecID, SpecIndex, InventoryParameterSpecID, antenna, channel, RSSI, first, last, count,
        // AccessSpecID, PC and CRC
        atAntennaOne.add(new Air.Heard(PACK, -50));
        program.connected(now);
        String report = "00ED0012 01 0000 00EE000B FFC0 015C0005C0";
        ask(Specs.ADD_ROSPEC, hex("00B10048 00000001 00 00 " + Specs.IMMEDIATELY + Specs.TURN + report));
        ask(Specs.ENABLE_ROSPEC, "00000001");
        program.advance(now);

        // WHEN
        List<String> reports = reports(run(200));

        // THEN
        assertThat(reports)
                .singleElement()
                .asString()
                .matches("00F0....8D" + PACK.epc() + "8900000001" + "8E0001" + "8A0001" + "810001" + "86.." + "8700.."
                        + "82.{16}" + "84.{16}" + "880004" + "8C3000" + "8B.{4}");
    }

    @Test
    void an_epc_of_another_length_is_reported_with_its_length() {
        atAntennaOne.add(new Air.Heard(SimulatedTag.of(new Epc("ABCD1234")), -50));
        started();

        assertThat(reports(run(200)))
                .singleElement()
                .asString()
                .startsWith("00F0" + "0028" + "00F1000A0020ABCD1234" + "810001");
    }

    @Test
    void an_access_spec_reads_the_tid_with_each_tag() {
        // GIVEN
        atAntennaOne.add(new Air.Heard(PACK, -50));
        started();
        assertThat(ask(40, Specs.ACCESSSPEC_FOR_TID)).isEqualTo(Specs.DONE);
        assertThat(ask(44, "")).isEqualTo(Specs.DONE + hex(Specs.ACCESSSPEC_FOR_TID));
        assertThat(reports(run(200))).singleElement().asString().doesNotContain("015D");

        // WHEN
        assertThat(ask(42, "00000007")).isEqualTo(Specs.DONE);

        // THEN C1G2ReadOpSpecResult: success, OpSpec 1, six words
        assertThat(reports(run(200)))
                .singleElement()
                .asString()
                .endsWith("015D0015" + "00" + "0001" + "0006" + PACK.tid());
        assertThat(status(ask(42, "00000009"))).isEqualTo(101);
        assertThat(ask(43, "00000007")).isEqualTo(Specs.DONE);
        assertThat(ask(41, "00000000")).isEqualTo(Specs.DONE);
        assertThat(ask(44, "")).isEqualTo(Specs.DONE);
    }

    @Test
    void reports_and_events_wait_until_the_client_asks_for_them_when_it_is_configured_so() {
        // GIVEN a reader that reads, told to hold when it is reconnected, and to tell of ROSpecs
        atAntennaOne.add(new Air.Heard(PACK, -50));
        started();
        assertThat(ask(Specs.SET_READER_CONFIG, "00 00E2000580 00F4000B 00F50007000280"))
                .isEqualTo(Specs.DONE);
        run(200);

        // WHEN the connection is lost for a second
        program.disconnected();
        assertThat(run(1_000)).isEmpty();
        program.connected(now);

        // THEN nothing comes before ENABLE_EVENTS_AND_REPORTS, and nothing is lost then
        assertThat(run(400)).isEmpty();
        assertThat(answer(64, "")).isEmpty();
        assertThat(reports(program.advance(now))).hasSize(7);
    }

    @Test
    void a_reader_whose_client_stays_away_forgets_what_its_memory_cannot_hold_and_says_so() {
        // GIVEN 500 tags read a second, and nobody there
        program = program(500, Air.crowd(500, 1));
        started();
        program.disconnected();

        // WHEN
        run(60_000);
        program.connected(now);

        // THEN
        assertThat(program.overflown()).isTrue();
        int kept = program.advance(now).stream().mapToInt(Outgoing::tags).sum();
        assertThat(kept).isBetween(9_900, 10_000);
    }

    @Test
    void a_crowd_is_reported_at_the_rate_of_the_radio() {
        // GIVEN
        program = program(500, Air.crowd(500, 1));
        started();

        // WHEN
        int tags = run(20_000).stream().mapToInt(Outgoing::tags).sum();

        // THEN 500 a second
        assertThat(tags).isBetween(9_900, 10_000);
    }

    @Test
    void in_session_two_a_tag_keeps_silent_for_two_seconds_after_a_read() {
        // GIVEN InventoryParameterSpec with AntennaConfiguration, C1G2InventoryCommand, C1G2SingulationControl: session
        // 2
        atAntennaOne.add(new Air.Heard(PACK, -50));
        program.connected(now);
        String singulation = "0150000B 80 0020 00000000";
        String inventory = "00BA001D 0001 01 00DE0016 0000 014A0010 00" + singulation;
        String turn = "00B70030 0002 00010002 00B8000901000000C8" + inventory;
        ask(Specs.ADD_ROSPEC, hex("00B10059 00000001 00 00 " + Specs.IMMEDIATELY + turn + Specs.REPORT));
        assertThat(ask(Specs.ENABLE_ROSPEC, "00000001")).isEqualTo(Specs.DONE);
        program.advance(now);

        // THEN
        assertThat(reports(run(10_000))).hasSize(5);
    }

    @Test
    void what_the_capabilities_do_not_offer_is_refused() {
        program.connected(now);
        // antenna 9 of 4
        assertThat(status(ask(Specs.ADD_ROSPEC, Specs.roSpec(Specs.IMMEDIATELY).replace("00010002", "00010009"))))
                .isEqualTo(101);
        // no AISpec
        assertThat(status(ask(Specs.ADD_ROSPEC, "00B1001C 00000001 00 00" + Specs.IMMEDIATELY)))
                .isEqualTo(103);
        // a start trigger by GPI
        assertThat(status(ask(Specs.ADD_ROSPEC, Specs.roSpec(Specs.IMMEDIATELY.replace("00B3000501", "00B3000503")))))
                .isEqualTo(111);
        // transmit power of index 99: AntennaConfiguration, RFTransmitter
        assertThat(status(ask(Specs.SET_READER_CONFIG, "00 00DE0010 0001 00E0000A 0001 0000 0063")))
                .isEqualTo(101);
        // a parameter length beyond the message
        assertThat(status(ask(Specs.ADD_ROSPEC, "00B100FF 00000001"))).isEqualTo(100);
        // a length that no parameter can have
        assertThat(status(ask(Specs.SET_READER_CONFIG, "00 00DC0000"))).isEqualTo(100);
        // an unknown parameter
        assertThat(status(ask(Specs.SET_READER_CONFIG, "00 03840004"))).isEqualTo(107);
        // ROSpec 1 twice, and a fifth ROSpec
        ask(Specs.ADD_ROSPEC, Specs.roSpec(Specs.IMMEDIATELY));
        assertThat(status(ask(Specs.ADD_ROSPEC, Specs.roSpec(Specs.IMMEDIATELY))))
                .isEqualTo(101);
        for (int id = 2; id <= 4; id++) {
            assertThat(ask(Specs.ADD_ROSPEC, another(id))).isEqualTo(Specs.DONE);
        }
        assertThat(status(ask(Specs.ADD_ROSPEC, another(5)))).isEqualTo(105);
    }

    private static String another(int id) {
        return Specs.roSpec(Specs.WHEN_STARTED).replace("00B10043 00000001", "00B10043 0000000" + id);
    }

    @Test
    void unknown_messages_and_other_versions_are_answered_with_an_error_message() {
        // GET_SUPPORTED_VERSION of LLRP 1.1
        Optional<Outgoing> unknown = answer(46, "");
        assertThat(unknown.map(Outgoing::type)).contains(MessageType.ERROR_MESSAGE);
        assertThat(unknown.map(out -> HEX.formatHex(out.frame())))
                .get()
                .asString()
                .contains("0000004D" + "011F")
                .contains("006D");

        byte[] frame = HEX.parseHex("083E0000000A0000004D");
        Optional<Outgoing> version =
                program.handle(new LlrpFraming().take(frame).get(0), now);
        assertThat(version.map(out -> HEX.formatHex(out.frame())))
                .get()
                .asString()
                .startsWith("0464")
                .contains("006E");
    }

    @Test
    void a_keep_alive_comes_in_its_time_and_a_client_that_answers_none_is_dead() {
        // GIVEN every second
        program.connected(now);
        ask(Specs.SET_READER_CONFIG, Specs.keepAlive(1_000));
        assertThat(program.keepAlive(999)).isEmpty();

        // THEN
        byte[] first = program.keepAlive(1_000).orElseThrow().frame();
        assertThat(HEX.formatHex(first)).startsWith("043E0000000A");
        assertThat(program.keepAlive(2_000)).isPresent();
        assertThat(program.clientIsDead(2_999)).isFalse();
        assertThat(program.clientIsDead(3_000)).isTrue();

        // WHEN it is answered with its id
        byte[] ack = first.clone();
        ack[1] = 72;
        assertThat(program.handle(new LlrpFraming().take(ack).get(0), 2_500)).isEmpty();

        // THEN
        assertThat(program.clientIsDead(3_000)).isFalse();
    }

    @Test
    void an_acknowledgement_with_a_foreign_id_is_none() {
        program.connected(now);
        ask(Specs.SET_READER_CONFIG, Specs.keepAlive(1_000));
        program.keepAlive(1_000);
        program.keepAlive(2_000);

        assertThat(answer(72, "")).isEmpty();

        assertThat(program.clientIsDead(3_000)).isTrue();
    }

    @Test
    void a_neighbour_antenna_hears_ghosts_weakly_and_dropouts_are_lost() {
        // GIVEN
        atAntennaOne.add(new Air.Heard(PACK, -50));
        started();
        faults.add(new ReaderFault.Ghost(100));

        // WHEN
        List<String> reports = reports(run(200));

        // THEN the tag is at antenna 1 and, below −70 dBm, at antenna 2
        assertThat(reports).singleElement().satisfies(report -> {
            assertThat(report).hasSize(2 * 2 * 43);
            String ghost = report.substring(2 * 43);
            assertThat(ghost).contains("810002");
            assertThat((int) HexFormat.of().parseHex(ghost.substring(42, 44))[0])
                    .isBetween(-78, -72);
        });

        // WHEN every read is lost
        faults.clear();
        faults.add(new ReaderFault.Dropout(100));

        // THEN
        assertThat(reports(run(400))).isEmpty();

        // WHEN the other antenna's cable is off
        faults.clear();
        faults.add(new ReaderFault.Deaf(2));

        // THEN this one hears
        assertThat(reports(run(200))).hasSize(1);
    }

    @Test
    void a_reboot_forgets_what_clients_have_told() {
        // GIVEN
        atAntennaOne.add(new Air.Heard(PACK, -50));
        started();
        ask(Specs.SET_READER_CONFIG, Specs.keepAlive(1_000));

        // WHEN
        program.reset();
        program.connected(now);

        // THEN
        assertThat(ask(26, "")).isEqualTo(Specs.DONE);
        assertThat(reports(run(1_000))).isEmpty();
        assertThat(program.keepAlive(now + 10_000)).isEmpty();
    }
}
