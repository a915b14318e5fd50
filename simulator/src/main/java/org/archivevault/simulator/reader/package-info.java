/** Simulated RFID readers that speak LLRP 1.0.1 on the wire. */
@NullMarked
package org.archivevault.simulator.reader;

import org.jspecify.annotations.NullMarked;
