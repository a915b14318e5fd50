package org.archivevault.firmware.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.HashMap;
import java.util.Map;
import org.archivevault.firmware.problem.Problem;
import org.archivevault.firmware.problem.Problems;
import org.archivevault.protocol.Bilingual;
import org.jspecify.annotations.Nullable;

/** One YAML file, with the place of every key and value. Not thread-safe. */
public final class Document {
    private final String file;
    private final Problems problems;
    private final Map<String, Place> values = new HashMap<>();
    private final Map<String, Place> keys = new HashMap<>();
    private JsonNode content = MissingNode.getInstance();

    private Document(String file, Problems problems) {
        this.file = file;
        this.problems = problems;
    }

    /**
     * Reads a file: encoding, YAML and duplicate keys. Mistakes go to the collector; what could be read is there.
     *
     * @param file as the person named it
     * @param bytes its bytes, UTF-8
     * @param problems takes the mistakes
     * @return the document, empty when nothing could be read
     */
    public static Document read(String file, byte[] bytes, Problems problems) {
        Document document = new Document(file, problems);
        document.content = new YamlReader(document).read(bytes);
        return document;
    }

    /**
     * Checks it against a bundled JSON Schema.
     *
     * @param schema name of the schema, for example {@code site-plan}
     */
    public void checkAgainst(String schema) {
        if (!content.isMissingNode()) {
            SchemaCheck.of(schema).check(this);
        }
    }

    /**
     * The outermost value.
     *
     * @return absent when nothing could be read
     */
    public Entry root() {
        return new Entry(this, "", content);
    }

    JsonNode content() {
        return content;
    }

    void valueStands(String pointer, Place place) {
        values.put(pointer, place);
    }

    void keyStands(String pointer, Place place) {
        keys.put(pointer, place);
    }

    /**
     * The place of a value, or of the nearest one around it. A value that begins below its key is said to stand at the
     * key, where a person looks for it.
     */
    Place placeOf(String pointer) {
        String at = pointer;
        while (true) {
            Place place = values.get(at);
            if (place != null) {
                Place key = keys.get(at);
                return key != null && key.line() < place.line() ? key : place;
            }
            if (at.isEmpty()) {
                return Place.START;
            }
            at = at.substring(0, at.lastIndexOf('/'));
        }
    }

    /** The place of a key, or of the value around it. */
    Place placeOfKey(String pointer) {
        Place place = keys.get(pointer);
        return place == null ? placeOf(pointer) : place;
    }

    void report(Place place, Bilingual what, @Nullable String meant) {
        problems.add(new Problem(file, place.line(), place.column(), what, meant));
    }

    /** JSON pointer of a child (RFC 6901). */
    static String child(String pointer, String key) {
        return pointer + "/" + key.replace("~", "~0").replace("/", "~1");
    }
}
