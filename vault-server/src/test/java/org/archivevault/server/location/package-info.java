@NullMarked
package org.archivevault.server.location;

import org.jspecify.annotations.NullMarked;
