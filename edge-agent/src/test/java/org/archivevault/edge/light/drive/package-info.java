@NullMarked
package org.archivevault.edge.light.drive;

import org.jspecify.annotations.NullMarked;
