/** What lies on the shelves: packs, the business orders they hold, and the marks they carry. */
@NullMarked
package org.archivevault.protocol.pack;

import org.jspecify.annotations.NullMarked;
