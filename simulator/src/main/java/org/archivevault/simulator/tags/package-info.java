/** Tags, where they really are, and which antennas hear them. */
@NullMarked
package org.archivevault.simulator.tags;

import org.jspecify.annotations.NullMarked;
