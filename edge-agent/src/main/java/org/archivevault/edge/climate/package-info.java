/**
 * What a measured value means: whether it is new, when it was measured, how far it is to be believed. Decides only: time
 * and values are arguments.
 */
@NullMarked
package org.archivevault.edge.climate;

import org.jspecify.annotations.NullMarked;
