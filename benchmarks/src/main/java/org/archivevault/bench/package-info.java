/** Measurements side by side with a peer or a limit in the same run; {@code ./vault bench} prints them. */
@NullMarked
package org.archivevault.bench;

import org.jspecify.annotations.NullMarked;
