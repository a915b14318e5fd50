package org.archivevault.server.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.archivevault.server.identity.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PasswordsTest {
    @ParameterizedTest
    @CsvSource({
        "Correct-Horse-7, true",
        "档案室的门是Green绿的, true",
        "short-A1, false",
        "alllowercaseletters, false",
        "lowercase-and-dash, false",
        "Li.Wei-2026-pass, false",
        "Old-Password-1, false"
    })
    void aNewPasswordIsLongMixedNewAndWithoutTheName(String password, boolean fit) {
        assertThat(Passwords.unfit(password, "li.wei", "Old-Password-1").isEmpty())
                .isEqualTo(fit);
    }

    @Test
    void aPasswordLongerThanBcryptLooksAtIsRefusedInsteadOfCutShort() {
        assertThat(Passwords.unfit("Aa1-" + "x".repeat(69), "li.wei", "")).isPresent();
        assertThat(Passwords.unfit("Aa1-" + "x".repeat(68), "li.wei", "")).isEmpty();
    }

    @Test
    void aHashMatchesItsPasswordOnlyAndNobodyMatchesNothing() {
        Vertx vertx = Vertx.vertx();
        Passwords passwords = new Passwords(vertx, new SecureRandom());
        try {
            String hash = await(passwords.hash("Correct-Horse-7"));
            assertThat(hash).doesNotContain("Correct");
            assertThat(await(passwords.matches("Correct-Horse-7", hash))).isTrue();
            assertThat(await(passwords.matches("Correct-Horse-8", hash))).isFalse();
            assertThat(await(passwords.matches("x".repeat(200), hash))).isFalse();
            assertThat(await(passwords.matches("Correct-Horse-7", null))).isFalse();
        } finally {
            await(passwords.close());
            await(vertx.close());
        }
    }

    @Test
    void oneTimePasswordsAreAllDifferentAndNeverLookAlikeOnPaper() {
        Vertx vertx = Vertx.vertx();
        Passwords passwords = new Passwords(vertx, new SecureRandom());
        try {
            Set<String> made = new HashSet<>();
            for (int i = 0; i < 1_000; i++) {
                made.add(passwords.oneTime());
            }
            assertThat(made).hasSize(1_000).allMatch(password -> password.matches("[a-zA-Z2-9&&[^lIO]]{16}"));
        } finally {
            await(passwords.close());
            await(vertx.close());
        }
    }

    @Test
    void theWaitGrowsUntilItIsAnHourAndTenThousandGuessesTakeMoreThanAYear() {
        assertThat(ThrottleRule.waitAfter(4)).isZero();
        assertThat(ThrottleRule.waitAfter(5)).isEqualTo(Duration.ofSeconds(30));
        assertThat(ThrottleRule.waitAfter(6)).isEqualTo(Duration.ofSeconds(60));
        assertThat(ThrottleRule.waitAfter(Integer.MAX_VALUE)).isEqualTo(Duration.ofHours(1));
        Duration all = Duration.ZERO;
        for (int i = 1; i <= 10_000; i++) {
            all = all.plus(ThrottleRule.waitAfter(i));
        }
        assertThat(all).isGreaterThan(Duration.ofDays(365));
    }

    @Test
    void everyPairOfTheThreeAdministratorsIsKeptApart() {
        assertThat(Role.mayShareAnAccount(Set.of(Role.ARCHIVIST, Role.APPROVER, Role.FACILITIES, Role.AUDITOR)))
                .isTrue();
        for (Role one : Set.of(Role.AUDITOR, Role.SECURITY, Role.ADMINISTRATOR)) {
            for (Role other : Set.of(Role.AUDITOR, Role.SECURITY, Role.ADMINISTRATOR)) {
                assertThat(Role.mayShareAnAccount(new HashSet<>(java.util.List.of(one, other))))
                        .isEqualTo(one == other);
            }
        }
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }
}
