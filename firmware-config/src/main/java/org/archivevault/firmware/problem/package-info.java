/** Mistakes in configuration files: where, what is wrong, what was probably meant. */
@NullMarked
package org.archivevault.firmware.problem;

import org.jspecify.annotations.NullMarked;
