/** Simulated controllers: a block's inputs, drive and protections, and the two register maps in front of them. */
@NullMarked
package org.archivevault.simulator.shelving;

import org.jspecify.annotations.NullMarked;
