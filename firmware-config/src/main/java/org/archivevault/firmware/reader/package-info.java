/** RFID readers as data: what a reader is told (as an LLRP ROSpec) and how its reports are to be understood. */
@NullMarked
package org.archivevault.firmware.reader;

import org.jspecify.annotations.NullMarked;
