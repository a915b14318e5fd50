package org.archivevault.simulator.reader;

import static org.archivevault.simulator.llrp.ParameterType.*;

import java.util.Set;
import java.util.TreeSet;
import org.archivevault.simulator.llrp.In;
import org.archivevault.simulator.llrp.LlrpRefusal;
import org.archivevault.simulator.llrp.Out;
import org.archivevault.simulator.llrp.StatusCode;

/** The reader's configuration (section 12). It outlives connections, not the power. */
final class ReaderConfig {
    /** Numbers of events that can be switched on (section 13.2.6.1). */
    static final int ROSPEC_EVENTS = 2;

    static final int AISPEC_EVENTS = 6;
    private static final int LAST_EVENT = 8;

    private static final int ALL = 0;
    private static final int LAST_KIND = 11;

    private ReportSpec report = ReportSpec.FACTORY;
    private long keepAliveMillis;
    private boolean hold;
    private final Set<Integer> events = new TreeSet<>();

    ReportSpec report() {
        return report;
    }

    /** 0 for none. */
    long keepAliveMillis() {
        return keepAliveMillis;
    }

    boolean hold() {
        return hold;
    }

    boolean tells(int event) {
        return events.contains(event);
    }

    /** Takes a SET_READER_CONFIG; nothing of it when a part is refused. */
    void set(In in, int antennaPorts) {
        boolean reset = in.u8() >> 7 != 0;
        ReaderConfig next = new ReaderConfig();
        if (!reset) {
            next.take(this);
        }
        for (In.Parameter one : in.parameters()) {
            next.set(one, antennaPorts);
        }
        take(next);
    }

    private void take(ReaderConfig other) {
        report = other.report;
        keepAliveMillis = other.keepAliveMillis;
        hold = other.hold;
        events.clear();
        events.addAll(other.events);
    }

    private void set(In.Parameter parameter, int antennaPorts) {
        In in = parameter.content();
        switch (parameter.type()) {
            case READER_EVENT_SPEC -> in.parameters().forEach(this::setEvent);
            case RO_REPORT_SPEC -> report = ReportSpec.parse(parameter);
            case KEEPALIVE_SPEC -> {
                int periodic = in.u8();
                keepAliveMillis = in.u32() * Math.min(periodic, 1);
            }
            case EVENTS_AND_REPORTS -> hold = in.u8() >> 7 != 0;
            case ANTENNA_CONFIGURATION -> RadioChecks.antenna(parameter, antennaPorts);
            case ACCESS_REPORT_SPEC, ANTENNA_PROPERTIES -> in.u8();
            default -> throw new LlrpRefusal(StatusCode.UNKNOWN_PARAMETER, "parameter " + parameter.type());
        }
    }

    private void setEvent(In.Parameter state) {
        In in = state.content();
        int event = in.u16();
        boolean on = in.u8() >> 7 != 0;
        if (event > LAST_EVENT) {
            throw new LlrpRefusal(StatusCode.FIELD_ERROR, "no event " + event);
        }
        if (on) {
            events.add(event);
        } else {
            events.remove(event);
        }
    }

    /** Writes what a GET_READER_CONFIG asks for. */
    void write(Out out, In request, int antennaPorts, long identity) {
        int antenna = request.u16();
        int kind = request.u8();
        if (kind > LAST_KIND || antenna > antennaPorts) {
            throw new LlrpRefusal(StatusCode.FIELD_ERROR, "no configuration of kind " + kind + ", antenna " + antenna);
        }
        part(kind, 1, () -> out.tlv(IDENTIFICATION, id -> id.u8(0).u16(8).u64(identity)));
        for (int port = 1; port <= antennaPorts; port++) {
            int number = port;
            boolean meant = antenna == 0 || antenna == port;
            part(
                    meant ? kind : -1,
                    2,
                    () -> out.tlv(
                            ANTENNA_PROPERTIES, p -> p.u8(0x80).u16(number).u16(0)));
        }
        for (int port = 1; port <= antennaPorts; port++) {
            int number = port;
            boolean meant = antenna == 0 || antenna == port;
            part(
                    meant ? kind : -1,
                    3,
                    () -> out.tlv(
                            ANTENNA_CONFIGURATION,
                            c -> c.u16(number)
                                    .tlv(RF_RECEIVER, receiver -> receiver.u16(1))
                                    .tlv(
                                            RF_TRANSMITTER,
                                            transmitter ->
                                                    transmitter.u16(1).u16(0).u16(Capabilities.POWERS))));
        }
        part(
                kind,
                5,
                () -> out.tlv(READER_EVENT_SPEC, spec -> {
                    for (int event = 0; event <= LAST_EVENT; event++) {
                        int number = event;
                        spec.tlv(
                                EVENT_NOTIFICATION_STATE,
                                state -> state.u16(number).u8(tells(number) ? 0x80 : 0));
                    }
                }));
        part(kind, 4, () -> report.write(out));
        part(kind, 6, () -> out.tlv(ACCESS_REPORT_SPEC, spec -> spec.u8(0)));
        part(kind, 7, () -> out.tlv(CONFIGURATION_STATE, state -> state.u32(1)));
        part(
                kind,
                8,
                () -> out.tlv(
                        KEEPALIVE_SPEC,
                        spec -> spec.u8(keepAliveMillis > 0 ? 1 : 0).u32(keepAliveMillis)));
        part(kind, 11, () -> out.tlv(EVENTS_AND_REPORTS, spec -> spec.u8(hold ? 0x80 : 0)));
    }

    private static void part(int asked, int number, Runnable write) {
        if (asked == ALL || asked == number) {
            write.run();
        }
    }
}
