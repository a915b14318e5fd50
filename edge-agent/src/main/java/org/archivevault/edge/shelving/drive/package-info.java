/** Drives a block: carries inputs to the decisions of {@code shelving} and their actions to disk, controller and uplink. */
@NullMarked
package org.archivevault.edge.shelving.drive;

import org.jspecify.annotations.NullMarked;
