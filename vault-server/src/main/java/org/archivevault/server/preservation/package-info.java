/** What the climate does to paper: figures of each zone, hour by hour, and of each pack over all the places where it lay. */
@NullMarked
package org.archivevault.server.preservation;

import org.jspecify.annotations.NullMarked;
