/** Putting packs on the shelves: the slots of the plan, the next free ones in sequence, and how full the shelves are. */
@NullMarked
package org.archivevault.server.putaway;

import org.jspecify.annotations.NullMarked;
