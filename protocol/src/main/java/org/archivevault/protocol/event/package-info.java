/** What an edge tells the server: events that happened and the current belief about a block. */
@NullMarked
package org.archivevault.protocol.event;

import org.jspecify.annotations.NullMarked;
