package org.archivevault.edge.tags;

import org.archivevault.protocol.pack.Epc;
import org.archivevault.protocol.tag.Tid;
import org.jspecify.annotations.Nullable;

/**
 * One tag as one antenna of a reader has read it.
 *
 * @param antennaPort as the reader reports it, 1 upwards
 * @param epc what the tag answered
 * @param tid its TID, when the reader reads it
 * @param rssiDbm strongest signal, in dBm; null when the reader does not tell
 * @param count how many reads the report stands for, at least 1
 */
public record TagReport(
        int antennaPort,
        Epc epc,
        @Nullable Tid tid,
        @Nullable Integer rssiDbm,
        int count) {}
