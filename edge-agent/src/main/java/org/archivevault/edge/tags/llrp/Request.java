package org.archivevault.edge.tags.llrp;

import java.util.function.LongFunction;

/**
 * A message to a reader.
 *
 * @param name the standard's name, for people
 * @param responseType type of its answer (LLRP 1.0.1, 16.1: ten above its own, but for CLOSE_CONNECTION)
 * @param encoder gives its bytes, with the message id put in
 */
record Request(String name, int responseType, LongFunction<byte[]> encoder) {
    byte[] bytes(long id) {
        return encoder.apply(id);
    }
}
