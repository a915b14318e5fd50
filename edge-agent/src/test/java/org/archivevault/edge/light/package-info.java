@NullMarked
package org.archivevault.edge.light;

import org.jspecify.annotations.NullMarked;
