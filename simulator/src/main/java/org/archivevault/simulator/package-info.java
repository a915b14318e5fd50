/** Simulated shelving that speaks the real wire protocols: start a site, drive it by hand, script its faults. */
@NullMarked
package org.archivevault.simulator;

import org.jspecify.annotations.NullMarked;
