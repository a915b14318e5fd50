package org.archivevault.server.location;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CoalescerTest {
    private static final long ANSWER_SECONDS = 20;

    private record Statement(List<String> keys, Promise<Map<String, String>> answer) {
        void answered() {
            Map<String, String> values = new HashMap<>();
            for (String key : keys) {
                if (!key.startsWith("no-")) {
                    values.put(key, "value of " + key);
                }
            }
            answer.complete(values);
        }
    }

    private final Deque<Statement> statements = new ArrayDeque<>();
    private final Coalescer<String> coalescer = coalescer(1);

    private Coalescer<String> coalescer(int mostUnderWay) {
        return new Coalescer<>(mostUnderWay, keys -> {
            Promise<Map<String, String>> answer = Promise.promise();
            statements.add(new Statement(keys, answer));
            return answer.future();
        });
    }

    @Test
    void a_single_look_up_waits_for_nobody() {
        Future<Optional<String>> found = coalescer.find("a");

        assertThat(statements).hasSize(1);
        statements.remove().answered();
        assertThat(found.result()).contains("value of a");
    }

    @Test
    void what_arrives_meanwhile_is_asked_for_by_the_next_statement_and_never_by_the_one_under_way() {
        // GIVEN a statement under way
        coalescer.find("a");
        Statement first = statements.remove();

        // WHEN others arrive, one of them for the same key
        Future<Optional<String>> again = coalescer.find("a");
        Future<Optional<String>> other = coalescer.find("b");
        first.answered();

        // THEN the answer under way is not theirs: it may be older than their question
        assertThat(again.isComplete()).isFalse();
        Statement second = statements.remove();
        assertThat(second.keys()).containsExactlyInAnyOrder("a", "b");
        second.answered();
        assertThat(again.result()).contains("value of a");
        assertThat(other.result()).contains("value of b");
    }

    @Test
    void a_failed_statement_fails_its_own_look_ups_and_no_others() {
        Future<Optional<String>> first = coalescer.find("a");
        Statement failing = statements.remove();
        Future<Optional<String>> second = coalescer.find("b");

        failing.answer().fail(new IllegalStateException("gone"));
        statements.remove().answered();

        assertThat(first.cause()).hasMessage("gone");
        assertThat(second.result()).contains("value of b");
    }

    @Test
    void a_statement_that_cannot_even_be_made_fails_its_look_ups_and_the_next_works() {
        boolean[] broken = {true};
        Coalescer<String> sometimes = new Coalescer<>(1, keys -> {
            if (broken[0]) {
                throw new IllegalStateException("no client");
            }
            return Future.succeededFuture(Map.of("a", "x"));
        });

        assertThat(sometimes.find("a").cause()).hasMessage("no client");
        broken[0] = false;
        assertThat(sometimes.find("a").result()).contains("x");
    }

    @Test
    void no_statement_asks_for_more_than_the_largest_batch() {
        coalescer.find("first");
        for (int i = 0; i < Coalescer.LARGEST_BATCH + 10; i++) {
            coalescer.find("k" + i);
        }
        statements.remove().answered();

        Statement second = statements.remove();
        assertThat(second.keys()).hasSize(Coalescer.LARGEST_BATCH);
        second.answered();
        assertThat(statements.remove().keys()).hasSize(10);
    }

    @Test
    void what_one_turn_of_an_event_loop_brings_goes_into_one_statement() throws Exception {
        Deque<Statement> sent = afterOneTurn(3, 3);

        assertThat(sent).hasSize(1);
        assertThat(sent.remove().keys()).containsExactlyInAnyOrder("k0", "k1", "k2");
    }

    @Test
    void many_keys_are_shared_among_the_statements_that_may_go_each_asked_for_once() throws Exception {
        int keys = 4 * Coalescer.WORTH_A_STATEMENT;

        Deque<Statement> sent = afterOneTurn(2, keys);

        assertThat(sent).extracting(statement -> statement.keys().size()).containsExactly(keys / 2, keys / 2);
        assertThat(sent.stream().flatMap(statement -> statement.keys().stream()))
                .hasSize(keys)
                .doesNotHaveDuplicates();
    }

    @Test
    void no_more_statements_are_under_way_than_may_be() {
        Coalescer<String> two = coalescer(2);
        two.find("a");
        two.find("b");
        two.find("c");
        assertThat(statements).hasSize(2);

        statements.remove().answered();

        assertThat(statements).hasSize(2);
        assertThat(statements.getLast().keys()).containsExactly("c");
    }

    /** What is sent after as many look-ups in one turn of an event loop; within the turn nothing is. */
    private Deque<Statement> afterOneTurn(int mostUnderWay, int lookUps) throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            CompletableFuture<Integer> within = new CompletableFuture<>();
            CompletableFuture<Deque<Statement>> after = new CompletableFuture<>();
            Coalescer<String> some = coalescer(mostUnderWay);
            vertx.runOnContext(turn -> {
                for (int i = 0; i < lookUps; i++) {
                    some.find("k" + i);
                }
                within.complete(statements.size());
                vertx.runOnContext(next -> after.complete(new ArrayDeque<>(statements)));
            });
            assertThat(within.get(ANSWER_SECONDS, TimeUnit.SECONDS)).isZero();
            return after.get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(ANSWER_SECONDS, TimeUnit.SECONDS);
        }
    }

    @Test
    void answers_are_never_mixed_whatever_the_order_of_arrival() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        Map<Integer, Future<Optional<String>>> asked = new HashMap<>();
        List<String> keys = new ArrayList<>();
        for (int step = 0; step < 20_000; step++) {
            if (random.nextInt(4) > 0) {
                String key = (random.nextInt(10) == 0 ? "no-" : "k") + random.nextInt(300);
                asked.put(keys.size(), coalescer.find(key));
                keys.add(key);
            } else if (!statements.isEmpty()) {
                statements.remove().answered();
            }
        }
        while (!statements.isEmpty()) {
            statements.remove().answered();
        }

        asked.forEach((index, found) -> {
            String key = keys.get(index);
            Optional<String> due = key.startsWith("no-") ? Optional.empty() : Optional.of("value of " + key);
            assertThat(found.result()).as("seed %d, look-up %d", seed, index).isEqualTo(due);
        });
    }
}
