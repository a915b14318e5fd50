/** Endpoints: where the simulated controllers listen, over TCP and on a serial line. */
@NullMarked
package org.archivevault.simulator.wire;

import org.jspecify.annotations.NullMarked;
