package org.archivevault.edge.tags.llrp;

import java.time.Duration;
import java.util.Map;
import org.archivevault.firmware.reader.ReaderProfile;
import org.llrp.ltk.exceptions.InvalidLLRPMessageException;
import org.llrp.ltk.generated.enumerations.GetReaderCapabilitiesRequestedData;
import org.llrp.ltk.generated.enumerations.KeepaliveTriggerType;
import org.llrp.ltk.generated.enumerations.NotificationEventType;
import org.llrp.ltk.generated.messages.ADD_ACCESSSPEC;
import org.llrp.ltk.generated.messages.ADD_ROSPEC;
import org.llrp.ltk.generated.messages.CLOSE_CONNECTION;
import org.llrp.ltk.generated.messages.DELETE_ACCESSSPEC;
import org.llrp.ltk.generated.messages.DELETE_ROSPEC;
import org.llrp.ltk.generated.messages.ENABLE_ACCESSSPEC;
import org.llrp.ltk.generated.messages.ENABLE_EVENTS_AND_REPORTS;
import org.llrp.ltk.generated.messages.ENABLE_ROSPEC;
import org.llrp.ltk.generated.messages.GET_READER_CAPABILITIES;
import org.llrp.ltk.generated.messages.KEEPALIVE_ACK;
import org.llrp.ltk.generated.messages.SET_READER_CONFIG;
import org.llrp.ltk.generated.messages.START_ROSPEC;
import org.llrp.ltk.generated.parameters.EventNotificationState;
import org.llrp.ltk.generated.parameters.EventsAndReports;
import org.llrp.ltk.generated.parameters.KeepaliveSpec;
import org.llrp.ltk.generated.parameters.ReaderEventNotificationSpec;
import org.llrp.ltk.types.Bit;
import org.llrp.ltk.types.LLRPMessage;
import org.llrp.ltk.types.UnsignedInteger;
import org.llrp.ltk.types.UnsignedShort;

/** All that we say to a reader, built with the LLRP toolkit in version 1.0.1. */
final class ControlMessages {
    /** In a DELETE: all of them (LLRP 1.0.1, 10.1.2 and 11.1.2). */
    private static final int ALL = 0;

    private static final int ANY_ANTENNA = 0;

    /** What the reader is to tell us of, and what not. */
    private static final Map<Integer, Boolean> NOTIFICATIONS = Map.of(
            NotificationEventType.ROSpec_Event, true,
            NotificationEventType.Report_Buffer_Fill_Warning, true,
            NotificationEventType.Reader_Exception_Event, true,
            NotificationEventType.Antenna_Event, true,
            NotificationEventType.AISpec_Event, false);

    private ControlMessages() {}

    static Request capabilities() {
        GET_READER_CAPABILITIES message = new GET_READER_CAPABILITIES();
        message.setRequestedData(new GetReaderCapabilitiesRequestedData(GetReaderCapabilitiesRequestedData.All));
        return request(message);
    }

    static Request deleteRoSpecs() {
        DELETE_ROSPEC message = new DELETE_ROSPEC();
        message.setROSpecID(new UnsignedInteger(ALL));
        return request(message);
    }

    static Request deleteAccessSpecs() {
        DELETE_ACCESSSPEC message = new DELETE_ACCESSSPEC();
        message.setAccessSpecID(new UnsignedInteger(ALL));
        return request(message);
    }

    /** Keep-alives, events, and that reports wait for us while we are away, where the reader can do so. */
    static Request configure(Duration keepAlive, boolean holdReports) {
        KeepaliveSpec spec = new KeepaliveSpec();
        spec.setKeepaliveTriggerType(new KeepaliveTriggerType(KeepaliveTriggerType.Periodic));
        spec.setPeriodicTriggerValue(new UnsignedInteger(keepAlive.toMillis()));
        ReaderEventNotificationSpec events = new ReaderEventNotificationSpec();
        NOTIFICATIONS.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(entry -> {
            EventNotificationState state = new EventNotificationState();
            state.setEventType(new NotificationEventType(entry.getKey()));
            state.setNotificationState(new Bit(entry.getValue()));
            events.addToEventNotificationStateList(state);
        });
        EventsAndReports hold = new EventsAndReports();
        hold.setHoldEventsAndReportsUponReconnect(new Bit(holdReports));
        SET_READER_CONFIG message = new SET_READER_CONFIG();
        message.setResetToFactoryDefault(new Bit(false));
        message.setKeepaliveSpec(spec);
        message.setReaderEventNotificationSpec(events);
        message.setEventsAndReports(hold);
        return request(message);
    }

    static Request addRoSpec(Radio radio, ReaderProfile.Reporting reporting) {
        ADD_ROSPEC message = new ADD_ROSPEC();
        message.setROSpec(RoSpecCompiler.roSpec(radio, reporting));
        return request(message);
    }

    static Request enableRoSpec() {
        ENABLE_ROSPEC message = new ENABLE_ROSPEC();
        message.setROSpecID(new UnsignedInteger(RoSpecCompiler.ROSPEC_ID));
        return request(message);
    }

    static Request startRoSpec() {
        START_ROSPEC message = new START_ROSPEC();
        message.setROSpecID(new UnsignedInteger(RoSpecCompiler.ROSPEC_ID));
        return request(message);
    }

    static Request addTidRead() {
        ADD_ACCESSSPEC message = new ADD_ACCESSSPEC();
        message.setAccessSpec(TidReadCompiler.accessSpec(new UnsignedShort(ANY_ANTENNA)));
        return request(message);
    }

    static Request enableTidRead() {
        ENABLE_ACCESSSPEC message = new ENABLE_ACCESSSPEC();
        message.setAccessSpecID(new UnsignedInteger(TidReadCompiler.ACCESSSPEC_ID));
        return request(message);
    }

    /** Has no answer. */
    static Request enableEventsAndReports() {
        return request(new ENABLE_EVENTS_AND_REPORTS());
    }

    static Request closeConnection() {
        return request(new CLOSE_CONNECTION());
    }

    /** Has no answer; carries the id of the KEEPALIVE. */
    static byte[] keepAliveAck(long id) {
        return bytes(new KEEPALIVE_ACK(), id);
    }

    private static Request request(LLRPMessage message) {
        return new Request(message.getName(), responseType(message), id -> bytes(message, id));
    }

    private static int responseType(LLRPMessage message) {
        int type = message.getTypeNum().intValue();
        return type == CLOSE_CONNECTION.TYPENUM.intValue() ? MessageType.CLOSE_CONNECTION_RESPONSE : type + 10;
    }

    private static byte[] bytes(LLRPMessage message, long id) {
        message.setMessageID(new UnsignedInteger(id));
        try {
            return message.encodeBinary();
        } catch (InvalidLLRPMessageException failure) {
            throw new IllegalStateException(message.getName() + " was built wrongly", failure);
        }
    }
}
