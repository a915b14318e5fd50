@NullMarked
package org.archivevault.edge;

import org.jspecify.annotations.NullMarked;
