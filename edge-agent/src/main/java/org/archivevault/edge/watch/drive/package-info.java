/** Carries what sources say from the devices' broker to the decisions, and what is to be told to the outbox. */
@NullMarked
package org.archivevault.edge.watch.drive;

import org.jspecify.annotations.NullMarked;
