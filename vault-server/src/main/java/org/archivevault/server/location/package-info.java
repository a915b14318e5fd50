/** From a business order to where its packs stand, what blocks the way now, and whether the caller may open it. */
@NullMarked
package org.archivevault.server.location;

import org.jspecify.annotations.NullMarked;
