package org.archivevault.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.archivevault.simulator.fault.Fault;
import org.archivevault.simulator.fault.FaultRule;
import org.archivevault.simulator.truth.TruthEvent;
import org.junit.jupiter.api.Test;

/** Each fault as the bytes show it. */
class ScriptedFaultsTest {
    private static final int UNIT = 1;
    private static final int QUIET_MILLIS = 150;
    private static final String READ = "04 0000 0003";
    private static final String READ_ANSWER = "04064d420001000a";
    private static final String WRITE_TIMEOUT = "06 0000 0014";

    private static Sites faulty(Fault fault, int times) {
        Sites sites = Sites.demo();
        sites.site.faults(Sites.MAILBOX).add(FaultRule.always(fault).times(times));
        return sites;
    }

    private static int timeoutRegister(Sites sites) throws IOException {
        sites.site.faults(Sites.MAILBOX).clear();
        try (RawClient other = sites.client()) {
            return other.registers(UNIT, 3, 0, 1)[0];
        }
    }

    @Test
    void silent_does_it_and_says_nothing() throws Exception {
        try (Sites sites = faulty(new Fault.Silent(), 1);
                RawClient client = sites.client()) {
            client.send(UNIT, WRITE_TIMEOUT);
            assertThat(client.silentFor(QUIET_MILLIS)).isTrue();
            assertThat(client.registers(UNIT, 3, 0, 1)).containsExactly(20);
        }
    }

    @Test
    void dead_does_nothing_and_says_nothing() throws Exception {
        try (Sites sites = faulty(new Fault.Dead(), 1);
                RawClient client = sites.client()) {
            client.send(UNIT, WRITE_TIMEOUT);
            assertThat(client.silentFor(QUIET_MILLIS)).isTrue();
            assertThat(client.registers(UNIT, 3, 0, 1)).containsExactly(0);
            assertThat(sites.told(TruthEvent.ModbusWrite.class))
                    .singleElement()
                    .satisfies(w -> assertThat(w.heard()).isFalse())
                    .satisfies(w -> assertThat(w.fault()).isEqualTo("dead"));
        }
    }

    @Test
    void late_answers_after_its_time() throws Exception {
        try (Sites sites = faulty(new Fault.Late(300), 1);
                RawClient client = sites.client()) {
            long begun = System.nanoTime();
            assertThat(client.ask(UNIT, READ)).isEqualTo(READ_ANSWER);
            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun)).isGreaterThanOrEqualTo(295);
        }
    }

    @Test
    void a_late_answer_comes_behind_the_next_one() throws Exception {
        try (Sites sites = faulty(new Fault.Late(300), 1);
                RawClient client = sites.client()) {
            int first = client.send(UNIT, READ);
            int second = client.send(UNIT, "04 0002 0001");
            assertThat(client.receive().transaction()).isEqualTo(second);
            assertThat(client.receive().transaction()).isEqualTo(first);
        }
    }

    @Test
    void duplicate_answers_twice() throws Exception {
        try (Sites sites = faulty(new Fault.Duplicate(), 1);
                RawClient client = sites.client()) {
            int sent = client.send(UNIT, READ);
            RawClient.Answer once = client.receive();
            assertThat(once.transaction()).isEqualTo(sent);
            assertThat(client.receive()).isEqualTo(once);
            assertThat(client.silentFor(QUIET_MILLIS)).isTrue();
        }
    }

    @Test
    void foreign_ids_are_not_those_of_the_request() throws Exception {
        try (Sites sites = faulty(new Fault.ForeignTransaction(), 1);
                RawClient client = sites.client()) {
            int sent = client.send(UNIT, READ);
            assertThat(client.receive()).isEqualTo(new RawClient.Answer(sent + 1, 0, UNIT, READ_ANSWER));
            sites.site
                    .faults(Sites.MAILBOX)
                    .add(FaultRule.always(new Fault.ForeignUnit()).times(1));
            sent = client.send(UNIT, READ);
            assertThat(client.receive()).isEqualTo(new RawClient.Answer(sent, 0, UNIT + 1, READ_ANSWER));
        }
    }

    @Test
    void stray_puts_the_answer_to_another_request_before_the_right_one() throws Exception {
        try (Sites sites = faulty(new Fault.Stray(), 1);
                RawClient client = sites.client()) {
            int sent = client.send(UNIT, READ);
            RawClient.Answer stray = client.receive();
            assertThat(stray.transaction()).isEqualTo(sent - 1);
            assertThat(stray.pdu())
                    .hasSameSizeAs(READ_ANSWER)
                    .startsWith("0406")
                    .isNotEqualTo(READ_ANSWER);
            assertThat(client.receive()).isEqualTo(new RawClient.Answer(sent, 0, UNIT, READ_ANSWER));
        }
    }

    @Test
    void shortened_has_fewer_registers_in_a_sound_frame() throws Exception {
        try (Sites sites = faulty(new Fault.Shortened(), 1);
                RawClient client = sites.client()) {
            assertThat(client.ask(UNIT, READ)).isEqualTo("04044d420001");
        }
    }

    @Test
    void truncated_ends_in_the_middle() throws Exception {
        try (Sites sites = faulty(new Fault.Truncated(), 1);
                RawClient client = sites.client()) {
            client.send(UNIT, READ);
            byte[] half = client.readBytes(8);
            assertThat(half[5]).as("length still that of the whole").isEqualTo((byte) 9);
            assertThat(client.silentFor(QUIET_MILLIS)).isTrue();
        }
    }

    @Test
    void garbage_is_noise_of_the_same_length_and_the_same_for_one_seed() throws Exception {
        try (Sites sites = faulty(new Fault.Garbage(42), 2);
                RawClient client = sites.client()) {
            client.send(UNIT, READ);
            byte[] noise = client.readBytes(15);
            client.send(UNIT, READ);
            assertThat(client.readBytes(15)).isEqualTo(noise);
            assertThat(Hex.text(noise)).doesNotContain(READ_ANSWER);
            assertThat(client.silentFor(QUIET_MILLIS)).isTrue();
        }
    }

    @Test
    void a_bad_check_is_a_wrong_protocol_id_on_tcp_and_a_wrong_crc_on_rtu() throws Exception {
        try (Sites sites = faulty(new Fault.BadCheck(), 1);
                RawClient client = sites.client();
                RawClient bus = new RawClient(sites.site.port(Sites.BUS))) {
            client.send(UNIT, READ);
            assertThat(client.receive().protocol()).isEqualTo(1);
            sites.site.faults(Sites.BUS).add(new Fault.BadCheck());
            bus.sendBytes(RtuFrame.of(2, "04 0000 0002"));
            byte[] answer = bus.readBytes(9);
            byte[] sound = RtuFrame.of(2, "04 04 4343 0001");
            assertThat(Arrays.copyOf(answer, 8)).isEqualTo(Arrays.copyOf(sound, 8));
            assertThat(answer[8]).isNotEqualTo(sound[8]);
        }
    }

    @Test
    void an_exception_answer_does_nothing() throws Exception {
        try (Sites sites = faulty(new Fault.ExceptionAnswer(6), 1);
                RawClient client = sites.client()) {
            assertThat(client.ask(UNIT, WRITE_TIMEOUT)).isEqualTo("8606");
            assertThat(client.registers(UNIT, 3, 0, 1)).containsExactly(0);
        }
    }

    @Test
    void a_wrong_function_answers_3_for_4_and_15_for_16() throws Exception {
        try (Sites sites = faulty(new Fault.WrongFunction(), 2);
                RawClient client = sites.client()) {
            assertThat(client.ask(UNIT, READ)).isEqualTo("03" + READ_ANSWER.substring(2));
            assertThat(client.write(UNIT, 2, 1)).isEqualTo("0f00020001");
        }
    }

    @Test
    void a_wrong_echo_says_something_else_than_was_written_or_prepared() throws Exception {
        try (Sites sites = Sites.demo();
                RawClient client = sites.client()) {
            FaultRule onEcho =
                    FaultRule.always(new Fault.WrongEcho()).onFunction(3).onAddress(14);
            sites.site.faults(Sites.MAILBOX).add(onEcho);
            client.write(UNIT, 10, 0, 7, 1, 3);
            assertThat(client.registers(UNIT, 3, 14, 4)).containsExactly(0, 7, 1, 2);
            assertThat(client.registers(UNIT, 3, 10, 4)).containsExactly(0, 7, 1, 3);
            sites.site
                    .faults(Sites.MAILBOX)
                    .add(FaultRule.always(new Fault.WrongEcho()).onFunction(6));
            assertThat(client.ask(UNIT, WRITE_TIMEOUT)).isEqualTo("0600000015");
        }
    }

    @Test
    void drip_comes_byte_by_byte() throws Exception {
        try (Sites sites = faulty(new Fault.Drip(30), 1);
                RawClient client = sites.client()) {
            long begun = System.nanoTime();
            assertThat(client.ask(UNIT, READ)).isEqualTo(READ_ANSWER);
            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun)).isGreaterThanOrEqualTo(14 * 30 - 20);
        }
    }

    @Test
    void a_half_open_connection_never_answers_again_but_a_new_one_does() throws Exception {
        try (Sites sites = faulty(new Fault.HalfOpen(), 1);
                RawClient client = sites.client()) {
            client.send(UNIT, WRITE_TIMEOUT);
            client.send(UNIT, WRITE_TIMEOUT);
            assertThat(client.silentFor(QUIET_MILLIS)).isTrue();
            assertThat(timeoutRegister(sites)).isZero();
        }
    }

    @Test
    void a_connection_that_is_not_read_fills_up() throws Exception {
        try (Sites sites = faulty(new Fault.StopReading(), 1);
                SocketChannel channel = SocketChannel.open(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), sites.site.port(Sites.MAILBOX)))) {
            channel.configureBlocking(false);
            ByteBuffer requests = ByteBuffer.wrap(Hex.bytes("0001 0000 0006 01 06 0000 0014".repeat(10_000)));
            // WHEN the client sends on and on THEN nobody takes it
            await().during(Duration.ofMillis(300)).until(() -> channel.write(requests.rewind()) == 0);
            assertThat(timeoutRegister(sites)).isZero();
        }
    }

    @Test
    void close_does_it_and_ends_the_connection() throws Exception {
        try (Sites sites = faulty(new Fault.Close(), 1);
                RawClient client = sites.client()) {
            client.send(UNIT, WRITE_TIMEOUT);
            assertThat(client.readToEnd()).isEmpty();
            assertThat(timeoutRegister(sites)).isEqualTo(20);
        }
    }

    @Test
    void reset_does_it_and_breaks_the_connection() throws Exception {
        try (Sites sites = faulty(new Fault.Reset(), 1);
                RawClient client = sites.client()) {
            client.send(UNIT, WRITE_TIMEOUT);
            assertThatThrownBy(client::readToEnd)
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
            assertThat(timeoutRegister(sites)).isEqualTo(20);
        }
    }

    @Test
    void a_rule_applies_only_where_it_fits_and_only_so_often() throws Exception {
        try (Sites sites = Sites.demo();
                RawClient client = sites.client()) {
            FaultRule rule = FaultRule.always(new Fault.ExceptionAnswer(4))
                    .onFunction(4)
                    .onAddress(6)
                    .times(2);
            sites.site.faults(Sites.MAILBOX).add(rule);
            assertThat(client.ask(UNIT, "04 0000 0006")).startsWith("040c");
            assertThat(client.ask(UNIT, "03 0006 0001")).startsWith("0302");
            assertThat(client.ask(UNIT, "04 0000 0007")).isEqualTo("8404");
            assertThat(sites.site.faults(Sites.MAILBOX).active()).hasSize(1);
            assertThat(client.ask(UNIT, "04 0006 0001")).isEqualTo("8404");
            assertThat(client.ask(UNIT, "04 0006 0001")).isEqualTo("04020001");
            assertThat(sites.site.faults(Sites.MAILBOX).active()).isEmpty();
        }
    }

    @Test
    void one_dead_unit_leaves_the_others_on_the_bus_alive() throws Exception {
        try (Sites sites = Sites.demo();
                RawClient bus = new RawClient(sites.site.port(Sites.BUS))) {
            sites.site.faults(Sites.BUS).add(FaultRule.always(new Fault.Dead()).onUnit(3));
            bus.sendBytes(RtuFrame.of(3, "04 0000 0001"));
            assertThat(bus.silentFor(QUIET_MILLIS)).isTrue();
            bus.sendBytes(RtuFrame.of(4, "04 0000 0001"));
            assertThat(bus.readBytes(7)).isEqualTo(RtuFrame.of(4, "04 02 4343"));
        }
    }

    @Test
    void a_line_may_acknowledge_what_the_controller_never_heard() throws Exception {
        try (Sites sites = Sites.demo();
                RawClient client = sites.client()) {
            FaultRule rule =
                    FaultRule.always(new Fault.Late(1)).keptFromController().times(1);
            sites.site.faults(Sites.MAILBOX).add(rule);
            assertThat(client.ask(UNIT, WRITE_TIMEOUT)).isEqualTo("0600000014");
            assertThat(timeoutRegister(sites)).isZero();
        }
    }

    @Test
    void a_pulled_plug_ends_connections_and_refuses_new_ones_until_it_is_in_again() throws Exception {
        try (Sites sites = Sites.demo();
                RawClient client = sites.client()) {
            assertThat(client.ask(UNIT, READ)).isEqualTo(READ_ANSWER);
            int port = sites.site.port(Sites.MAILBOX);
            // WHEN
            Sites.await(sites.site.unplug(Sites.MAILBOX));
            // THEN
            assertThat(client.readToEnd()).isEmpty();
            assertThatThrownBy(sites::client).isInstanceOf(IOException.class);
            // WHEN
            Sites.await(sites.site.plug(Sites.MAILBOX));
            // THEN
            assertThat(sites.site.port(Sites.MAILBOX)).isEqualTo(port);
            try (RawClient again = sites.client()) {
                assertThat(again.ask(UNIT, READ)).isEqualTo(READ_ANSWER);
            }
        }
    }

    @Test
    void what_is_no_modbus_is_hung_up_on() throws Exception {
        try (Sites sites = Sites.demo();
                RawClient client = sites.client()) {
            client.sendBytes(Hex.bytes("0001 0001 0006 01 04 0000 0001"));
            assertThat(client.readToEnd()).isEmpty();
        }
    }
}
