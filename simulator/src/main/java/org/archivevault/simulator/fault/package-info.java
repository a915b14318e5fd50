/** Scripted faults at the wire: what a bad line or a bad controller does to an answer. */
@NullMarked
package org.archivevault.simulator.fault;

import org.jspecify.annotations.NullMarked;
