/** Search as you type: numbers and names by prefix, names by any part, then near misses. */
@NullMarked
package org.archivevault.server.search;

import org.jspecify.annotations.NullMarked;
