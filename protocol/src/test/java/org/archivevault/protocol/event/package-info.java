@NullMarked
package org.archivevault.protocol.event;

import org.jspecify.annotations.NullMarked;
