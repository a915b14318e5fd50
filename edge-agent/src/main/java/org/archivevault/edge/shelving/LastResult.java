package org.archivevault.edge.shelving;

/** What a controller says about the command it last dealt with (register maps, "last result"). */
enum LastResult {
    /** None since power-on. */
    NONE,
    /** Understood, waits for execute. */
    PREPARED,
    /** Under way. */
    EXECUTING,
    /** Ended where it should. */
    DONE,
    /** Refused; the refusal register says why. */
    REFUSED,
    /** Ended before it was where it should be. */
    STOPPED,
    /** A number that the register maps do not know. */
    UNDEFINED;

    private static final LastResult[] BY_NUMBER = {NONE, PREPARED, EXECUTING, DONE, REFUSED, STOPPED};

    static LastResult of(long number) {
        return number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[(int) number] : UNDEFINED;
    }
}
