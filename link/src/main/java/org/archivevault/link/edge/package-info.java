/** The edge's half of the link. */
@NullMarked
package org.archivevault.link.edge;

import org.jspecify.annotations.NullMarked;
