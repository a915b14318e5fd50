package org.archivevault.simulator.llrp;

/** What a reader answers (section 14.2). */
public enum StatusCode {
    SUCCESS(0),
    PARAMETER_ERROR(100),
    FIELD_ERROR(101),
    MISSING_PARAMETER(103),
    OVERFLOW_PARAMETER(105),
    UNKNOWN_PARAMETER(107),
    UNSUPPORTED_MESSAGE(109),
    UNSUPPORTED_VERSION(110),
    UNSUPPORTED_PARAMETER(111),
    DEVICE_ERROR(401);

    private final int code;

    StatusCode(int code) {
        this.code = code;
    }

    /**
     * The number on the wire.
     *
     * @return 0–401
     */
    public int code() {
        return code;
    }
}
