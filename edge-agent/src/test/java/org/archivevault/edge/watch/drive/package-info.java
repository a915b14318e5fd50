@NullMarked
package org.archivevault.edge.watch.drive;

import org.jspecify.annotations.NullMarked;
