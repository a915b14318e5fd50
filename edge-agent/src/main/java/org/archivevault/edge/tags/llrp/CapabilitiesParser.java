package org.archivevault.edge.tags.llrp;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.archivevault.edge.tags.llrp.Capabilities.PowerLevel;
import org.jspecify.annotations.Nullable;
import org.llrp.ltk.exceptions.InvalidLLRPMessageException;
import org.llrp.ltk.generated.messages.GET_READER_CAPABILITIES_RESPONSE;
import org.llrp.ltk.generated.parameters.C1G2UHFRFModeTable;
import org.llrp.ltk.generated.parameters.FrequencyInformation;
import org.llrp.ltk.generated.parameters.UHFBandCapabilities;

/** Reads a reader's capabilities with the LLRP toolkit. */
final class CapabilitiesParser {
    private CapabilitiesParser() {}

    /**
     * Reads a GET_READER_CAPABILITIES_RESPONSE whose status is success.
     *
     * @throws MalformedMessage when it is none, or when a part that every reader must tell is missing
     */
    static Capabilities parse(byte[] message) throws MalformedMessage {
        GET_READER_CAPABILITIES_RESPONSE response;
        try {
            response = new GET_READER_CAPABILITIES_RESPONSE(asVersion101(message));
        } catch (InvalidLLRPMessageException | RuntimeException failure) {
            // The toolkit throws whatever its bit lists throw.
            throw new MalformedMessage("capabilities that cannot be read: " + failure.getMessage());
        }
        var general = told(response.getGeneralDeviceCapabilities(), "general");
        var llrp = told(response.getLLRPCapabilities(), "LLRP");
        var band = told(told(response.getRegulatoryCapabilities(), "regulatory").getUHFBandCapabilities(), "UHF band");
        return new Capabilities(
                told(general.getMaxNumberOfAntennaSupported(), "antennas").intValue(),
                told(llrp.getSupportsEventAndReportHolding(), "holding").toBoolean(),
                told(llrp.getMaxNumAccessSpecs(), "AccessSpecs").toLong(),
                powers(band),
                hopTable(told(band.getFrequencyInformation(), "frequency")),
                modes(band));
    }

    private static <T> T told(@Nullable T part, String name) throws MalformedMessage {
        if (part == null) {
            throw new MalformedMessage("the capabilities lack the part " + name);
        }
        return part;
    }

    private static List<PowerLevel> powers(UHFBandCapabilities band) {
        List<PowerLevel> powers = new ArrayList<>();
        band.getTransmitPowerLevelTableEntryList()
                .forEach(entry -> powers.add(new PowerLevel(
                        entry.getIndex().intValue(),
                        entry.getTransmitPowerValue().intValue())));
        return powers;
    }

    private static OptionalInt hopTable(FrequencyInformation frequency) {
        return frequency.getHopping().toBoolean()
                ? OptionalInt.of(frequency.getFrequencyHopTableList().stream()
                        .mapToInt(table -> table.getHopTableID().toInteger())
                        .findFirst()
                        .orElse(1))
                : OptionalInt.empty();
    }

    private static Set<Long> modes(UHFBandCapabilities band) {
        return band.getAirProtocolUHFRFModeTableList().stream()
                .filter(C1G2UHFRFModeTable.class::isInstance)
                .flatMap(table -> ((C1G2UHFRFModeTable) table).getC1G2UHFRFModeTableEntryList().stream())
                .map(entry -> entry.getModeIdentifier().toLong())
                .collect(Collectors.toSet());
    }

    /** The toolkit knows version 1 only; the message is the same in both. */
    private static byte[] asVersion101(byte[] message) {
        byte[] copy = message.clone();
        copy[0] = (byte) ((copy[0] & 3) | (1 << 2));
        return copy;
    }
}
