/** Whether the devices and the edge itself are well: for people at {@code /health}, for machines at {@code /metrics}. */
@NullMarked
package org.archivevault.edge.health;

import org.jspecify.annotations.NullMarked;
