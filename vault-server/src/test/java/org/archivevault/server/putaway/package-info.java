@NullMarked
package org.archivevault.server.putaway;

import org.jspecify.annotations.NullMarked;
