package org.archivevault.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.archivevault.postgres.EmbeddedPostgres;

/** What a user can build in one line of shell: {@code mosquitto_sub | psql -c "COPY … FROM STDIN"}. */
final class PlainPipe {
    /** Below this its messages are; the edge agent does not listen there. */
    static final String TOPIC = "plain";

    static final Path SUBSCRIBER = Path.of("/usr/bin/mosquitto_sub");
    /** It gives up so long after the last message is due. */
    private static final int GRACE_SECONDS = 10;
    /** Until it has subscribed. */
    private static final Duration SETTLE = Duration.ofSeconds(1);

    private final Child child;

    private PlainPipe(Child child) {
        this.child = child;
    }

    static boolean isThere() {
        return Files.isExecutable(SUBSCRIBER);
    }

    static PlainPipe start(Broker broker, EmbeddedPostgres postgres, long messages, int seconds) {
        Path psql = PgBench.program().orElseThrow().resolveSibling("psql");
        String line = String.format(
                Locale.ROOT,
                "%s -h 127.0.0.1 -p %d -t '%s/#' -C %d -W %d -F '%%t\\t%%p' |"
                        + " %s -h %s -p %d -U %s -d %s -q -c 'COPY pipe (topic, payload) FROM STDIN'",
                SUBSCRIBER,
                broker.port(),
                TOPIC,
                messages,
                seconds + GRACE_SECONDS,
                psql,
                postgres.host(),
                postgres.port(),
                postgres.user(),
                postgres.database());
        Child child = Child.start("pipe", Map.of("PGPASSWORD", postgres.password()), List.of("/bin/sh", "-c", line));
        Waiting.idle(SETTLE);
        return new PlainPipe(child);
    }

    /** Waits until it has ended and its COPY is committed. */
    void await() {
        child.awaitEnd(2L * GRACE_SECONDS, TimeUnit.SECONDS);
    }
}
