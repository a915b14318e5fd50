@NullMarked
package org.archivevault.server.tags;

import org.jspecify.annotations.NullMarked;
