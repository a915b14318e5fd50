/** Modbus as the server sees it: requests, answers and frames; no input or output. */
@NullMarked
package org.archivevault.simulator.modbus;

import org.jspecify.annotations.NullMarked;
