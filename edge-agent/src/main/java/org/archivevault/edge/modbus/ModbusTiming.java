package org.archivevault.edge.modbus;

import java.time.Duration;
import org.archivevault.firmware.profile.ShelvingProfile;

/**
 * The times of one endpoint. A request ends at the latest {@link #longestRequest()} after it came to the head of the
 * queue.
 *
 * @param requestDeadline from the first byte out to the last byte in, however the bytes trickle; above zero
 * @param connectTimeout longest for one attempt to connect, and longest wait for a pause before reconnecting to end;
 *     above zero
 * @param silenceBetweenFrames RTU only: silence on the line before a request; at least 3.5 characters are kept on a
 *     serial line (Serial Line 1.02, 2.5.1.1)
 * @param quietAfterFailure RTU only: how long to stay silent after a failed request and throw away what comes. RTU
 *     answers carry no transaction id, so together with the deadline this must be the longest time in which a unit may still answer: a later answer
 *     to a question of the same shape cannot be told from the right one
 * @param urgentPatience how long a request in flight may still take once an urgent write waits
 * @param reconnect pauses after attempts to connect that failed
 * @param breakerThreshold failures of a unit in a row that open its breaker, 1 upwards
 * @param breaker how long the breaker of a unit stays open
 */
public record ModbusTiming(
        Duration requestDeadline,
        Duration connectTimeout,
        Duration silenceBetweenFrames,
        Duration quietAfterFailure,
        Duration urgentPatience,
        Backoff reconnect,
        int breakerThreshold,
        Backoff breaker) {
    /** A controller on the same network connects within milliseconds; half a second also survives one lost packet. */
    static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofMillis(500);

    /** A third of the stop bound S = 300 ms (safety.md); a healthy unit answers in less, also at 9,600 bit/s. */
    static final Duration DEFAULT_URGENT_PATIENCE = Duration.ofMillis(100);

    /** Back within a second of the endpoint's return; two attempts a second do not hammer it. */
    static final Backoff DEFAULT_RECONNECT = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(1));

    /** One lost frame is noise, three in a row are a dead unit. */
    static final int DEFAULT_BREAKER_THRESHOLD = 3;

    /** The longest leaves room for recovery within 10 s (safety.md, I22). */
    static final Backoff DEFAULT_BREAKER = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(4));

    public ModbusTiming {
        positive(requestDeadline, "requestDeadline");
        positive(connectTimeout, "connectTimeout");
        notNegative(silenceBetweenFrames, "silenceBetweenFrames");
        notNegative(quietAfterFailure, "quietAfterFailure");
        notNegative(urgentPatience, "urgentPatience");
        if (breakerThreshold < 1) {
            throw new IllegalArgumentException("breakerThreshold must be 1 or more: " + breakerThreshold);
        }
    }

    /**
     * The times of a profile, with defaults for what it leaves open. The quiet time after a failure is one more request
     * deadline: a unit may answer at twice the deadline and its answer is still thrown away.
     *
     * @param limits of the profile
     * @return the times
     */
    public static ModbusTiming of(ShelvingProfile.Limits limits) {
        return of(limits.requestDeadline(), limits.silenceBetweenFrames());
    }

    /**
     * As {@link #of(ShelvingProfile.Limits)}, for devices that are no shelving controllers.
     *
     * @param requestDeadline from the first byte out to the last byte in; above zero
     * @param silenceBetweenFrames RTU only
     * @return the times
     */
    public static ModbusTiming of(Duration requestDeadline, Duration silenceBetweenFrames) {
        return new ModbusTiming(
                requestDeadline,
                DEFAULT_CONNECT_TIMEOUT,
                silenceBetweenFrames,
                requestDeadline,
                DEFAULT_URGENT_PATIENCE,
                DEFAULT_RECONNECT,
                DEFAULT_BREAKER_THRESHOLD,
                DEFAULT_BREAKER);
    }

    /**
     * The longest that a request takes once it is at the head of the queue: waiting for the pause, connecting, staying
     * quiet, asking.
     *
     * @return the sum
     */
    public Duration longestRequest() {
        return connectTimeout
                .multipliedBy(2)
                .plus(quietAfterFailure)
                .plus(silenceBetweenFrames)
                .plus(requestDeadline);
    }

    private static void positive(Duration time, String name) {
        notNegative(time, name);
        if (time.isZero()) {
            throw new IllegalArgumentException(name + " must be above zero");
        }
    }

    private static void notNegative(Duration time, String name) {
        if (time.isNegative()) {
            throw new IllegalArgumentException(name + " must not be negative: " + time);
        }
    }
}
