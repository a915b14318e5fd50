@NullMarked
package org.archivevault.server.edge;

import org.jspecify.annotations.NullMarked;
