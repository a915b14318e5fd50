package org.archivevault.server.inventory;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.archivevault.protocol.Bilingual;
import org.archivevault.protocol.Json;

/**
 * A sweep as JSON: a list of reads, or an object whose field {@code reads} is that list. Reads are counted from 1. Read
 * piece by piece, so that a large file needs no memory.
 */
final class SweepJson implements SweepFile {
    /** One read at a time: the next one is no trailing rubbish. */
    private static final ObjectReader READS =
            Json.mapper().reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    @Override
    public List<String> read(InputStream in, Lines lines) throws IOException, Unusable {
        TreeSet<String> ignored = new TreeSet<>();
        try (JsonParser parser = Json.mapper().getFactory().createParser(in)) {
            parser.disable(JsonParser.Feature.AUTO_CLOSE_SOURCE);
            toList(parser);
            long number = 0;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                number++;
                tell(number, READS.readTree(parser), lines, ignored);
            }
        } catch (JsonProcessingException e) {
            throw new Unusable(new Bilingual("不是有效的 JSON：{}", "it is not valid JSON: {}")
                    .with(e.getOriginalMessage() + " (" + e.getLocation().getLineNr() + ":"
                            + e.getLocation().getColumnNr() + ")"));
        }
        return new ArrayList<>(ignored);
    }

    private static void toList(JsonParser parser) throws IOException, Unusable {
        JsonToken token = parser.nextToken();
        if (token == JsonToken.START_OBJECT) {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean reads = "reads".equals(parser.currentName());
                token = parser.nextToken();
                if (reads) {
                    break;
                }
                parser.skipChildren();
                token = null;
            }
        }
        if (token != JsonToken.START_ARRAY) {
            throw new Unusable(new Bilingual(
                    "应为读取记录的数组，或含 reads 数组的对象", "it should be a list of reads, or an object with a list named reads"));
        }
    }

    private static void tell(long number, JsonNode read, Lines lines, Set<String> ignored)
            throws IOException, Unusable {
        if (!read.isObject()) {
            lines.broken(SweepFault.UNREADABLE.with(read.getNodeType()).on(number, read.toString()));
            return;
        }
        Map<SweepColumn, String> told = new EnumMap<>(SweepColumn.class);
        for (Map.Entry<String, JsonNode> field : read.properties()) {
            Optional<SweepColumn> column = SweepColumn.of(field.getKey());
            if (column.isEmpty()) {
                ignored.add(field.getKey());
            } else if (field.getValue().isTextual()) {
                told.put(column.get(), field.getValue().textValue());
            } else if (!field.getValue().isNull()) {
                lines.broken(SweepFault.BAD_FIELD
                        .with(column.get().title(), field.getValue())
                        .on(number, read.toString()));
                return;
            }
        }
        lines.line(number, told, read.toString());
    }
}
