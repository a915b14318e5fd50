/** {@code config check}: tells a person what is wrong with a configuration file, or what was understood. */
@NullMarked
package org.archivevault.firmware.check;

import org.jspecify.annotations.NullMarked;
