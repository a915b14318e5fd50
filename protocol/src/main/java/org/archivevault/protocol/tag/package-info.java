/** RFID tags as everybody speaks of them: where they are read and what is noticed about them. */
@NullMarked
package org.archivevault.protocol.tag;

import org.jspecify.annotations.NullMarked;
