@NullMarked
package org.archivevault.protocol;

import org.jspecify.annotations.NullMarked;
