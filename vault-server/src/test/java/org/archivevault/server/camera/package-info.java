@NullMarked
package org.archivevault.server.camera;

import org.jspecify.annotations.NullMarked;
