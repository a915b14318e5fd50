@NullMarked
package org.archivevault.link.edge;

import org.jspecify.annotations.NullMarked;
