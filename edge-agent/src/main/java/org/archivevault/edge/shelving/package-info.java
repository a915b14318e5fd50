/**
 * What an edge believes about a block of mobile shelving and what it decides on it: may an aisle be opened, what comes
 * next, when to stop. No I/O and no clock: every decision is a function of state, input and time, so that every fault can
 * be replayed (architecture, idea 1).
 */
@NullMarked
package org.archivevault.edge.shelving;

import org.jspecify.annotations.NullMarked;
