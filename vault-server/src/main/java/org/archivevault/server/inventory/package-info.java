/** Inventory rounds (盘点): what stands where, held against what the records say; and how much has been seen lately. */
@NullMarked
package org.archivevault.server.inventory;

import org.jspecify.annotations.NullMarked;
