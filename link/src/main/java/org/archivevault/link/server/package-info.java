/** The server's half of the link. */
@NullMarked
package org.archivevault.link.server;

import org.jspecify.annotations.NullMarked;
