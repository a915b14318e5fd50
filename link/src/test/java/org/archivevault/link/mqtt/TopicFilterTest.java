package org.archivevault.link.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicFilterTest {
    @ParameterizedTest
    @CsvSource({
        "vault/+/status, vault/e1/status, true",
        "vault/+/status, vault/e1/status/x, false",
        "vault/+/status, vault/e1, false",
        "vault/+/events/+, vault/e1/events/access, true",
        "$share/vault-servers/vault/+/events/+, vault/e1/events/access, true",
        "$share/vault-servers/vault/+/events/+, vault/e1/view/access, false",
        "vault/#, vault/e1/status, true",
        "#, $SYS/broker, false",
        "+/x, $SYS/x, false",
        "vault/e1/command, vault/e1/command, true",
        "vault/e1/command, vault/e2/command, false",
    })
    void meansWhatMqttSaysItMeans(String filter, String topic, boolean matches) {
        assertThat(new TopicFilter(filter).matches(topic)).isEqualTo(matches);
    }

    @Test
    void refusesASharedFilterWithoutATopic() {
        assertThatThrownBy(() -> new TopicFilter("$share/group")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void waitsLongerAfterEachFailureAndNeverMoreThanTheLongest() {
        RandomGenerator random = RandomGenerator.of("SplittableRandom");
        for (int failures = 0; failures < 100; failures++) {
            long full = Math.min(BackOff.LONGEST_MILLIS, BackOff.FIRST_MILLIS << Math.min(failures, 10));
            assertThat(BackOff.millis(failures, random)).isBetween(full / 2, full);
        }
    }
}
