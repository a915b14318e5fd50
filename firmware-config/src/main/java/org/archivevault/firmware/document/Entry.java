package org.archivevault.firmware.document;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.archivevault.protocol.Bilingual;
import org.jspecify.annotations.Nullable;

/**
 * One value of a document, which knows where it stands. Reading is lenient: what is absent or of another kind is empty,
 * so that a cross-check can go on beside a mistake that the schema has reported already.
 */
public final class Entry {
    private final Document document;
    private final String pointer;
    private final JsonNode node;

    Entry(Document document, String pointer, JsonNode node) {
        this.document = document;
        this.pointer = pointer;
        this.node = node;
    }

    /**
     * A field of this object.
     *
     * @param key its key
     * @return the field, absent when there is none
     */
    public Entry get(String key) {
        return new Entry(document, Document.child(pointer, key), node.path(key));
    }

    /**
     * The items of this list.
     *
     * @return empty when it is no list
     */
    public List<Entry> items() {
        List<Entry> items = new ArrayList<>();
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                items.add(new Entry(document, Document.child(pointer, Integer.toString(i)), node.path(i)));
            }
        }
        return items;
    }

    /**
     * The items of this list, or this value alone when it is no list.
     *
     * @return empty when it is absent
     */
    public List<Entry> oneOrMany() {
        return node.isArray() || !isPresent() ? items() : List.of(this);
    }

    /**
     * The keys of this object.
     *
     * @return in the order of the file; empty when it is no object
     */
    public List<String> keys() {
        List<String> keys = new ArrayList<>();
        node.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    /**
     * Whether it is there.
     *
     * @return false for a key that the file does not have
     */
    public boolean isPresent() {
        return !node.isMissingNode();
    }

    /**
     * Its length.
     *
     * @return millimetres; empty when it is no length
     */
    public OptionalInt millimetres() {
        return Quantity.millimetres(text().orElse(""));
    }

    /**
     * Its duration.
     *
     * @return empty when it is none
     */
    public Optional<Duration> duration() {
        return Quantity.duration(text().orElse(""));
    }

    /**
     * Its truth value.
     *
     * @return empty when it is neither true nor false
     */
    public Optional<Boolean> truth() {
        return node.isBoolean() ? Optional.of(node.booleanValue()) : Optional.empty();
    }

    /**
     * Its level, in dB or dBm as its schema says.
     *
     * @return empty when it is none
     */
    public OptionalDouble decibels() {
        return Quantity.decibels(text().orElse(""));
    }

    /**
     * Its text.
     *
     * @return empty when it is no text
     */
    public Optional<String> text() {
        return node.isTextual() ? Optional.of(node.textValue()) : Optional.empty();
    }

    /**
     * Its whole number.
     *
     * @return empty when it is no whole number of 32 bits
     */
    public OptionalInt integer() {
        return node.isIntegralNumber() && node.canConvertToInt()
                ? OptionalInt.of(node.intValue())
                : OptionalInt.empty();
    }

    /**
     * Its number.
     *
     * @param absent the value when it is none
     * @return the number
     */
    public double number(double absent) {
        return node.isNumber() ? node.doubleValue() : absent;
    }

    /**
     * The constant of an enumeration, written in lower case with hyphens.
     *
     * @param type the enumeration
     * @param <E> the enumeration
     * @return empty when it is no such word
     */
    public <E extends Enum<E>> Optional<E> word(Class<E> type) {
        String text = text().orElse("");
        for (E constant : type.getEnumConstants()) {
            if (wordOf(constant).equals(text)) {
                return Optional.of(constant);
            }
        }
        return Optional.empty();
    }

    /**
     * How a constant is written in a file.
     *
     * @param constant a constant
     * @return lower case with hyphens
     */
    public static String wordOf(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Reports a mistake at this value; at the nearest value around it when it is absent.
     *
     * @param what what is wrong, and what to do
     * @param meant what was probably meant, or null
     */
    public void wrong(Bilingual what, @Nullable String meant) {
        document.report(document.placeOf(pointer), what, meant);
    }

    /**
     * Reports a mistake at the key of a field of this object.
     *
     * @param key the key
     * @param what what is wrong, and what to do
     * @param meant what was probably meant, or null
     */
    public void wrongKey(String key, Bilingual what, @Nullable String meant) {
        document.report(document.placeOfKey(Document.child(pointer, key)), what, meant);
    }

    /**
     * The line on which it stands.
     *
     * @return 1 upwards
     */
    public int line() {
        return document.placeOf(pointer).line();
    }

    @Override
    public String toString() {
        return node.isTextual() ? node.textValue() : node.toString();
    }
}
