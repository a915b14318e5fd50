package org.archivevault.server.alarm.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.archivevault.server.alarm.Priority;
import org.junit.jupiter.api.Test;

class NoticeRulesTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final YAMLMapper YAML = new YAMLMapper();

    @Test
    void whatCouldNotBeSentIsTriedAgainEverLaterAndGivenUpAfterADay() {
        assertThat(NoticeRules.nextTry(1, NOON, NOON)).contains(NOON.plusSeconds(5));
        assertThat(NoticeRules.nextTry(2, NOON, NOON)).contains(NOON.plusSeconds(10));
        assertThat(NoticeRules.nextTry(5, NOON, NOON)).contains(NOON.plusSeconds(80));
        assertThat(NoticeRules.nextTry(40, NOON, NOON)).contains(NOON.plus(Duration.ofMinutes(15)));
        assertThat(NoticeRules.nextTry(90, NOON, NOON.plus(Duration.ofHours(24))))
                .isEmpty();
        // every try in turn: it ends, and no pause is shorter than the one before
        Instant at = NOON;
        int tries = 0;
        Duration last = Duration.ZERO;
        Optional<Instant> next = Optional.of(at);
        while (next.isPresent()) {
            Duration pause = Duration.between(at, next.get());
            assertThat(pause).isGreaterThanOrEqualTo(last);
            last = pause;
            at = next.get();
            tries++;
            next = NoticeRules.nextTry(tries, NOON, at);
        }
        assertThat(tries).isBetween(95, 110);
        assertThat(Duration.between(NOON, at)).isLessThanOrEqualTo(Duration.ofHours(24));
    }

    @Test
    void settingsAreReadWithTheirDefaults() throws JsonProcessingException {
        NoticeSettings settings = YAML.readValue("""
                mail: {host: mail.local, from: vault@local}
                recipients:
                  - {name: duty, mail: duty@local}
                  - {name: chief, mail: chief@local, level: 1, least: high}
                  - {name: nms, webhook: 'https://nms.local/alarms', families: [climate, sensor]}
                escalationMinutes: {high: [0.5, 2]}
                """, NoticeSettings.class);
        assertThat(settings.mail().orElseThrow().port()).isEqualTo(587);
        assertThat(NoticeRules.escalatesAfter(settings, Priority.HIGH, 0)).contains(Duration.ofSeconds(30));
        assertThat(NoticeRules.escalatesAfter(settings, Priority.CRITICAL, 1)).contains(Duration.ofMinutes(5));
        assertThat(NoticeRules.escalatesAfter(settings, Priority.CRITICAL, 2)).isEmpty();
        assertThat(NoticeRules.escalatesAfter(settings, Priority.LOW, 0)).isEmpty();
        assertThat(NoticeRules.escalatesAfter(NoticeSettings.NONE, Priority.CRITICAL, 0))
                .isEmpty();
    }

    @Test
    void mistakesInTheSettingsAreNamed() {
        for (String wrong : List.of(
                "recipients: [{name: a, mail: a@b}]",
                "recipients: [{name: a}]",
                "recipients: [{name: a, webhook: 'ftp://x'}]",
                "recipients: [{name: a, webhook: 'http://x'}, {name: a, webhook: 'http://y'}]",
                "mail: {host: x, from: y, user: z}",
                "escalationMinutes: {high: [0]}")) {
            assertThatThrownBy(() -> YAML.readValue(wrong, NoticeSettings.class))
                    .as(wrong)
                    .isInstanceOf(ValueInstantiationException.class)
                    .hasMessageContaining("alarms.notices");
        }
    }
}
