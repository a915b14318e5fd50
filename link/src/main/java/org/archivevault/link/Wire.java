package org.archivevault.link;

import io.vertx.core.Future;
import java.util.function.Consumer;

/**
 * The wire to the broker. It keeps a connection by itself, for ever; what is published while there is none fails at once.
 * All methods may be called from any thread; every callback runs on the wire's own Vert.x context.
 */
public interface Wire {
    /** Gets what arrives. */
    @FunctionalInterface
    interface Listener {
        /**
         * A message arrived. The listener must not wait.
         *
         * @param topic its topic
         * @param payload its bytes; the listener's own
         * @param receivedMillis when it came off the network, on the monotonic clock given to the wire
         */
        void arrived(String topic, byte[] payload, long receivedMillis);
    }

    /**
     * Publishes once.
     *
     * @param topic where
     * @param payload what
     * @param qos how hard to try
     * @param retained whether the broker keeps it for later subscribers
     * @return succeeds when the broker has it (QoS 1) or the bytes have left (QoS 0); fails with a {@link LinkFailure}, at
     *     once without a connection, otherwise within five seconds
     */
    Future<Void> publish(String topic, byte[] payload, Qos qos, boolean retained);

    /**
     * Publishes once, QoS 1, not retained, past everything that waits. For stop.
     *
     * @param topic where
     * @param payload what
     * @return as for {@link #publish}
     */
    Future<Void> publishUrgent(String topic, byte[] payload);

    /**
     * Subscribes now and after every reconnect.
     *
     * @param filter topic filter; may be shared ({@code $share/GROUP/FILTER})
     * @param qos highest QoS wanted
     * @param listener gets what arrives
     * @return succeeds when the broker has granted it, or at once while there is no connection (then it is made before
     *     {@link #connected()} becomes true); fails with a {@link LinkFailure} when the broker refuses
     */
    Future<Void> subscribe(String filter, Qos qos, Listener listener);

    /**
     * Whether there is a connection with every subscription in place.
     *
     * @return true when publishing makes sense
     */
    boolean connected();

    /**
     * Tells of every change of {@link #connected()}.
     *
     * @param listener gets the new value; also at once when there is a connection already
     */
    void onConnectionChange(Consumer<Boolean> listener);

    /**
     * Says good-bye to the broker (the last will is not sent) and ends for good.
     *
     * @return succeeds when done, at most two seconds later; never fails
     */
    Future<Void> close();
}
