/** Shared by the tests of configuration files. */
@NullMarked
package org.archivevault.firmware;

import org.jspecify.annotations.NullMarked;
