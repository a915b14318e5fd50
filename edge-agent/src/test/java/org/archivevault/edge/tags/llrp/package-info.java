/** The LLRP client against readers of every kind, and the report decoder against bytes of every kind. */
@NullMarked
package org.archivevault.edge.tags.llrp;

import org.jspecify.annotations.NullMarked;
