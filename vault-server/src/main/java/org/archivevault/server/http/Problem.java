package org.archivevault.server.http;

import java.util.LinkedHashMap;
import java.util.Map;
import org.archivevault.protocol.Bilingual;

/** A refusal that was expected: a stable code and a sentence in both languages. Thrown or put into a failed Future. */
public final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final transient Bilingual sentence;
    private final transient Map<String, Object> extras;

    private Problem(ErrorCode code, Bilingual sentence, Map<String, Object> extras) {
        // No stack trace: a refusal is an answer, not a defect.
        super(code.code() + ": " + sentence.en(), null, false, false);
        this.code = code;
        this.sentence = sentence;
        this.extras = extras;
    }

    /**
     * A refusal in the code's own words.
     *
     * @param code which
     * @param values fill the {@code {}} of the sentence, in order
     * @return the refusal
     */
    public static Problem of(ErrorCode code, Object... values) {
        return new Problem(code, code.sentence().with(values), Map.of());
    }

    /**
     * A refusal in the feature's words.
     *
     * @param code which
     * @param sentence what, where, and what to do
     * @return the refusal
     */
    public static Problem of(ErrorCode code, Bilingual sentence) {
        return new Problem(code, sentence, Map.of());
    }

    /**
     * The same refusal with one more field.
     *
     * @param name the field, for example {@code nearest}
     * @param value anything that can be written as JSON
     * @return the refusal
     */
    public Problem with(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(extras);
        more.put(name, value);
        return new Problem(code, sentence, more);
    }

    /**
     * The stable code.
     *
     * @return which
     */
    public ErrorCode code() {
        return code;
    }

    /**
     * The sentence for a person.
     *
     * @return both languages
     */
    public Bilingual sentence() {
        return sentence;
    }

    /**
     * The further fields.
     *
     * @return by name, in the order given
     */
    public Map<String, Object> extras() {
        return extras;
    }
}
