package org.archivevault.server.location;

import static org.archivevault.server.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.archivevault.protocol.Bilingual;
import org.archivevault.protocol.address.ShelfAddress;
import org.archivevault.protocol.command.RefusalCode;
import org.archivevault.protocol.event.Obstacle;
import org.archivevault.protocol.pack.BusinessOrderNo;
import org.archivevault.protocol.pack.PackNo;
import org.archivevault.server.catalogue.Placements;
import org.archivevault.server.http.Problem;
import org.archivevault.server.identity.Principal;
import org.archivevault.server.identity.Role;
import org.archivevault.server.putaway.SlotRegister;
import org.archivevault.server.search.NearestOrders;
import org.archivevault.server.testing.TestDatabase;
import org.archivevault.server.testing.TestSite;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LocationTest {
    private static final Principal LI = new Principal("li", "李", Set.of(Role.ARCHIVIST));
    private static final int ORDERS = 400;

    private TestDatabase db;
    private LocationResolver resolver;
    private Placements placements;

    @BeforeAll
    void fill() {
        db = new TestDatabase();
        placements = new Placements(Clock.systemUTC());
        resolver = new LocationResolver(db.database(), new NearestOrders(db.database()));
        await(new SlotRegister(db.database(), Clock.systemUTC()).synchronise(TestSite.small(99, "a")));
        db.addPacks(ORDERS);
        db.rows("INSERT INTO customer_name (id, name) VALUES (1, '普贵英')");
        db.rows(
                "INSERT INTO business_order (id, order_no, customer_no, name_id)"
                        + " SELECT g, 'WO' || g, 'C', 1 FROM generate_series(1, $1::int) g",
                ORDERS);
        db.rows("INSERT INTO order_pack SELECT o.id, p.id FROM business_order o"
                + " JOIN pack p ON p.pack_no = 'P' || substr(o.order_no, 3)");
        db.rows("UPDATE pack SET epc = 'E28' || lpad(id::text, 5, '0'), seal_no = 'F1' WHERE pack_no = 'P1'");
        put("P1", "ES-V1-B1-02A-01-1-07");
        put("P2", "ES-V1-B1-01B-01-1-01");
        put("P3", "ES-V1-B1-01B-01-1-02");
        await(db.database().inTransaction(tx -> placements.takeOut(tx, new PackNo("P2"), "wang", "retrieval:1")));
        await(db.database().inTransaction(tx -> placements.miss(tx, new PackNo("P3"), "wang", "inventory")));
        db.rows("INSERT INTO order_pack SELECT o.id, p.id FROM business_order o, pack p"
                + " WHERE o.order_no = 'WO1' AND p.pack_no = 'P2'");
    }

    @AfterAll
    void close() {
        db.close();
    }

    private void put(String packNo, String code) {
        await(db.database()
                .inTransaction(
                        tx -> placements.put(tx, new PackNo(packNo), ShelfAddress.parse(code), "li", "put-away")));
    }

    @Test
    void each_pack_of_an_order_is_told_with_its_place_or_why_it_has_none() {
        OrderLocation location = await(resolver.resolve(new BusinessOrderNo("WO1")));

        assertThat(location.packs()).extracting(pack -> pack.packNo().value()).containsExactly("P1", "P2");
        assertThat(location.packs().get(0).address()).isEqualTo(ShelfAddress.parse("ES-V1-B1-02A-01-1-07"));
        assertThat(location.packs().get(1).state().code()).isEqualTo("out");
        assertThat(location.packs().get(1).by()).isEqualTo("wang");
    }

    @Test
    void the_answer_has_the_address_in_parts_and_as_code_the_aisle_and_what_blocks_it() {
        JsonObject json = json(
                "WO1",
                block -> List.of(new Obstacle(RefusalCode.EDGE_OFFLINE, "edge-\"v1\"\n")),
                (caller, pack) -> Optional.empty());

        JsonArray packs = json.getJsonArray("packs");
        JsonObject onShelf = packs.getJsonObject(0);
        assertThat(json.getString("orderNo")).isEqualTo("WO1");
        assertThat(onShelf.getString("positionCode")).isEqualTo("ES-V1-B1-02A-01-1-07");
        assertThat(onShelf.getJsonObject("address"))
                .isEqualTo(new JsonObject("{\"site\":\"ES\",\"vault\":\"V1\",\"block\":\"B1\",\"carriage\":2,"
                        + "\"face\":\"A\",\"bay\":1,\"level\":1,\"slot\":7}"));
        assertThat(onShelf.getString("aisle")).isEqualTo("ES-V1-B1/1");
        assertThat(onShelf.getInteger("aisleNumber")).isEqualTo(1);
        assertThat(onShelf.getBoolean("mayOpen")).isTrue();
        JsonObject obstacle = onShelf.getJsonArray("obstacles").getJsonObject(0);
        assertThat(obstacle.getString("code")).isNotBlank();
        assertThat(obstacle.getString("detail")).isEqualTo("edge-\"v1\"\n");
        assertThat(obstacle.getString("zh")).isNotBlank();
        JsonObject out = packs.getJsonObject(1);
        assertThat(out.getString("state")).isEqualTo("out");
        assertThat(out.getString("by")).isEqualTo("wang");
        assertThat(out.containsKey("positionCode")).isFalse();
        assertThat(out.getBoolean("mayOpen")).isFalse();
        assertThat(out.getJsonObject("whyNot").getString("zh")).contains("已调出");
    }

    @Test
    void whether_the_caller_may_open_is_said_with_the_reason() {
        JsonObject pack = json(
                        "WO1",
                        block -> List.of(),
                        (caller, asked) -> Optional.of(new Bilingual("需要两人", "two people " + caller.userName())))
                .getJsonArray("packs")
                .getJsonObject(0);

        assertThat(pack.getBoolean("mayOpen")).isFalse();
        assertThat(pack.getJsonObject("whyNot").getString("en")).isEqualTo("two people li");
        assertThat(pack.getJsonArray("obstacles")).isEmpty();
    }

    @Test
    void missing_and_unplaced_packs_each_have_their_own_answer() {
        assertThat(state("WO3")).isEqualTo("missing");
        assertThat(state("WO4")).isEqualTo("unknown");
    }

    @Test
    void an_unknown_order_is_refused_with_the_nearest_numbers() {
        assertThatThrownBy(() -> await(resolver.resolve(new BusinessOrderNo("WO4001"))))
                .isInstanceOfSatisfying(Problem.class, problem -> {
                    assertThat(problem.code().code()).isEqualTo("order-not-found");
                    assertThat(String.valueOf(problem.extras().get("nearest"))).contains("WO400");
                });
    }

    @Test
    void inside_a_transaction_the_answer_is_that_of_the_transaction() {
        String seen = await(db.database()
                .inTransaction(tx -> placements
                        .put(tx, new PackNo("P9"), ShelfAddress.parse("ES-V1-B2-01B-01-1-09"), "li", "put-away")
                        .compose(put -> resolver.resolve(tx, new BusinessOrderNo("WO9")))
                        .map(location -> String.valueOf(location.packs().get(0).address()))));

        assertThat(seen).isEqualTo("ES-V1-B2-01B-01-1-09");
    }

    @Test
    void a_look_up_that_begins_after_a_change_was_committed_sees_it() {
        // GIVEN look-ups under way for the same order all the time
        List<Future<OrderLocation>> others = new ArrayList<>();
        for (int round = 1; round <= 30; round++) {
            for (int i = 0; i < 20; i++) {
                others.add(resolver.resolve(new BusinessOrderNo("WO10")));
            }
            String code = "ES-V1-B2-02A-01-1-%02d".formatted(round);
            put("P10", code);

            // THEN
            OrderLocation now = await(resolver.resolve(new BusinessOrderNo("WO10")));
            assertThat(String.valueOf(now.packs().get(0).address())).isEqualTo(code);
        }
        await(Future.join(others));
    }

    @Test
    void a_thousand_look_ups_at_once_each_get_their_own_answer() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 5; round++) {
            List<Integer> asked = new ArrayList<>();
            List<Future<OrderLocation>> answers = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                int order = 11 + random.nextInt(ORDERS - 10);
                asked.add(order);
                answers.add(resolver.resolve(new BusinessOrderNo("WO" + order)));
            }
            await(Future.join(answers));
            for (int i = 0; i < asked.size(); i++) {
                OrderLocation location = answers.get(i).result();
                assertThat(location.orderNo().value()).as("seed %d", seed).isEqualTo("WO" + asked.get(i));
                assertThat(location.packs())
                        .singleElement()
                        .satisfies(pack -> assertThat(pack.packNo().value().substring(1))
                                .isEqualTo(location.orderNo().value().substring(2)));
            }
        }
    }

    @Test
    void position_codes_are_read_by_place_as_by_pattern() {
        PositionCodes codes = new PositionCodes();
        for (String code : List.of("ES-V1-B1-01B-01-1-01", "ESHAN001-V999-B12A-64A-99-9-99", "A-1-2-10A-10-5-30")) {
            assertThat(codes.parse(code)).isEqualTo(ShelfAddress.parse(code));
        }
    }

    private String state(String orderNo) {
        return json(orderNo, block -> List.of(), (caller, pack) -> Optional.empty())
                .getJsonArray("packs")
                .getJsonObject(0)
                .getString("state");
    }

    private JsonObject json(String orderNo, BlockObstacles obstacles, OpeningPermission permission) {
        OrderLocation location = await(resolver.resolve(new BusinessOrderNo(orderNo)));
        return new LocationJson(TestSite.small(99, "a"), obstacles, permission)
                .write(location, LI)
                .toJsonObject();
    }
}
