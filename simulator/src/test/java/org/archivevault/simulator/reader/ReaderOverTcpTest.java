package org.archivevault.simulator.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.archivevault.protocol.pack.Epc;
import org.archivevault.simulator.reader.RawLlrp.Frame;
import org.archivevault.simulator.tags.Air;
import org.archivevault.simulator.tags.SimulatedTag;
import org.archivevault.simulator.truth.TruthEvent;
import org.archivevault.simulator.truth.Turns;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A reader on a real socket: connections, faults, plug and power. */
class ReaderOverTcpTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final SimulatedTag PACK = SimulatedTag.of(new Epc("2C0000000000000000000001"));
    private static final Air ONE_TAG = antenna -> antenna == 1 ? List.of(new Air.Heard(PACK, -50)) : List.of();

    private final Vertx vertx =
            Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(2));
    private final List<String> told = new CopyOnWriteArrayList<>();
    private SimulatedReader reader;

    @BeforeEach
    void start() {
        long begin = System.nanoTime();
        Turns turns = new Turns(() -> (System.nanoTime() - begin) / 1_000_000);
        reader = wait(SimulatedReader.start(
                vertx,
                ReaderSettings.onFreePort("gate-reader", 500),
                ONE_TAG,
                turns,
                event -> told.add(((TruthEvent.ReaderChange) event).what())));
    }

    @AfterEach
    void stop() {
        wait(reader.close());
        wait(vertx.close());
    }

    private static <T> T wait(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    private RawLlrp client() throws IOException {
        RawLlrp client = new RawLlrp(reader.port());
        assertThat(client.receive().body()).endsWith("010000060000");
        return client;
    }

    private static void reads(RawLlrp client) throws IOException {
        assertThat(client.ask(Specs.ADD_ROSPEC, 1, Specs.roSpec(Specs.IMMEDIATELY)))
                .isEqualTo(Specs.DONE);
        assertThat(client.ask(Specs.ENABLE_ROSPEC, 2, "00000001")).isEqualTo(Specs.DONE);
    }

    @Test
    void a_whole_session_from_connection_to_close() throws Exception {
        try (RawLlrp client = client()) {
            // WHEN three requests come in one segment, the last in two pieces
            client.sendHex("0415000000 0E00000001 00000000".replace(" ", "")
                    + "0403 00000014 00000002 00 00DC0009 01 0000EA60"
                            .replace(" ", "")
                            .substring(0, 20));
            client.sendHex("0000DC0009010000EA60");

            // THEN each is answered under its id
            assertThat(client.receive().whole()).isEqualTo("041F0000001200000001" + Specs.DONE);
            assertThat(client.receive().whole()).isEqualTo("040D0000001200000002" + Specs.DONE);

            // WHEN
            reads(client);

            // THEN tags are reported
            Frame report = client.awaiting(Specs.RO_ACCESS_REPORT);
            assertThat(report.body()).startsWith("00F0002B8D" + PACK.epc() + "810001");
            assertThat(reader.connected()).isTrue();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(reader.tagsReported()).isPositive());

            // WHEN
            client.send(14, 99, "");

            // THEN
            assertThat(client.awaiting(4).whole()).isEqualTo("0404000000120000" + "0063" + Specs.DONE);
            assertThatThrownBy(client::next).isInstanceOf(EOFException.class);
        }
        assertThat(told).startsWith("client", "reading", "client-closed");
    }

    @Test
    void a_second_client_is_refused_and_the_first_is_told() throws Exception {
        try (RawLlrp first = client();
                RawLlrp second = new RawLlrp(reader.port())) {
            assertThat(second.receive().body()).endsWith("010000060002");
            assertThatThrownBy(second::next).isInstanceOf(EOFException.class);
            assertThat(first.receive().body()).endsWith("010000060004");
            assertThat(first.ask(26, 5, "")).isEqualTo(Specs.DONE);
        }
        // THEN a third is welcome when the first is gone
        await().atMost(PATIENCE).until(() -> !reader.connected());
        client().close();
    }

    @Test
    void a_client_that_does_not_acknowledge_keep_alives_is_dropped() throws Exception {
        try (RawLlrp client = new RawLlrp(reader.port(), false)) {
            client.receive();
            client.ask(Specs.SET_READER_CONFIG, 1, Specs.keepAlive(100));

            // WHEN it answers none
            assertThat(client.next().type()).isEqualTo(62);
            assertThat(client.next().type()).isEqualTo(62);

            // THEN
            assertThatThrownBy(client::next).isInstanceOf(EOFException.class);
        }
        assertThat(told).contains("client-dropped");
    }

    @Test
    void a_client_that_acknowledges_stays() throws Exception {
        try (RawLlrp client = client()) {
            client.ask(Specs.SET_READER_CONFIG, 1, Specs.keepAlive(100));
            for (int i = 0; i < 6; i++) {
                Frame keepAlive = client.next();
                assertThat(keepAlive.type()).isEqualTo(62);
                client.send(72, keepAlive.id(), "");
            }
            assertThat(client.ask(26, 5, "")).isEqualTo(Specs.DONE);
        }
        assertThat(told).doesNotContain("client-dropped");
    }

    @Test
    void a_rospec_outlives_the_connection_but_not_the_power() throws Exception {
        try (RawLlrp client = client()) {
            reads(client);
        }
        await().atMost(PATIENCE).until(() -> !reader.connected());
        // WHEN another client comes: the reader reads on
        try (RawLlrp client = client()) {
            client.awaiting(Specs.RO_ACCESS_REPORT);
            assertThat(client.ask(26, 5, "")).isNotEqualTo(Specs.DONE);
        }

        // WHEN
        wait(reader.reboot());

        // THEN
        try (RawLlrp client = client()) {
            assertThat(client.ask(26, 5, "")).isEqualTo(Specs.DONE);
        }
        assertThat(told).contains("reboot", "running");
    }

    @Test
    void a_reboot_in_the_middle_of_a_report_leaves_half_a_frame() throws Exception {
        try (RawLlrp client = client()) {
            reads(client);
            client.awaiting(Specs.RO_ACCESS_REPORT);

            // WHEN
            reader.faults().add(new ReaderFault.Reboot(), 1);

            // THEN
            assertThatThrownBy(() -> readOn(client))
                    .isInstanceOf(EOFException.class)
                    .hasMessageContaining("in the middle of a message");
        }
        await().atMost(PATIENCE).until(() -> told.contains("running"));
        try (RawLlrp client = client()) {
            assertThat(client.ask(26, 5, "")).isEqualTo(Specs.DONE);
        }
    }

    private static void readOn(RawLlrp client) throws IOException {
        while (true) {
            client.receive();
        }
    }

    @Test
    void a_broken_connection_leaves_the_reader_as_it_was() throws Exception {
        try (RawLlrp client = client()) {
            reads(client);
            reader.faults().add(new ReaderFault.Broken(), 1);
            assertThatThrownBy(() -> readOn(client)).isInstanceOfAny(EOFException.class, SocketException.class);
        }
        try (RawLlrp client = client()) {
            client.awaiting(Specs.RO_ACCESS_REPORT);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void after_a_malformed_report_the_stream_goes_on(int seed) throws Exception {
        try (RawLlrp client = client()) {
            reader.faults().add(new ReaderFault.Malformed(seed), 1);
            reads(client);

            // THEN the first is spoilt, the next is sound
            Frame spoilt = client.awaiting(Specs.RO_ACCESS_REPORT);
            Frame sound = client.awaiting(Specs.RO_ACCESS_REPORT);
            assertThat(spoilt.whole()).isNotEqualTo(sound.whole());
            assertThat(spoilt.id()).isEqualTo(sound.id());
            assertThat(sound.body()).startsWith("00F0002B8D" + PACK.epc());
        }
    }

    @Test
    void foreign_parameters_stand_before_the_tags() throws Exception {
        try (RawLlrp client = client()) {
            reader.faults().add(new ReaderFault.Foreign(), 1);
            reads(client);
            assertThat(client.awaiting(Specs.RO_ACCESS_REPORT).body())
                    .startsWith("038400060102" + "03FF000DFFFFFF00000000072A" + "00F0002B8D");
        }
    }

    @Test
    void garbage_is_no_frame() throws Exception {
        try (RawLlrp client = client()) {
            reads(client);
            reader.faults().add(new ReaderFault.Garbage(1), 1);
            assertThatThrownBy(() -> readOn(client))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("a frame of");
        }
    }

    @Test
    void requests_are_refused_and_left_unanswered_as_scripted() throws Exception {
        try (RawLlrp client = client()) {
            // GIVEN
            reader.faults().add(List.of("status", "401", "1"));
            assertThat(client.ask(Specs.ADD_ROSPEC, 1, Specs.roSpec(Specs.IMMEDIATELY)))
                    .startsWith("011F")
                    .contains("0191");
            assertThat(client.ask(26, 2, "")).isEqualTo(Specs.DONE);

            // WHEN the next is done, but not answered
            reader.faults().add(List.of("no-answer", "1"));
            client.send(Specs.ADD_ROSPEC, 3, Specs.roSpec(Specs.IMMEDIATELY));

            // THEN
            assertThat(client.ask(26, 4, "")).isNotEqualTo(Specs.DONE);
            assertThat(reader.faults().active()).isEmpty();
        }
    }

    @Test
    void a_silent_reader_keeps_its_connection_and_a_mute_one_its_keep_alives() throws Exception {
        try (RawLlrp client = client()) {
            reads(client);
            client.ask(Specs.SET_READER_CONFIG, 1, Specs.keepAlive(100));

            // WHEN it is mute
            reader.faults().add(new ReaderFault.Mute());
            await().atMost(PATIENCE).until(() -> {
                Frame frame = client.next();
                client.send(72, frame.id(), "");
                return frame.type() == 62;
            });
            for (int i = 0; i < 4; i++) {
                Frame frame = client.next();
                assertThat(frame.type()).isEqualTo(62);
                client.send(72, frame.id(), "");
            }

            // WHEN it is silent and heals again
            reader.faults().add(new ReaderFault.Silent());
            client.send(26, 7, "");
            reader.faults().clear();

            // THEN the connection is the same
            client.awaiting(Specs.RO_ACCESS_REPORT);
            assertThat(reader.connected()).isTrue();
        }
    }

    @Test
    void a_stream_that_is_no_llrp_ends_the_connection() throws Exception {
        try (RawLlrp client = client()) {
            client.sendHex("0415FFFFFFFF00000001");
            assertThatThrownBy(() -> readOn(client)).isInstanceOfAny(EOFException.class, SocketException.class);
        }
        assertThat(told).contains("client-broken");
    }

    @Test
    void an_unplugged_reader_refuses_and_comes_back_at_its_port() throws Exception {
        int port = reader.port();
        try (RawLlrp client = client()) {
            wait(reader.unplug());
            assertThatThrownBy(client::next).isInstanceOfAny(EOFException.class, SocketException.class);
            assertThatThrownBy(() -> new RawLlrp(port).close()).isInstanceOf(ConnectException.class);
        }
        wait(reader.plug());
        assertThat(reader.port()).isEqualTo(port);
        client().close();
    }

    @Test
    void a_port_that_is_taken_fails_the_start() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            ReaderSettings settings = new ReaderSettings("r", "127.0.0.1", taken.getLocalPort(), 4, 100, 1);
            assertThatThrownBy(() -> wait(SimulatedReader.start(vertx, settings, ONE_TAG)))
                    .isInstanceOf(CompletionException.class)
                    .hasMessageContaining("BindException");
        }
    }
}
