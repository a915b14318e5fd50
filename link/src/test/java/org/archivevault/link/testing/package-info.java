/** A real broker for tests, also of other modules. */
@NullMarked
package org.archivevault.link.testing;

import org.jspecify.annotations.NullMarked;
