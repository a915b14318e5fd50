/** The language that edge and server share: no I/O, only JDK and Jackson. */
@NullMarked
package org.archivevault.protocol;

import org.jspecify.annotations.NullMarked;
