package org.archivevault.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.firmware.plan.SitePlanLoader;
import org.archivevault.firmware.reader.ReaderPlan;
import org.archivevault.protocol.pack.Epc;
import org.archivevault.protocol.tag.Tid;
import org.archivevault.simulator.tags.Air;
import org.archivevault.simulator.tags.SimulatedTag;
import org.archivevault.simulator.tags.Spot;
import org.archivevault.simulator.truth.TruthEvent;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tags are where people put them, and each reader of a site hears those at its own places. */
class TagsOnTheWireTest {
    private static final Epc PACK = new Epc("2C0000000000000000000001");
    private static final Epc OTHER = new Epc("2C0000000000000000000002");
    private static final String READERS = """
                readers:
                  - name: door
                    profile: portal-1
                    connection: {host: 10.0.0.7, port: 5084}
                    readPoints:
                      - {name: door-in, kind: gate-inner, gate: main, antennas: [1]}
                      - {name: door-out, kind: gate-outer, gate: main, antennas: [2]}
                  - name: table
                    profile: desk-1
                    connection: {host: 10.0.0.8, port: 5084}
                    readPoints:
                      - {name: table, kind: desk, antennas: [1]}
                  - name: shelves
                    profile: shelf-1
                    connection: {host: 10.0.0.9, port: 5084}
                    readPoints:
                      - {name: b1-02a, kind: shelf, face: ES-V1-B1-02A, antennas: [1, 2]}
                      - {name: b1-02b, kind: shelf, face: ES-V1-B1-02B, antennas: [3]}
            """.indent(0);

    private static SitePlan plan() throws Exception {
        String demo = new String(
                SitePlanLoader.class.getResourceAsStream("/sites/demo.yaml").readAllBytes(), StandardCharsets.UTF_8);
        int at = demo.indexOf("    readers:\n");
        String text = (at < 0 ? demo : demo.substring(0, at)) + READERS;
        return SitePlanLoader.read("site.yaml", text.getBytes(StandardCharsets.UTF_8), null)
                .orThrow();
    }

    private static void with(Consumer<Sites> test) throws Exception {
        try (Sites sites = new Sites(plan(), SimulatorOptions.forTests())) {
            test.accept(sites);
        }
    }

    private static String run(Sites sites, String line) {
        return Sites.await(new ControlCommands(sites.site).run(line));
    }

    private static List<String> heard(Sites sites, String reader, int antenna) {
        ReaderPlan plan = sites.site.plan().vaults().get(0).readers().stream()
                .filter(one -> one.name().equals(reader))
                .findFirst()
                .orElseThrow();
        return sites.site.tags().airOf(plan).heardBy(antenna).stream()
                .map(Air.Heard::tag)
                .map(tag -> tag.epc().value())
                .toList();
    }

    @Test
    void the_readers_of_a_plan_listen_and_the_plan_says_where() throws Exception {
        with(sites -> {
            List<ReaderPlan> readers = sites.site.plan().vaults().get(0).readers();

            assertThat(readers).extracting(ReaderPlan::host).containsOnly("127.0.0.1");
            assertThat(readers)
                    .extracting(ReaderPlan::port)
                    .doesNotHaveDuplicates()
                    .containsExactlyElementsOf(sites.site.readers().stream()
                            .map(reader -> reader.port())
                            .toList());
        });
    }

    @Test
    void an_antenna_hears_what_is_at_its_place_and_nothing_else() throws Exception {
        with(sites -> {
            // GIVEN a tag in bay 1 and one in bay 2 of the face of antennas 1 and 2
            assertThat(run(sites, "tag " + PACK + " at ES-V1-B1-02A-01-1-03")).isEqualTo("ok");
            assertThat(run(sites, "tag " + OTHER + " at ES-V1-B1-02A-02-1-03")).isEqualTo("ok");

            // THEN
            assertThat(heard(sites, "shelves", 1)).containsExactly(PACK.value());
            assertThat(heard(sites, "shelves", 2)).containsExactly(OTHER.value());
            assertThat(heard(sites, "shelves", 3)).isEmpty();
            assertThat(heard(sites, "shelves", 4)).isEmpty();

            // WHEN one is taken to the desk
            run(sites, "tag " + PACK + " at desk");

            // THEN
            assertThat(heard(sites, "shelves", 1)).isEmpty();
            assertThat(heard(sites, "table", 1)).containsExactly(PACK.value());
            assertThat(sites.site.tags().spotOf(PACK)).contains(Spot.Place.DESK);

            // WHEN it is taken out of the world
            run(sites, "tag " + PACK + " remove");
            assertThat(heard(sites, "table", 1)).isEmpty();
            assertThat(sites.site.tags().spotOf(PACK)).isEqualTo(Optional.empty());
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"out", "in"})
    void a_tag_that_is_carried_through_the_gate_is_heard_on_both_sides_in_order(String way) throws Exception {
        with(sites -> {
            // GIVEN
            run(sites, "tag " + PACK + " at desk");
            long before = sites.told(TruthEvent.TagSpot.class).size();

            // WHEN
            assertThat(run(sites, "tag " + PACK + " carry " + way)).isEqualTo("ok");
            String end = way.equals("out") ? "outside" : "inside";
            Awaitility.await().until(() -> run(sites, "tags " + end).contains(PACK.value()));

            // THEN within about a second it passed one side, the doorway, the other side
            List<TruthEvent.TagSpot> walk =
                    sites.told(TruthEvent.TagSpot.class).stream().skip(before).toList();
            List<String> spots = walk.stream().map(TruthEvent.TagSpot::spot).toList();
            assertThat(spots)
                    .isEqualTo(
                            way.equals("out")
                                    ? List.of("gate-inner", "doorway", "gate-outer", "outside")
                                    : List.of("gate-outer", "doorway", "gate-inner", "inside"));
            assertThat(walk.get(3).t() - walk.get(0).t()).isGreaterThanOrEqualTo(900);
        });
    }

    @Test
    void the_doorway_is_heard_from_both_sides_and_more_weakly() throws Exception {
        with(sites -> {
            ReaderPlan door = sites.site.plan().vaults().get(0).readers().get(0);
            Air air = sites.site.tags().airOf(door);
            sites.site.tags().place(PACK, Spot.Place.GATE_INNER);
            int near = air.heardBy(1).get(0).rssiDbm();
            assertThat(air.heardBy(2)).isEmpty();

            sites.site.tags().place(PACK, Spot.Place.DOORWAY);

            assertThat(air.heardBy(1))
                    .singleElement()
                    .satisfies(h -> assertThat(h.rssiDbm()).isLessThan(near - 6));
            assertThat(air.heardBy(2)).hasSize(1);
            assertThat(air.heardBy(2))
                    .as("the same object while nothing changes")
                    .isSameAs(air.heardBy(2));
        });
    }

    @Test
    void a_clone_is_another_tag_with_the_same_epc() throws Exception {
        with(sites -> {
            // GIVEN
            String tid = "E2801160AAAAAAAAAAAAAAAA";
            run(sites, "tag " + PACK + " at desk");
            assertThat(run(sites, "tag " + PACK + " at ES-V1-B1-02A-01-1-03 " + tid))
                    .isEqualTo("ok");

            // THEN both are there, and a plain move moves the first
            assertThat(run(sites, "tags")).hasLineCount(3);
            assertThat(sites.site.tags().tags())
                    .extracting(placed -> placed.tag())
                    .contains(new SimulatedTag(PACK, new Tid(tid)));
            run(sites, "tag " + PACK + " at outside");
            assertThat(heard(sites, "shelves", 1)).containsExactly(PACK.value());
        });
    }

    @Test
    void a_readers_faults_plug_and_power_are_commands_too() throws Exception {
        with(sites -> {
            assertThat(run(sites, "fault door ghost 5")).isEqualTo("ok");
            assertThat(run(sites, "fault door reboot 2")).isEqualTo("ok");
            assertThat(run(sites, "faults door")).isEqualTo("ghost[percent=5]\nreboot 2\nok");
            assertThat(run(sites, "heal door")).isEqualTo("ok");
            assertThat(run(sites, "faults door")).isEqualTo("ok");
            int port = sites.site.port("door");
            assertThat(run(sites, "unplug door")).isEqualTo("ok");
            assertThat(run(sites, "plug door")).isEqualTo("ok");
            assertThat(run(sites, "reboot door")).isEqualTo("ok");
            assertThat(sites.site.port("door")).isEqualTo(port);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tag",
                "tag XYZ at desk",
                "tag 2C00 at",
                "tag 2C00 at moon",
                "tag 2C00 at ES-V1-B1-02A-99-1-03",
                "tag 2C000 at desk",
                "tag 2C00 carry out",
                "tag 2C00 dance",
                "fault door dance",
                "reboot block-1-controller"
            })
    void what_is_not_understood_says_so_and_changes_nothing(String line) throws Exception {
        with(sites -> {
            assertThat(run(sites, line)).startsWith("error: ");
            assertThat(sites.site.tags().tags()).isEmpty();
        });
    }
}
