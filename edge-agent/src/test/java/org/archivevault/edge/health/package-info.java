@NullMarked
package org.archivevault.edge.health;

import org.jspecify.annotations.NullMarked;
