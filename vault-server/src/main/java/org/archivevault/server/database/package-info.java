/** The one PostgreSQL of the server: migrations, a pipelined read client, a write pool. Knows no feature. */
@NullMarked
package org.archivevault.server.database;

import org.jspecify.annotations.NullMarked;
