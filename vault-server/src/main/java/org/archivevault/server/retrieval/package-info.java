/** From a business order number to the open aisle: who may, who waits, what was asked of the shelving and how it ended. */
@NullMarked
package org.archivevault.server.retrieval;

import org.jspecify.annotations.NullMarked;
