@NullMarked
package org.archivevault.edge.watch;

import org.jspecify.annotations.NullMarked;
