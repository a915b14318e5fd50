@NullMarked
package org.archivevault.protocol.pack;

import org.jspecify.annotations.NullMarked;
