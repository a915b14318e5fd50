@NullMarked
package org.archivevault.postgres;

import org.jspecify.annotations.NullMarked;
