package org.archivevault.link.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class TopicFiltersTest {
    @Test
    void matchesAsTheSpecificationSays() {
        TopicFilters filters = new TopicFilters(List.of("a/b", "c/+/d", "e/#", "+/f", "/g"));
        for (String topic : List.of("a/b", "c/x/d", "c//d", "e", "e/x", "e/x/y", "x/f", "/f", "/g")) {
            assertThat(filters.matches(topic)).as(topic).isTrue();
        }
        for (String topic : List.of("a", "a/b/c", "c/d", "c/x/d/e", "x/f/y", "$SYS/f", "g", "")) {
            assertThat(filters.matches(topic)).as(topic).isFalse();
        }
        assertThat(new TopicFilters(List.of("#")).matches("$SYS/x")).isFalse();
        assertThat(new TopicFilters(List.of("$SYS/#")).matches("$SYS/x")).isTrue();
        assertThat(new TopicFilters(List.of()).matches("a")).isFalse();
    }

    @Provide
    Arbitrary<String> filters() {
        return Arbitraries.of("a", "b", "", "+", "$x")
                .list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .flatMap(parts -> Arbitraries.of("", "/#").map(end -> String.join("/", parts) + end));
    }

    @Provide
    Arbitrary<String> topics() {
        return Arbitraries.of("a", "b", "", "c", "$x")
                .list()
                .ofMinSize(1)
                .ofMaxSize(4)
                .map(parts -> String.join("/", parts));
    }

    @Property
    void saysTheSameAsEachFilterByItself(
            @ForAll @net.jqwik.api.constraints.Size(max = 5) List<@net.jqwik.api.From("filters") String> filters,
            @ForAll("topics") String topic) {
        boolean one = filters.stream().anyMatch(f -> new TopicFilter(f).matches(topic));
        assertThat(new TopicFilters(filters).matches(topic)).isEqualTo(one);
    }
}
