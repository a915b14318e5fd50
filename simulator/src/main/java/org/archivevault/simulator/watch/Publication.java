package org.archivevault.simulator.watch;

import java.nio.charset.StandardCharsets;

/** One message of a source. */
@SuppressWarnings("ArrayRecordComponent") // Published once, never compared.
record Publication(String topic, byte[] payload, boolean retained) {
    static Publication of(String topic, String payload) {
        return new Publication(topic, payload.getBytes(StandardCharsets.UTF_8), false);
    }

    static Publication kept(String topic, String payload) {
        return new Publication(topic, payload.getBytes(StandardCharsets.UTF_8), true);
    }
}
