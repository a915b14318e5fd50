package org.archivevault.protocol.event;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.archivevault.protocol.Json;
import org.archivevault.protocol.MalformedMessage;
import org.archivevault.protocol.climate.Quality;
import org.archivevault.protocol.climate.Quantity;
import org.archivevault.protocol.climate.Reading;
import org.archivevault.protocol.climate.SensorId;
import org.jspecify.annotations.Nullable;

/**
 * Readings as they stand in an event, in a sixth of the room that they take one by one: what a sensor said at once is one
 * row, times are told by how far they are from one another, and what is usual is left out.
 *
 * <pre>
 * {"from": "2026-11-22T01:00:00Z",                     the time of receipt that the first row counts from
 *  "quantities": ["temperature", "humidity"],
 *  "rows": [["north-1", 0, 350, 0, 20.15, 1, 51.2],    sensor; ms received after the row before; ms from the source's time
 *                                                      to that, null for none; then quantity's place and value, ...
 *           ["south-2", 4.25, 86400000, true, 0, 85.0, "jump"]]}   true: kept back by the device; a quality but good
 * </pre>
 *
 * Milliseconds have up to three decimals. The list of readings that stood here before is still read.
 */
final class ReadingRows {
    private static final int MICROS_OF_A_MILLI = 1_000;
    /** Most milliseconds that a row may tell, some 30,000 years: their microseconds are exact in a {@code double}. */
    private static final double MOST_MILLIS = 1e12;
    /** Whole values below it are written without a decimal point; far above any value, and exact. */
    private static final double MOST_WHOLE = 1e15;

    private ReadingRows() {}

    private static boolean shareARow(Reading one, Reading other) {
        return one.sensor().equals(other.sensor())
                && one.receivedAt().equals(other.receivedAt())
                && Objects.equals(one.sourceTime(), other.sourceTime())
                && one.historical() == other.historical();
    }

    /** Writes them. */
    static final class Writer extends JsonSerializer<List<Reading>> {
        @Override
        public void serialize(List<Reading> readings, JsonGenerator json, SerializerProvider provider)
                throws IOException {
            List<Quantity> quantities =
                    readings.stream().map(Reading::quantity).distinct().toList();
            Instant from = readings.get(0).receivedAt();
            json.writeStartObject();
            json.writeStringField("from", from.toString());
            json.writeArrayFieldStart("quantities");
            for (Quantity quantity : quantities) {
                json.writeString(quantity.wireName());
            }
            json.writeEndArray();
            json.writeArrayFieldStart("rows");
            rows(readings, quantities, json);
            json.writeEndArray();
            json.writeEndObject();
        }

        private static void rows(List<Reading> readings, List<Quantity> quantities, JsonGenerator json)
                throws IOException {
            Reading before = readings.get(0);
            boolean open = false;
            for (Reading reading : readings) {
                if (!open || !shareARow(before, reading)) {
                    if (open) {
                        json.writeEndArray();
                    }
                    begin(reading, before.receivedAt(), json);
                    open = true;
                }
                json.writeNumber(quantities.indexOf(reading.quantity()));
                value(reading.value(), json);
                if (reading.quality() != Quality.GOOD) {
                    json.writeString(reading.quality().wireName());
                }
                before = reading;
            }
            json.writeEndArray();
        }

        private static void begin(Reading reading, Instant before, JsonGenerator json) throws IOException {
            json.writeStartArray();
            json.writeString(reading.sensor().value());
            millis(before, reading.receivedAt(), json);
            Instant source = reading.sourceTime();
            if (source == null) {
                json.writeNull();
            } else {
                millis(source, reading.receivedAt(), json);
            }
            if (reading.historical()) {
                json.writeBoolean(true);
            }
        }

        private static void millis(Instant from, Instant to, JsonGenerator json) throws IOException {
            long micros = ChronoUnit.MICROS.between(from, to);
            if (micros % MICROS_OF_A_MILLI == 0) {
                json.writeNumber(micros / MICROS_OF_A_MILLI);
            } else {
                json.writeNumber(micros / (double) MICROS_OF_A_MILLI);
            }
        }

        private static void value(double value, JsonGenerator json) throws IOException {
            long whole = (long) value;
            // Compared as -0.0 and 0.0 differ.
            if (Math.abs(value) < MOST_WHOLE && Double.compare(value, (double) whole) == 0) {
                json.writeNumber(whole);
            } else {
                json.writeNumber(value);
            }
        }
    }

    /** Reads them, in either form. */
    static final class Reader extends JsonDeserializer<List<Reading>> {
        @Override
        public List<Reading> deserialize(JsonParser json, DeserializationContext context) throws IOException {
            if (json.currentToken() == JsonToken.START_ARRAY) {
                return oneByOne(json, context);
            }
            expect(json, json.currentToken(), JsonToken.START_OBJECT);
            Instant from = null;
            List<Quantity> quantities = null;
            List<Reading> readings = null;
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                switch (name) {
                    case "from" -> from = context.readValue(json, Instant.class);
                    case "quantities" -> quantities = quantities(json);
                    case "rows" -> {
                        if (from == null || quantities == null) {
                            throw wrong(json, "rows before what they count from");
                        }
                        readings = new Rows(json, from, quantities).read();
                    }
                    default -> json.skipChildren();
                }
            }
            if (readings == null) {
                throw wrong(json, "no rows");
            }
            return readings;
        }

        /** As readings stood in an event before there were rows: an outbox may still hold some. */
        private static List<Reading> oneByOne(JsonParser json, DeserializationContext context) throws IOException {
            List<Reading> readings = new ArrayList<>();
            try {
                for (JsonNode each : context.readTree(json)) {
                    readings.add(Json.read(each, Reading.class));
                }
            } catch (MalformedMessage e) {
                throw JsonMappingException.from(json, String.valueOf(e.getMessage()), e);
            }
            return readings;
        }

        private static List<Quantity> quantities(JsonParser json) throws IOException {
            expect(json, json.currentToken(), JsonToken.START_ARRAY);
            List<Quantity> quantities = new ArrayList<>();
            while (json.nextToken() == JsonToken.VALUE_STRING) {
                quantities.add(Quantity.of(json.getText()));
            }
            expect(json, json.currentToken(), JsonToken.END_ARRAY);
            return quantities;
        }
    }

    /** One reading of all rows. */
    private static final class Rows {
        private final JsonParser json;
        private final List<Quantity> quantities;
        private final List<Reading> readings = new ArrayList<>();
        private Instant receivedAt;

        Rows(JsonParser json, Instant from, List<Quantity> quantities) {
            this.json = json;
            this.receivedAt = from;
            this.quantities = quantities;
        }

        List<Reading> read() throws IOException {
            expect(json, json.currentToken(), JsonToken.START_ARRAY);
            while (json.nextToken() == JsonToken.START_ARRAY) {
                row();
            }
            expect(json, json.currentToken(), JsonToken.END_ARRAY);
            return readings;
        }

        private void row() throws IOException {
            expect(json, json.nextToken(), JsonToken.VALUE_STRING);
            SensorId sensor = new SensorId(json.getText());
            json.nextToken();
            receivedAt = receivedAt.plus(micros(), ChronoUnit.MICROS);
            Instant source =
                    json.nextToken() == JsonToken.VALUE_NULL ? null : receivedAt.minus(micros(), ChronoUnit.MICROS);
            boolean historical = json.nextToken() == JsonToken.VALUE_TRUE;
            if (historical) {
                json.nextToken();
            }
            values(sensor, source, historical);
        }

        /** On the first quantity; ends on the row's end. */
        private void values(SensorId sensor, @Nullable Instant source, boolean historical) throws IOException {
            while (json.currentToken() != JsonToken.END_ARRAY) {
                expect(json, json.currentToken(), JsonToken.VALUE_NUMBER_INT);
                int place = json.getIntValue();
                if (place < 0 || place >= quantities.size()) {
                    throw wrong(json, "no quantity " + place);
                }
                if (!json.nextToken().isNumeric()) {
                    throw wrong(json, "no value");
                }
                double value = json.getDoubleValue();
                Quality quality = Quality.GOOD;
                if (json.nextToken() == JsonToken.VALUE_STRING) {
                    quality = Quality.of(json.getText());
                    json.nextToken();
                }
                readings.add(
                        new Reading(sensor, quantities.get(place), value, source, receivedAt, quality, historical));
            }
        }

        private long micros() throws IOException {
            if (!json.currentToken().isNumeric()) {
                throw wrong(json, "no milliseconds");
            }
            double millis = json.getDoubleValue();
            if (!(Math.abs(millis) <= MOST_MILLIS)) {
                throw wrong(json, "too many milliseconds: " + millis);
            }
            return Math.round(millis * MICROS_OF_A_MILLI);
        }
    }

    private static void expect(JsonParser json, @Nullable JsonToken token, JsonToken due) throws IOException {
        if (token != due) {
            throw wrong(json, token + " where " + due + " is due");
        }
    }

    private static JsonMappingException wrong(JsonParser json, String what) {
        return JsonMappingException.from(json, what);
    }
}
