/** LLRP 1.0.1 as bytes: messages, parameters, status codes. Knows no sockets, and shares nothing with the edge agent. */
@NullMarked
package org.archivevault.simulator.llrp;

import org.jspecify.annotations.NullMarked;
