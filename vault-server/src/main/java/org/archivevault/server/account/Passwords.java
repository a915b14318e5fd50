package org.archivevault.server.account;

import at.favre.lib.crypto.bcrypt.BCrypt;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.archivevault.protocol.Bilingual;
import org.archivevault.server.http.ErrorCode;
import org.archivevault.server.http.Problem;
import org.jspecify.annotations.Nullable;

/** Makes and checks password hashes, on worker threads of their own: each takes some 60 ms of a core. */
final class Passwords {
    /** Work factor of bcrypt. */
    private static final int COST = 10;

    /** More bytes than that bcrypt does not look at. */
    private static final int LONGEST_BYTES = 72;

    private static final int SHORTEST = 10;
    private static final int NEEDED_KINDS = 3;
    private static final int ONE_TIME_LENGTH = 16;

    /** Checks that may wait; more are refused, so that floods of sign-ins cost no memory. */
    private static final int LONGEST_QUEUE = 64;

    // Without what looks alike on paper: 0 O 1 l I.
    private static final String ONE_TIME_LETTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    private final WorkerExecutor workers;
    private final SecureRandom random;
    private final AtomicInteger queued = new AtomicInteger();

    /** A hash that no password has; checked when there is no such user, so that both take equally long. */
    private final Future<String> nobody;

    Passwords(Vertx vertx, SecureRandom random) {
        this.workers = vertx.createSharedWorkerExecutor("passwords", 1);
        this.random = random;
        this.nobody = hash(oneTime());
    }

    /** Whether the password belongs to the hash; null stands for the hash of nobody. */
    Future<Boolean> matches(String password, @Nullable String hash) {
        return hash == null ? nobody.compose(decoy -> compare(password, decoy)).map(false) : compare(password, hash);
    }

    private Future<Boolean> compare(String password, String hash) {
        byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
        boolean tooLong = bytes.length > LONGEST_BYTES;
        byte[] looked = tooLong ? new byte[] {'x'} : bytes;
        return work(() -> BCrypt.verifyer().verify(looked, hash.getBytes(StandardCharsets.UTF_8)).verified && !tooLong);
    }

    Future<String> hash(String password) {
        byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
        return work(() -> new String(BCrypt.with(random).hash(COST, bytes), StandardCharsets.UTF_8));
    }

    private <T> Future<T> work(java.util.concurrent.Callable<T> job) {
        if (queued.incrementAndGet() > LONGEST_QUEUE) {
            queued.decrementAndGet();
            return Future.failedFuture(Problem.of(ErrorCode.BUSY));
        }
        return workers.executeBlocking(job, false).onComplete(done -> queued.decrementAndGet());
    }

    String oneTime() {
        StringBuilder made = new StringBuilder(ONE_TIME_LENGTH);
        for (int i = 0; i < ONE_TIME_LENGTH; i++) {
            made.append(ONE_TIME_LETTERS.charAt(random.nextInt(ONE_TIME_LETTERS.length())));
        }
        return made.toString();
    }

    /** What is wrong with a new password; empty when nothing is. */
    static Optional<Bilingual> unfit(String password, String userName, String oldPassword) {
        if (password.codePointCount(0, password.length()) < SHORTEST) {
            return Optional.of(new Bilingual("至少 {} 个字符", "at least {} characters").with(SHORTEST));
        }
        if (password.getBytes(StandardCharsets.UTF_8).length > LONGEST_BYTES) {
            return Optional.of(new Bilingual("最多 {} 字节", "at most {} bytes").with(LONGEST_BYTES));
        }
        if (kinds(password) < NEEDED_KINDS) {
            return Optional.of(new Bilingual(
                    "须含大写、小写、数字、其他字符中的三种", "three of capital letters, small letters, digits, other characters"));
        }
        if (password.toLowerCase(Locale.ROOT).contains(userName)) {
            return Optional.of(new Bilingual("不得包含用户名", "not with the user name in it"));
        }
        if (password.equals(oldPassword)) {
            return Optional.of(new Bilingual("须与旧密码不同", "other than the old one"));
        }
        return Optional.empty();
    }

    private static long kinds(String password) {
        return password.codePoints()
                .map(point -> Character.isDigit(point)
                        ? 0
                        : Character.isUpperCase(point) ? 1 : Character.isLowerCase(point) ? 2 : 3)
                .distinct()
                .count();
    }

    Future<Void> close() {
        return nobody.transform(made -> workers.close());
    }
}
