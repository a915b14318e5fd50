/** The ground truth: what really happened, with a clock of its own. */
@NullMarked
package org.archivevault.simulator.truth;

import org.jspecify.annotations.NullMarked;
