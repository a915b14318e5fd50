/** What sensors measure, as everybody speaks of it. */
@NullMarked
package org.archivevault.protocol.climate;

import org.jspecify.annotations.NullMarked;
