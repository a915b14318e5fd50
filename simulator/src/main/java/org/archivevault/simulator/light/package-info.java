/** Simulated light controllers. */
@NullMarked
package org.archivevault.simulator.light;

import org.jspecify.annotations.NullMarked;
