/** The blocks as the server sees them: their latest view, who holds them, and what is asked of them. */
@NullMarked
package org.archivevault.server.shelving;

import org.jspecify.annotations.NullMarked;
