/** Drives the pick lights of a vault: carries commands and read-backs to the decisions, and their writes out. */
@NullMarked
package org.archivevault.edge.light.drive;

import org.jspecify.annotations.NullMarked;
