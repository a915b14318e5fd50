@NullMarked
package org.archivevault.edge.tags;

import org.jspecify.annotations.NullMarked;
