@NullMarked
package org.archivevault.edge.shelving;

import org.jspecify.annotations.NullMarked;
