@NullMarked
package org.archivevault.server.inventory;

import org.jspecify.annotations.NullMarked;
