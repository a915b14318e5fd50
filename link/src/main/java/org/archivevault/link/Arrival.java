package org.archivevault.link;

/**
 * A message that came from the broker.
 *
 * @param topic its topic
 * @param payload its bytes; the listener's own
 * @param retained true when the broker had kept it from before we subscribed: it is of unknown age
 * @param receivedMillis when it came off the network, on the monotonic clock given to the wire
 */
@SuppressWarnings("ArrayRecordComponent") // Handed on once, never compared.
public record Arrival(String topic, byte[] payload, boolean retained, long receivedMillis) {}
