/** The one-machine start: embedded PostgreSQL and broker with server, edge agent and simulator around them. */
@NullMarked
package org.archivevault.standalone;

import org.jspecify.annotations.NullMarked;
