package org.archivevault.firmware.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.archivevault.protocol.Bilingual;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Turns YAML into JSON values and remembers where each one stood. */
final class YamlReader {
    /** A plan of 200 blocks has about 100 kB; a megabyte is a wrong file. */
    private static final int LARGEST_FILE_BYTES = 1 << 20;

    /** Our deepest file has nine levels; a file nested deeper is not ours, and deep recursion would end the process. */
    private static final int DEEPEST_NESTING = 32;

    /** A number of more digits is none that we use; kept as text, so that its type is refused. */
    private static final int LONGEST_NUMBER = 30;

    private static final Bilingual TOO_LARGE =
            new Bilingual("文件超过 1 MB，不是配置文件", "the file is larger than 1 MB: not a configuration");
    private static final Bilingual NOT_UTF8 =
            new Bilingual("文件不是 UTF-8 编码；请另存为 UTF-8", "the file is not UTF-8: save it as UTF-8");
    private static final Bilingual EMPTY = new Bilingual("文件为空", "the file is empty");
    private static final Bilingual NO_YAML = new Bilingual("不是有效的 YAML：{}", "not valid YAML: {}");
    private static final Bilingual TAB =
            new Bilingual("YAML 不允许用制表符（Tab）缩进；请改用空格", "YAML does not allow tabs for indentation: use spaces");
    private static final Bilingual DUPLICATE =
            new Bilingual("键 \"{}\" 重复，第一次在第 {} 行", "key \"{}\" stands twice, first on line {}");
    private static final Bilingual ALIAS = new Bilingual(
            "不支持 YAML 锚点和引用（& 和 *）；请直接写出值", "YAML anchors and aliases (& and *) are not used here: write the value");
    private static final Bilingual COMPLEX_KEY = new Bilingual("键必须是简单文字", "a key must be a plain word");
    private static final Bilingual TOO_DEEP = new Bilingual("嵌套层次过深", "nested too deeply");
    private static final Bilingual STRANGE_TAG = new Bilingual("不支持标签 {}", "the tag {} is not used here");

    private final Document document;
    private final JsonNodeFactory nodes = JsonNodeFactory.instance;

    YamlReader(Document document) {
        this.document = document;
    }

    JsonNode read(byte[] bytes) {
        if (bytes.length > LARGEST_FILE_BYTES) {
            document.report(Place.START, TOO_LARGE, null);
            return MissingNode.getInstance();
        }
        Optional<String> text = decode(bytes);
        return text.isPresent() ? parse(text.get()) : MissingNode.getInstance();
    }

    private Optional<String> decode(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length + 1);
        CoderResult result = decoder.decode(in, out, true);
        out.flip();
        if (result.isError()) {
            int line = 1 + (int) out.chars().filter(c -> c == '\n').count();
            document.report(new Place(line, 1), NOT_UTF8, null);
            return Optional.empty();
        }
        String text = out.toString();
        return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
    }

    private JsonNode parse(String text) {
        LoadSettings settings = LoadSettings.builder()
                .setUseMarks(true)
                .setSchema(new CoreSchema())
                .setMaxAliasesForCollections(0)
                .build();
        try {
            if (tooDeep(settings, text)) {
                return MissingNode.getInstance();
            }
            Optional<Node> root = new Compose(settings).composeString(text);
            if (root.isPresent()) {
                return value(root.get(), "");
            }
            document.report(Place.START, EMPTY, null);
        } catch (MarkedYamlEngineException e) {
            Place place = e.getProblemMark()
                    .or(e::getContextMark)
                    .map(YamlReader::place)
                    .orElse(Place.START);
            boolean tab = e.getProblem() != null && e.getProblem().contains("TAB");
            document.report(place, tab ? TAB : NO_YAML.with(e.getProblem()), null);
        } catch (YamlEngineException e) {
            document.report(Place.START, NO_YAML.with(e.toString()), null);
        }
        return MissingNode.getInstance();
    }

    /** The parser keeps its own stack, the composer recurses: so depth is measured before composing. */
    private boolean tooDeep(LoadSettings settings, String text) {
        int depth = 0;
        for (Event event : new Parse(settings).parseString(text)) {
            if (event instanceof CollectionStartEvent && ++depth > DEEPEST_NESTING) {
                document.report(event.getStartMark().map(YamlReader::place).orElse(Place.START), TOO_DEEP, null);
                return true;
            }
            if (event instanceof CollectionEndEvent) {
                depth--;
            }
        }
        return false;
    }

    private JsonNode value(Node node, String pointer) {
        document.valueStands(pointer, placeOf(node));
        if (node.getAnchor().isPresent()) {
            document.report(placeOf(node), ALIAS, null);
            return node instanceof ScalarNode scalar ? scalar(scalar) : nodes.nullNode();
        }
        if (node instanceof MappingNode mapping) {
            return object(mapping, pointer);
        }
        if (node instanceof SequenceNode sequence) {
            return list(sequence, pointer);
        }
        return scalar((ScalarNode) node);
    }

    private JsonNode object(MappingNode mapping, String pointer) {
        ObjectNode object = nodes.objectNode();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                document.report(placeOf(tuple.getKeyNode()), COMPLEX_KEY, null);
                continue;
            }
            String name = key.getValue();
            String child = Document.child(pointer, name);
            if (object.has(name)) {
                document.report(
                        placeOf(key),
                        DUPLICATE.with(name, document.placeOfKey(child).line()),
                        null);
                continue;
            }
            document.keyStands(child, placeOf(key));
            object.set(name, value(tuple.getValueNode(), child));
        }
        return object;
    }

    private JsonNode list(SequenceNode sequence, String pointer) {
        ArrayNode list = nodes.arrayNode();
        for (Node item : sequence.getValue()) {
            list.add(value(item, Document.child(pointer, Integer.toString(list.size()))));
        }
        return list;
    }

    private JsonNode scalar(ScalarNode scalar) {
        Tag tag = scalar.getTag();
        String text = scalar.getValue();
        boolean number = tag.equals(Tag.INT) || tag.equals(Tag.FLOAT);
        if (number && text.length() > LONGEST_NUMBER) {
            return nodes.textNode(text);
        }
        if (tag.equals(Tag.INT)) {
            return nodes.numberNode(wholeNumber(text));
        }
        if (tag.equals(Tag.FLOAT)) {
            return decimal(text);
        }
        if (tag.equals(Tag.BOOL)) {
            return nodes.booleanNode(text.equalsIgnoreCase("true"));
        }
        if (tag.equals(Tag.NULL)) {
            return nodes.nullNode();
        }
        if (!tag.equals(Tag.STR)) {
            document.report(placeOf(scalar), STRANGE_TAG.with(tag.getValue()), null);
        }
        return nodes.textNode(text);
    }

    private static BigInteger wholeNumber(String text) {
        if (text.startsWith("0x")) {
            return new BigInteger(text.substring(2), 16);
        }
        return text.startsWith("0o") ? new BigInteger(text.substring(2), 8) : new BigInteger(text);
    }

    /** {@code .inf} and {@code .nan} are words to us, and so are refused by type. */
    private JsonNode decimal(String text) {
        try {
            return nodes.numberNode(new BigDecimal(text));
        } catch (NumberFormatException infinite) {
            return nodes.textNode(text);
        }
    }

    private static Place placeOf(Node node) {
        return node.getStartMark().map(YamlReader::place).orElse(Place.START);
    }

    private static Place place(Mark mark) {
        return new Place(mark.getLine() + 1, mark.getColumn() + 1);
    }
}
