package org.archivevault.server.http;

import java.util.function.Function;
import org.archivevault.protocol.Bilingual;

/** Turns text from a request into types of ours. */
public final class Parameters {
    private Parameters() {}

    /**
     * Parses a parameter with its own type.
     *
     * @param name the parameter, for the message
     * @param text what came in
     * @param parser throws {@link IllegalArgumentException} when the text does not have the form
     * @param <T> the type
     * @return the value
     * @throws Problem {@code bad-request} when the parser refuses
     */
    public static <T> T parse(String name, String text, Function<String, T> parser) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw Problem.of(
                    ErrorCode.BAD_REQUEST,
                    new Bilingual("参数 {} 的值无效：{}", "the value of {} is not valid: {}")
                            .with(name, String.valueOf(e.getMessage())));
        }
    }
}
