package org.archivevault.firmware.source;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sparkplug payloads written by the protobuf library from the message types of the specification, not by our code. */
final class SparkplugBytes {
    private static final Descriptor PAYLOAD = payload();

    private SparkplugBytes() {}

    private static FieldDescriptorProto field(
            String name, int number, FieldDescriptorProto.Type type, FieldDescriptorProto.Label label, String of) {
        FieldDescriptorProto.Builder field = FieldDescriptorProto.newBuilder()
                .setName(name)
                .setNumber(number)
                .setType(type)
                .setLabel(label);
        return (of.isEmpty() ? field : field.setTypeName(of)).build();
    }

    private static FieldDescriptorProto one(String name, int number, FieldDescriptorProto.Type type) {
        return field(name, number, type, FieldDescriptorProto.Label.LABEL_OPTIONAL, "");
    }

    private static Descriptor payload() {
        DescriptorProto propertyValue = DescriptorProto.newBuilder()
                .setName("PropertyValue")
                .addField(one("type", 1, FieldDescriptorProto.Type.TYPE_UINT32))
                .addField(one("string_value", 8, FieldDescriptorProto.Type.TYPE_STRING))
                .build();
        DescriptorProto propertySet = DescriptorProto.newBuilder()
                .setName("PropertySet")
                .addField(field(
                        "keys",
                        1,
                        FieldDescriptorProto.Type.TYPE_STRING,
                        FieldDescriptorProto.Label.LABEL_REPEATED,
                        ""))
                .addField(field(
                        "values",
                        2,
                        FieldDescriptorProto.Type.TYPE_MESSAGE,
                        FieldDescriptorProto.Label.LABEL_REPEATED,
                        ".Payload.PropertyValue"))
                .build();
        DescriptorProto metric = DescriptorProto.newBuilder()
                .setName("Metric")
                .addField(one("name", 1, FieldDescriptorProto.Type.TYPE_STRING))
                .addField(one("alias", 2, FieldDescriptorProto.Type.TYPE_UINT64))
                .addField(one("timestamp", 3, FieldDescriptorProto.Type.TYPE_UINT64))
                .addField(one("datatype", 4, FieldDescriptorProto.Type.TYPE_UINT32))
                .addField(one("is_historical", 5, FieldDescriptorProto.Type.TYPE_BOOL))
                .addField(one("is_transient", 6, FieldDescriptorProto.Type.TYPE_BOOL))
                .addField(one("is_null", 7, FieldDescriptorProto.Type.TYPE_BOOL))
                .addField(field(
                        "properties",
                        9,
                        FieldDescriptorProto.Type.TYPE_MESSAGE,
                        FieldDescriptorProto.Label.LABEL_OPTIONAL,
                        ".Payload.PropertySet"))
                .addField(one("int_value", 10, FieldDescriptorProto.Type.TYPE_UINT32))
                .addField(one("long_value", 11, FieldDescriptorProto.Type.TYPE_UINT64))
                .addField(one("float_value", 12, FieldDescriptorProto.Type.TYPE_FLOAT))
                .addField(one("double_value", 13, FieldDescriptorProto.Type.TYPE_DOUBLE))
                .addField(one("boolean_value", 14, FieldDescriptorProto.Type.TYPE_BOOL))
                .addField(one("string_value", 15, FieldDescriptorProto.Type.TYPE_STRING))
                .addField(one("bytes_value", 16, FieldDescriptorProto.Type.TYPE_BYTES))
                .build();
        DescriptorProto payload = DescriptorProto.newBuilder()
                .setName("Payload")
                .addNestedType(propertyValue)
                .addNestedType(propertySet)
                .addNestedType(metric)
                .addField(one("timestamp", 1, FieldDescriptorProto.Type.TYPE_UINT64))
                .addField(field(
                        "metrics",
                        2,
                        FieldDescriptorProto.Type.TYPE_MESSAGE,
                        FieldDescriptorProto.Label.LABEL_REPEATED,
                        ".Payload.Metric"))
                .addField(one("seq", 3, FieldDescriptorProto.Type.TYPE_UINT64))
                .addField(one("uuid", 4, FieldDescriptorProto.Type.TYPE_STRING))
                .addField(one("body", 5, FieldDescriptorProto.Type.TYPE_BYTES))
                .build();
        try {
            FileDescriptorProto file = FileDescriptorProto.newBuilder()
                    .setName("sparkplug_b.proto")
                    .addMessageType(payload)
                    .build();
            return FileDescriptor.buildFrom(file, new FileDescriptor[0]).findMessageTypeByName("Payload");
        } catch (DescriptorValidationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A metric; each key is a field of the specification. */
    static DynamicMessage metric(Map<String, Object> fields) {
        Descriptor type = PAYLOAD.findNestedTypeByName("Metric");
        DynamicMessage.Builder metric = DynamicMessage.newBuilder(type);
        fields.forEach((name, value) -> metric.setField(type.findFieldByName(name), value));
        return metric.build();
    }

    static DynamicMessage properties(String key, String value) {
        Descriptor values = PAYLOAD.findNestedTypeByName("PropertyValue");
        Descriptor set = PAYLOAD.findNestedTypeByName("PropertySet");
        DynamicMessage text = DynamicMessage.newBuilder(values)
                .setField(values.findFieldByName("type"), 12)
                .setField(values.findFieldByName("string_value"), value)
                .build();
        return DynamicMessage.newBuilder(set)
                .addRepeatedField(set.findFieldByName("keys"), key)
                .addRepeatedField(set.findFieldByName("values"), text)
                .build();
    }

    static byte[] payload(long timestamp, @Nullable Long seq, List<DynamicMessage> metrics) {
        DynamicMessage.Builder payload = DynamicMessage.newBuilder(PAYLOAD);
        payload.setField(PAYLOAD.findFieldByName("timestamp"), timestamp);
        if (seq != null) {
            payload.setField(PAYLOAD.findFieldByName("seq"), seq);
        }
        FieldDescriptor all = PAYLOAD.findFieldByName("metrics");
        metrics.forEach(metric -> payload.addRepeatedField(all, metric));
        payload.setField(PAYLOAD.findFieldByName("uuid"), "unused");
        payload.setField(PAYLOAD.findFieldByName("body"), ByteString.copyFromUtf8("unused"));
        return payload.build().toByteArray();
    }

    static DynamicMessage parsed(byte[] payload) {
        try {
            return DynamicMessage.parseFrom(PAYLOAD, payload);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }
}
