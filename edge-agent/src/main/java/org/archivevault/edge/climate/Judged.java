package org.archivevault.edge.climate;

import org.archivevault.protocol.climate.Reading;

/** What became of a measured value. */
public sealed interface Judged {
    /**
     * It is a reading, perhaps a doubtful one.
     *
     * @param reading to be told
     */
    record Taken(Reading reading) implements Judged {}

    /**
     * It is no reading.
     *
     * @param why what speaks against it
     */
    record Left(Why why) implements Judged {}

    /** Why a value is no reading. */
    enum Why {
        /** It has come before. */
        DUPLICATE,
        /** It is NaN or infinite: the sensor could not measure. */
        NO_NUMBER,
        /** The broker had kept it, and nothing says since when. */
        RETAINED,
        /** It tells of the past and does not say of when. */
        NO_TIME,
        /** Its sensor speaks far too often. */
        TOO_MANY,
        /** The plan has no such sensor. */
        UNPLANNED
    }
}
