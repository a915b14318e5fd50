@NullMarked
package org.archivevault.edge.camera;

import org.jspecify.annotations.NullMarked;
