@NullMarked
package org.archivevault.edge.tags.drive;

import org.jspecify.annotations.NullMarked;
