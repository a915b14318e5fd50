/** The edge's outbox: what happened, on the disk, until the server has it. */
@NullMarked
package org.archivevault.link.outbox;

import org.jspecify.annotations.NullMarked;
