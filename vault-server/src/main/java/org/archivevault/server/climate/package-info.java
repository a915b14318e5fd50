/** The climate as it was measured: every reading kept, the last of each sensor, and readings handed on in order. */
@NullMarked
package org.archivevault.server.climate;

import org.jspecify.annotations.NullMarked;
