package org.archivevault.protocol;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a record from outside has all its parts. JSON can leave anything out; the compiler's null checks hold only for
 * what we made ourselves.
 */
final class Complete {
    /** A part; {@code whole} when it has a reader of its own, which leaves nothing out: it is not looked through. */
    private record Part(String name, Method accessor, boolean mayBeAbsent, boolean whole) {}

    private static final ClassValue<List<Part>> PARTS = new ClassValue<>() {
        @Override
        protected List<Part> computeValue(Class<?> type) {
            return Arrays.stream(type.getRecordComponents()).map(Complete::part).toList();
        }
    };

    private Complete() {}

    private static Part part(RecordComponent component) {
        Method accessor = component.getAccessor();
        accessor.setAccessible(true);
        return new Part(
                component.getName(),
                accessor,
                component.getAnnotatedType().isAnnotationPresent(Nullable.class),
                accessor.isAnnotationPresent(JsonDeserialize.class));
    }

    /**
     * Looks through a record, the records and lists in it, and so on.
     *
     * @param value what was read
     * @throws MalformedMessage naming the first part that is missing
     */
    static void require(Object value) throws MalformedMessage {
        if (value instanceof List<?> list) {
            for (Object each : list) {
                requirePresent(each, "an element");
            }
        } else if (value instanceof Optional<?> optional && optional.isPresent()) {
            require(optional.get());
        } else if (value instanceof Record) {
            for (Part part : PARTS.get(value.getClass())) {
                Object content = content(part, value);
                if ((content != null && !part.whole()) || (content == null && !part.mayBeAbsent())) {
                    requirePresent(content, value.getClass().getSimpleName() + "." + part.name());
                }
            }
        }
    }

    private static void requirePresent(@Nullable Object value, String what) throws MalformedMessage {
        if (value == null) {
            throw new MalformedMessage(what + " is missing", null);
        }
        require(value);
    }

    private static @Nullable Object content(Part part, Object record) {
        try {
            return part.accessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(part.name(), e);
        }
    }
}
