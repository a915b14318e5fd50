package org.archivevault.firmware.source;

import java.util.function.BiConsumer;
import org.archivevault.protocol.Bilingual;

/**
 * What listens at a topic.
 *
 * @param source name of the source
 * @param largest the largest message that it looks into, in bytes
 * @param isJson whether it needs the content to be readable as text or JSON
 * @param hears what it does with a message
 */
record Listener(String source, int largest, boolean isJson, BiConsumer<Incoming, Sayings> hears) {
    private static final Bilingual TOO_LARGE = new Bilingual(
            "主题 {} 的消息有 {} 字节，超过上限 {}，未读", "{}: a message of {} bytes, above the bound of {}, was not read");

    void hear(Incoming message, Sayings out) {
        if (message.payload().length > largest) {
            out.unusable(source, TOO_LARGE.with(ValueForm.shown(message.topic()), message.payload().length, largest));
        } else if (isJson && message.complaint().isPresent()) {
            out.unusable(source, message.complaint().get());
        } else {
            hears.accept(message, out);
        }
    }
}
