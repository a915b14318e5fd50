/**
 * What cameras say: who is in which aisle, and for how long that is to be believed; what is worth telling; which pictures
 * to keep. Decides only: time and words are arguments.
 */
@NullMarked
package org.archivevault.edge.camera;

import org.jspecify.annotations.NullMarked;
