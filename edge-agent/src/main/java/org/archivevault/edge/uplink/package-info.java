/** The edge's way to the server: outbox on disk, wire to the broker, and the link between them. */
@NullMarked
package org.archivevault.edge.uplink;

import org.jspecify.annotations.NullMarked;
