@NullMarked
package org.archivevault.server.importing;

import org.jspecify.annotations.NullMarked;
