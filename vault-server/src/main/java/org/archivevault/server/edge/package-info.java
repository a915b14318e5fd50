/** The server's end of every edge: which are there, and their events, each committed once and in order. */
@NullMarked
package org.archivevault.server.edge;

import org.jspecify.annotations.NullMarked;
