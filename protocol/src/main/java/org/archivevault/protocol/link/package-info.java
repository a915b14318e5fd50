/** The messages on the wire between edge and server, and the topics they travel on. */
@NullMarked
package org.archivevault.protocol.link;

import org.jspecify.annotations.NullMarked;
