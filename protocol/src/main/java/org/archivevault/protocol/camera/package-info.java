/** What cameras notice, as everybody speaks of it. */
@NullMarked
package org.archivevault.protocol.camera;

import org.jspecify.annotations.NullMarked;
