package org.archivevault.simulator.llrp;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Messages of LLRP 1.0.1 (section 16.1). */
public enum MessageType {
    GET_READER_CAPABILITIES(1),
    GET_READER_CONFIG(2),
    SET_READER_CONFIG(3),
    CLOSE_CONNECTION_RESPONSE(4),
    GET_READER_CAPABILITIES_RESPONSE(11),
    GET_READER_CONFIG_RESPONSE(12),
    SET_READER_CONFIG_RESPONSE(13),
    CLOSE_CONNECTION(14),
    ADD_ROSPEC(20),
    DELETE_ROSPEC(21),
    START_ROSPEC(22),
    STOP_ROSPEC(23),
    ENABLE_ROSPEC(24),
    DISABLE_ROSPEC(25),
    GET_ROSPECS(26),
    ADD_ROSPEC_RESPONSE(30),
    DELETE_ROSPEC_RESPONSE(31),
    START_ROSPEC_RESPONSE(32),
    STOP_ROSPEC_RESPONSE(33),
    ENABLE_ROSPEC_RESPONSE(34),
    DISABLE_ROSPEC_RESPONSE(35),
    GET_ROSPECS_RESPONSE(36),
    ADD_ACCESSSPEC(40),
    DELETE_ACCESSSPEC(41),
    ENABLE_ACCESSSPEC(42),
    DISABLE_ACCESSSPEC(43),
    GET_ACCESSSPECS(44),
    ADD_ACCESSSPEC_RESPONSE(50),
    DELETE_ACCESSSPEC_RESPONSE(51),
    ENABLE_ACCESSSPEC_RESPONSE(52),
    DISABLE_ACCESSSPEC_RESPONSE(53),
    GET_ACCESSSPECS_RESPONSE(54),
    GET_REPORT(60),
    RO_ACCESS_REPORT(61),
    KEEPALIVE(62),
    READER_EVENT_NOTIFICATION(63),
    ENABLE_EVENTS_AND_REPORTS(64),
    KEEPALIVE_ACK(72),
    ERROR_MESSAGE(100);

    private static final Map<Integer, MessageType> BY_CODE =
            Arrays.stream(values()).collect(Collectors.toMap(type -> type.code, Function.identity()));

    private final int code;

    MessageType(int code) {
        this.code = code;
    }

    /**
     * The number on the wire.
     *
     * @return 1–1,023
     */
    public int code() {
        return code;
    }

    /**
     * The message of a number.
     *
     * @param code as on the wire
     * @return empty for a message that 1.0.1 does not know, or that these readers do not
     */
    public static Optional<MessageType> of(int code) {
        return Optional.ofNullable(BY_CODE.get(code));
    }
}
