package org.archivevault.edge.tags.llrp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.archivevault.edge.tags.TagReport;
import org.archivevault.edge.tags.llrp.Capabilities.PowerLevel;
import org.archivevault.protocol.pack.Epc;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Payloads of real readers, decoded to the values that another project has written down for them. None is copied here. */
final class RealReaderPayloadsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path FOLDER = Path.of("shared", "data", "edgex-llrp");
    private static Path data = FOLDER;

    /** What the decoder tells of a tag, in the payloads' own names. Anything else in a payload must be null there. */
    private static final Set<String> FIELDS =
            Set.of("EPC96", "EPCData", "AntennaID", "PeakRSSI", "FirstSeenUTC", "LastSeenUTC", "TagSeenCount");

    @BeforeAll
    static void find() {
        Path from = Path.of("").toAbsolutePath();
        while (from != null && !Files.isDirectory(from.resolve(FOLDER))) {
            from = from.getParent();
        }
        assumeTrue(
                from != null,
                "skipped: no folder shared/data/edgex-llrp beside or above the checkout (payloads of real readers)");
        data = from.resolve(FOLDER);
    }

    @Test
    void everyFieldOfEveryTagReportIsAsWrittenDown() throws IOException {
        List<Path> reports;
        try (Stream<Path> files = Files.list(data.resolve("roAccessReports"))) {
            reports = files.filter(file -> file.toString().endsWith(".bytes"))
                    .sorted()
                    .toList();
        }
        assertThat(reports).hasSizeGreaterThanOrEqualTo(6);
        for (Path report : reports) {
            byte[] body = Files.readAllBytes(report);
            JsonNode expected = json(report);
            List<Map<String, Object>> decoded = new ArrayList<>();
            try {
                new ReportDecoder(0).decode(body, 0, body.length, fields -> decoded.add(told(fields)));
            } catch (MalformedMessage failure) {
                throw new AssertionError(report + ": " + failure.getMessage(), failure);
            }
            assertThat(decoded).as(report.toString()).isEqualTo(writtenDown(expected.get("TagReportData")));
            assertThat(expected.get("RFSurveyReportData").isNull()).isTrue();
        }
    }

    @Test
    void theFirstReportIsTheTagReportThatThePlansLayerGets() throws IOException, MalformedMessage {
        byte[] body = Files.readAllBytes(data.resolve("roAccessReports/ROAccessReport-001.bytes"));
        assertThat(new ReportDecoder(0).decode(body, 0, body.length))
                .containsExactly(new TagReport(1, new Epc("3000ABCDEF00000000000003"), null, -48, 1));
    }

    @Test
    void whatIsUsedOfTheCapabilitiesIsAsWrittenDown() throws IOException, MalformedMessage {
        Path file = data.resolve("GetReaderCapabilitiesResponse-000.bytes");
        JsonNode expected = json(file);
        Capabilities can = CapabilitiesParser.parse(withHeader(11, file));
        JsonNode llrp = expected.get("LLRPCapabilities");
        JsonNode band = expected.get("RegulatoryCapabilities").get("UHFBandCapabilities");

        assertThat(can.antennaPorts())
                .isEqualTo(expected.at("/GeneralDeviceCapabilities/MaxSupportedAntennas")
                        .asInt());
        assertThat(can.holdsReports())
                .isEqualTo(llrp.get("SupportsEventsAndReportHolding").asBoolean());
        assertThat(can.maxAccessSpecs()).isEqualTo(llrp.get("MaxAccessSpecs").asLong());
        assertThat(can.powers())
                .hasSizeGreaterThan(80)
                .isEqualTo(stream(band.get("TransmitPowerLevels"))
                        .map(level -> new PowerLevel(
                                level.get("Index").asInt(),
                                level.get("TransmitPowerValue").asInt()))
                        .toList());
        assertThat(can.hopTable())
                .hasValue(band.at("/FrequencyInformation/FrequencyHopTables/0/HopTableID")
                        .asInt());
        assertThat(can.modes())
                .hasSizeGreaterThan(5)
                .containsExactlyInAnyOrderElementsOf(stream(band.at("/C1G2RFModes/UHFC1G2RFModeTableEntries"))
                        .map(mode -> mode.get("ModeID").asLong())
                        .toList());
    }

    @Test
    void theStatusOfEveryResponseIsAsWrittenDown() throws IOException, MalformedMessage {
        Map<String, Integer> responses = Map.of(
                "CloseConnectionResponse-000.bytes", 4,
                "GetAccessSpecsResponse-000.bytes", 54,
                "GetROSpecsResponse-000.bytes", 36,
                "GetReaderCapabilitiesResponse-000.bytes", 11,
                "GetReaderConfigResponse-000.bytes", 12);
        for (Map.Entry<String, Integer> response : responses.entrySet()) {
            Path file = data.resolve(response.getKey());
            byte[] message = withHeader(response.getValue(), file);
            LlrpStatus status = LlrpStatus.of(new Frame(response.getValue(), 1, message, 0, message.length));
            JsonNode expected = json(file).get("LLRPStatus");
            assertThat(status)
                    .as(response.getKey())
                    .isEqualTo(new LlrpStatus(
                            expected.get("Status").asInt(),
                            expected.get("ErrorDescription").asText()));
        }
    }

    @Test
    void everyParameterOfTheConfigurationIsFound() throws IOException, MalformedMessage {
        Path file = data.resolve("GetReaderConfigResponse-000.bytes");
        byte[] body = Files.readAllBytes(file);
        JsonNode expected = json(file);
        Map<Integer, Integer> found = new TreeMap<>();
        ParameterCursor cursor = new ParameterCursor().over(body, 0, body.length);
        while (cursor.next()) {
            found.merge(cursor.type(), 1, Integer::sum);
        }
        Map<Integer, Integer> written =
                new TreeMap<>(Map.of(287, 1, 218, 1, 244, 1, 237, 1, 239, 1, 217, 1, 220, 1, 226, 1));
        written.put(221, expected.get("AntennaProperties").size());
        written.put(222, expected.get("AntennaConfigurations").size());
        written.put(225, expected.get("GPIPortCurrentStates").size());
        written.put(219, expected.get("GPOWriteData").size());
        assertThat(found).isEqualTo(written);
    }

    @Test
    void theReaderEventIsTheOneWrittenDown() throws IOException, MalformedMessage {
        Path file = data.resolve("ReaderEventNotification-000.bytes");
        byte[] message = withHeader(63, file);
        List<String> heard = new ArrayList<>();
        ReaderEvents.read(new Frame(63, 0, message, 0, message.length), new ReaderEvents.Listener() {
            @Override
            public void connectionAttempt(int status) {
                heard.add("ConnectionAttemptEvent");
            }

            @Override
            public void connectionClosing() {
                heard.add("ConnectionCloseEvent");
            }

            @Override
            public void started(long roSpecId) {
                heard.add("ROSpecEvent");
            }

            @Override
            public void ended(long roSpecId) {
                heard.add("ROSpecEvent");
            }

            @Override
            public void antenna(int port, boolean connected) {
                heard.add("AntennaEvent");
            }

            @Override
            public void reportsLost() {
                heard.add("ReportBufferOverflowErrorEvent");
            }

            @Override
            public void exception(String words) {
                heard.add("ReaderExceptionEvent");
            }
        });
        JsonNode written = json(file).get("ReaderEventNotificationData");
        List<String> expected = new ArrayList<>();
        written.properties().forEach(field -> {
            if (field.getKey().endsWith("Event") && !field.getValue().isNull()) {
                expected.add(field.getKey());
            }
        });
        assertThat(heard).isEqualTo(expected).isNotEmpty();
    }

    private static Map<String, Object> told(TagFields fields) {
        Map<String, Object> told = new HashMap<>();
        told.put("EPC", fields.epc());
        put(told, "AntennaID", fields.antennaPort);
        put(told, "PeakRSSI", fields.peakRssiDbm);
        put(told, "FirstSeenUTC", fields.firstSeenUtcMicros);
        put(told, "LastSeenUTC", fields.lastSeenUtcMicros);
        put(told, "TagSeenCount", fields.seenCount);
        return told;
    }

    private static void put(Map<String, Object> told, String name, long value) {
        if (value != TagFields.NONE) {
            told.put(name, value);
        }
    }

    private static List<Map<String, Object>> writtenDown(JsonNode tags) {
        List<Map<String, Object>> written = new ArrayList<>();
        tags.forEach(tag -> {
            Map<String, Object> fields = new HashMap<>();
            tag.properties().forEach(field -> {
                if (!field.getValue().isNull()) {
                    assertThat(FIELDS).contains(field.getKey());
                    if (field.getValue().isNumber()) {
                        fields.put(field.getKey(), field.getValue().asLong());
                    } else if (field.getValue().get("EPC") != null
                            && field.getValue().get("EPC").isTextual()) {
                        fields.put("EPC", hex(field.getValue().get("EPC").asText()));
                    }
                }
            });
            written.add(fields);
        });
        return written;
    }

    private static String hex(String base64) {
        return HexFormat.of().withUpperCase().formatHex(Base64.getDecoder().decode(base64));
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private static byte[] withHeader(int type, Path file) throws IOException {
        return Llrp.message(type, 1, HexFormat.of().formatHex(Files.readAllBytes(file)));
    }

    private static JsonNode json(Path bytes) {
        try {
            return JSON.readTree(
                    Path.of(bytes.toString().replace(".bytes", ".json")).toFile());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
