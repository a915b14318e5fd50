@NullMarked
package org.archivevault.edge.climate;

import org.jspecify.annotations.NullMarked;
