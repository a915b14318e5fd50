/**
 * A vault's sources as the edge sees them: what of their words becomes an event, whether they are well, and when they are
 * to be asked again. Decides only.
 */
@NullMarked
package org.archivevault.edge.watch;

import org.jspecify.annotations.NullMarked;
