@NullMarked
package org.archivevault.server.catalogue;

import org.jspecify.annotations.NullMarked;
