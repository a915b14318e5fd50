@NullMarked
package org.archivevault.server.mirror;

import org.jspecify.annotations.NullMarked;
