/** Starts and stops the foreign parts, each private to its test. */
@NullMarked
package org.archivevault.system.parts;

import org.jspecify.annotations.NullMarked;
