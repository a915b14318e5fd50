package org.archivevault.firmware.source.sparkplug;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The payload of a Sparkplug B message. Of the .proto it reads what climate needs; everything else is skipped, as protocol
 * buffers provide for.
 *
 * @param timestamp milliseconds since 1970; null when it has none
 * @param seq 0–255; null in an NDEATH
 * @param metrics in the order of the message
 */
public record Payload(@Nullable Long timestamp, @Nullable Long seq, List<Metric> metrics) {
    /** Templates in templates are skipped, not followed; a message that nests deeper than its own form is refused. */
    private static final int DEEPEST = 16;

    private static final int PAYLOAD_TIMESTAMP = 1;
    private static final int PAYLOAD_METRICS = 2;
    private static final int PAYLOAD_SEQ = 3;

    private static final int NAME = 1;
    private static final int ALIAS = 2;
    private static final int TIMESTAMP = 3;
    private static final int DATA_TYPE = 4;
    private static final int IS_HISTORICAL = 5;
    private static final int IS_NULL = 7;
    private static final int PROPERTIES = 9;
    private static final int INT_VALUE = 10;
    private static final int LONG_VALUE = 11;
    private static final int FLOAT_VALUE = 12;
    private static final int DOUBLE_VALUE = 13;
    private static final int BOOLEAN_VALUE = 14;
    private static final int STRING_VALUE = 15;

    private static final int PROPERTY_KEYS = 1;
    private static final int PROPERTY_VALUES = 2;
    private static final int PROPERTY_STRING = 8;

    private static final int BOOLEAN_TYPE = 11;
    private static final long UNSIGNED_INT = 0xFFFF_FFFFL;

    public Payload {
        metrics = List.copyOf(metrics);
    }

    /**
     * Reads a payload.
     *
     * @param bytes any bytes
     * @return the payload
     * @throws IOException when they are no such message
     */
    public static Payload read(byte[] bytes) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(bytes);
        in.setRecursionLimit(DEEPEST);
        Long timestamp = null;
        Long seq = null;
        List<Metric> metrics = new ArrayList<>();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (is(tag, PAYLOAD_TIMESTAMP, WireFormat.WIRETYPE_VARINT)) {
                timestamp = in.readUInt64();
            } else if (is(tag, PAYLOAD_SEQ, WireFormat.WIRETYPE_VARINT)) {
                seq = in.readUInt64();
            } else if (is(tag, PAYLOAD_METRICS, WireFormat.WIRETYPE_LENGTH_DELIMITED)) {
                int outer = in.pushLimit(in.readRawVarint32());
                metrics.add(metric(in));
                in.popLimit(outer);
            } else {
                skip(in, tag);
            }
        }
        return new Payload(timestamp, seq, metrics);
    }

    private static boolean is(int tag, int field, int wireType) {
        return WireFormat.getTagFieldNumber(tag) == field && WireFormat.getTagWireType(tag) == wireType;
    }

    private static void skip(CodedInputStream in, int tag) throws IOException {
        if (!in.skipField(tag)) {
            throw new InvalidProtocolBufferException("an end of a group that never began");
        }
    }

    private static Metric metric(CodedInputStream in) throws IOException {
        String name = null;
        Long alias = null;
        Long timestamp = null;
        int dataType = 0;
        boolean historical = false;
        boolean isNull = false;
        Object value = null;
        Map<String, String> properties = Map.of();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (is(tag, NAME, WireFormat.WIRETYPE_LENGTH_DELIMITED)) {
                name = in.readString();
            } else if (is(tag, ALIAS, WireFormat.WIRETYPE_VARINT)) {
                alias = in.readUInt64();
            } else if (is(tag, TIMESTAMP, WireFormat.WIRETYPE_VARINT)) {
                timestamp = in.readUInt64();
            } else if (is(tag, DATA_TYPE, WireFormat.WIRETYPE_VARINT)) {
                dataType = in.readUInt32();
            } else if (is(tag, IS_HISTORICAL, WireFormat.WIRETYPE_VARINT)) {
                historical = in.readBool();
            } else if (is(tag, IS_NULL, WireFormat.WIRETYPE_VARINT)) {
                isNull = in.readBool();
            } else if (is(tag, PROPERTIES, WireFormat.WIRETYPE_LENGTH_DELIMITED)) {
                int outer = in.pushLimit(in.readRawVarint32());
                properties = properties(in);
                in.popLimit(outer);
            } else {
                Object read = value(in, tag);
                value = read == null ? value : read;
            }
        }
        return new Metric(name, alias, timestamp, dataType, historical, isNull ? null : value, properties);
    }

    private static @Nullable Object value(CodedInputStream in, int tag) throws IOException {
        if (is(tag, INT_VALUE, WireFormat.WIRETYPE_VARINT)) {
            return in.readUInt32() & UNSIGNED_INT;
        } else if (is(tag, LONG_VALUE, WireFormat.WIRETYPE_VARINT)) {
            return in.readUInt64();
        } else if (is(tag, FLOAT_VALUE, WireFormat.WIRETYPE_FIXED32)) {
            // 27.34f is meant as 27.34, not as 27.34000015258789.
            return Double.valueOf(Float.toString(in.readFloat()));
        } else if (is(tag, DOUBLE_VALUE, WireFormat.WIRETYPE_FIXED64)) {
            return in.readDouble();
        } else if (is(tag, BOOLEAN_VALUE, WireFormat.WIRETYPE_VARINT)) {
            return in.readBool();
        } else if (is(tag, STRING_VALUE, WireFormat.WIRETYPE_LENGTH_DELIMITED)) {
            return in.readString();
        }
        skip(in, tag);
        return null;
    }

    private static Map<String, String> properties(CodedInputStream in) throws IOException {
        List<String> keys = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (is(tag, PROPERTY_KEYS, WireFormat.WIRETYPE_LENGTH_DELIMITED)) {
                keys.add(in.readString());
            } else if (is(tag, PROPERTY_VALUES, WireFormat.WIRETYPE_LENGTH_DELIMITED)) {
                int outer = in.pushLimit(in.readRawVarint32());
                values.add(text(in));
                in.popLimit(outer);
            } else {
                skip(in, tag);
            }
        }
        Map<String, String> properties = new HashMap<>();
        for (int i = 0; i < Math.min(keys.size(), values.size()); i++) {
            properties.put(keys.get(i), values.get(i));
        }
        return properties;
    }

    private static String text(CodedInputStream in) throws IOException {
        String text = "";
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (is(tag, PROPERTY_STRING, WireFormat.WIRETYPE_LENGTH_DELIMITED)) {
                text = in.readString();
            } else {
                skip(in, tag);
            }
        }
        return text;
    }

    /**
     * A command that sets one metric to true.
     *
     * @param metric its name
     * @param timestamp milliseconds since 1970
     * @return the bytes of the payload
     */
    public static byte[] command(String metric, long timestamp) {
        byte[] inner = written(out -> {
            out.writeString(NAME, metric);
            out.writeUInt64(TIMESTAMP, timestamp);
            out.writeUInt32(DATA_TYPE, BOOLEAN_TYPE);
            out.writeBool(BOOLEAN_VALUE, true);
        });
        return written(out -> {
            out.writeUInt64(PAYLOAD_TIMESTAMP, timestamp);
            out.writeByteArray(PAYLOAD_METRICS, inner);
        });
    }

    private interface Writing {
        void into(CodedOutputStream out) throws IOException;
    }

    private static byte[] written(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            writing.into(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("Memory does not refuse bytes", e);
        }
        return bytes.toByteArray();
    }
}
