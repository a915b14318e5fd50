@NullMarked
package org.archivevault.edge.shelving.drive;

import org.jspecify.annotations.NullMarked;
